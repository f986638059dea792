package import GridCore
package import Laws
internal import Ledger

extension LedgerDoor {
  /// Checks all laws of a state: of the ledger, of its being the one that the state had, and of what lies outside it. Changes nothing.
  ///
  /// - Parameters:
  ///   - isDeep: also looks into the database, and takes every decision again.
  ///   - moment: asked, once the ledger is open, by when its counts are; nil where nobody reads them.
  /// - Returns: nil when the state never had a ledger.
  package static func verify(
    _ settings: Settings, isDeep: Bool, at moment: () throws(Failure) -> Timestamp? = { () throws(Failure) in nil }
  ) throws(Failure) -> LawReport? {
    guard let (ledger, law) = try openForVerifying(settings) else { return nil }
    let now = try moment()
    var report = try attempt { () throws(LedgerError) in
      var report = try ledger.verify(deep: isDeep, decisions: isDeep)
      if let now { report.counts = try ledger.counts(at: now) }
      return report
    }
    report.laws.append(law)
    report.laws += try OutsideLaws.check(settings, ledger)
    try attempt { try ledger.close() }
    return report
  }
}
