package import GridCore
package import Ledger

/// Reading the register of subjects.
package enum SubjectRegister {
  private static let page = 1_000
  private static let year: Int64 = 365 * 86_400

  /// Hands out the subjects in the order of their names.
  package static func each(in ledger: any LedgerReading, _ body: (RatedSubject) throws -> Void) throws {
    var last = ""
    while true {
      let page = try ledger.subjects(after: last, limit: page)
      guard let end = page.last else { return }
      for subject in page { try body(subject) }
      last = end.name
    }
  }

  /// What a subject's items come to: those of the last 365 × 24 hours, and the visits of the calendar year.
  package static func figures(
    of name: String, at now: Timestamp, under book: RuleBook?, in ledger: any LedgerReading
  ) throws -> SubjectFigures {
    let days = Period(.year, of: (book?.calendar ?? .dayAndNight).local(now).day)
    return try ledger.figures(
      ofSubject: name, receivedIn: now.adding(1 - year)...now, visitedIn: days.first...days.last)
  }
}
