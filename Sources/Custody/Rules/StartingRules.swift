internal import Glibc
package import GridCore
package import Ledger
internal import Linux
internal import Rules
package import Words

/// The rules a start goes on with: those of the file, or loudly the last good ones.
package struct StartingRules: Sendable {
  package private(set) var book: RuleBook
  package private(set) var text: [UInt8]
  /// The text of the rules file, nil where none could be read.
  package let seen: RulesFile.Sight?
  /// Why the rules are not those of the file.
  package private(set) var problem: Bilingual?
  /// The text of the file, where the guard of the rules in force holds it back.
  package private(set) var held: HeldRules.Text?

  /// Chooses them; without any that can be used, throws `.noUsableRules` or the fault of the world that is to blame.
  ///
  /// - Parameter isPatient: whether a text that was changed a moment ago is left to settle. Otherwise it is read twice all the same.
  package static func choose(_ settings: Settings, isPatient: Bool, journal: Journal) throws(Failure) -> StartingRules {
    let path = settings.rulesPath
    let last = RulesFile.sight(settings.lastGoodPath)
    let faults: String
    let problem: Bilingual
    var seen: RulesFile.Sight?
    var otherwise: Failure?
    switch settledText(path, isPatient ? IntakeLimits().settle : .zero, last) {
    case .success(let sight):
      let reading = RulesReading(sight.bytes, name: path)
      seen = sight
      if let book = reading.rules.book {
        return StartingRules(book: book, text: reading.bytes, seen: seen, problem: nil)
      }
      faults = reading.rendered(journal.language)
      problem = RuleFault.refused(path, reading)
    case .failure(let trouble):
      problem = RuleFault.unreadable(path, trouble)
      faults = "\(path): \(RuleFault.reason(trouble).text(journal.language))"
      otherwise = worldly(trouble, path)
    }
    switch last {
    case .success(let sight):
      let reading = RulesReading(sight?.bytes, name: settings.lastGoodPath)
      guard let book = reading.rules.book else { throw otherwise ?? .noUsableRules(faults) }
      journal.error(
        "\(faults)\nthe rules in force are the last good ones: \(settings.lastGoodPath)",
        "\(faults)\n现行规则是上一份好规则：\(settings.lastGoodPath)")
      return StartingRules(book: book, text: reading.bytes, seen: seen, problem: problem)
    // What may be well at the next start is no reason to wait for a person.
    case .failure(let trouble): throw otherwise ?? worldly(trouble, settings.lastGoodPath) ?? .noUsableRules(faults)
    }
  }

  /// The same, judged by the book that the ledger has in force, where there is one that still reads: it stays where its guard holds
  /// the text of the file back, and where the file has no good text.
  package func judged(
    by ledger: any LedgerReading, _ settings: Settings, at now: Timestamp
  ) throws(Failure) -> StartingRules {
    let record = try attempt { try ledger.rulesInForce() }
    guard let record, record.digest != book.digest, let old = RulesReading(record.text, name: "").rules.book else {
      return self
    }
    var stays = self
    (stays.book, stays.text) = (old, record.text)
    if problem != nil { return stays }
    let reading = RulesReading(text, name: settings.rulesPath).replacing(old)
    guard reading.rules.book != nil else {
      stays.problem = RuleFault.refused(settings.rulesPath, reading)
      return stays
    }
    let (new, known) = (book, try attempt { try RuleHold.read(in: settings.statePath) })
    let hold = try attempt { try RuleJudge.hold(new, inForce: old, ledger, at: now, known: known) }
    guard let hold else { return self }
    stays.held = HeldRules.Text(hold, book: new, bytes: text)
    return stays
  }

  /// How long a text that goes on changing is waited for.
  private static let patience = Duration.seconds(5)
  /// A text that has not been touched for so many seconds has settled: longer than the clocks of two machines differ.
  private static let longAgo: Int64 = 60

  /// Waits until a text has settled; one that is in force already, or was not touched for long, need not.
  private static func settledText(
    _ path: String, _ settle: Duration, _ last: Result<RulesFile.Sight?, RulesFile.Trouble>
  ) -> Result<RulesFile.Sight, RulesFile.Trouble> {
    var watch = RulesWatch(path: path)
    let clock = SuspendingClock()
    let start = clock.now
    while true {
      let now = clock.now - start
      let look = watch.look(isAsked: true, now: now, settle: settle) { sight in
        if case .success(let last?) = last, let digest = sight.digest, digest == last.digest { return true }
        return sight.traits.areOlder(than: longAgo, at: ServiceClock.wallTime)
      }
      switch look {
      case .settled(let sight): return .success(sight)
      case .unreadable(let trouble): return .failure(trouble)
      case .unsettled(let pause):
        guard now < patience else { return .failure(RulesFile.Trouble(code: EBUSY)) }
        usleep(UInt32(pause / .microseconds(1)))
      case .unchanged: preconditionFailure("no text was judged yet, so none can be the same")
      }
    }
  }

  private static func worldly(_ trouble: RulesFile.Trouble, _ path: String) -> Failure? {
    trouble.isOfTheFile ? nil : .world(.io(operation: "read", path: path, errno: trouble.code))
  }
}
