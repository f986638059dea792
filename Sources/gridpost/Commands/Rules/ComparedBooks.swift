import Answers
import Checking
import Console
import Custody
import GridCore
import JSON
import Ledger
import Linux
import Rules

/// The books that a command compares; where one has faults they are told, as `check` tells them, and the command ends.
struct ComparedBooks {
  /// The file that was named instead of the rules in force.
  let against: String?
  /// The file at `--rules`.
  let rules: String
  let json: Bool

  /// The book that would be replaced: the file that was named, the rules in force, or, without a ledger, the file at `--rules`.
  func old(_ ledger: (any LedgerReading)?) throws -> RuleBook {
    if let against { return try usable(try readRules(InputFile(against))) }
    return try inForce(ledger)
  }

  /// The book in force, or, without a ledger, the file at `--rules`.
  func inForce(_ ledger: (any LedgerReading)?) throws -> RuleBook {
    if let record = try guardedLedger({ try ledger?.rulesInForce() }) {
      return try usable(RulesReading(record.text, name: say("the rules in force", "正在生效的规则")))
    }
    return try usable(try readRules(InputFile(rules)))
  }

  /// The book of a file, as one that takes the place of another where that is known.
  func usable(_ reading: RulesReading, replacing old: RuleBook? = nil) throws -> RuleBook {
    let reading = old.map { reading.replacing($0) } ?? reading
    if let book = reading.rules.book { return book }
    if json {
      var writer = JSONWriter()
      let now = ServiceClock.wallTime
      reading.rules.checked(at: now).write(to: &writer, language: language, isWell: false, at: now)
      writer.endLine()
      try Console.out(writer.bytes)
    } else {
      Console.err(reading.rendered(language, colour: Console.coloured))
    }
    throw Exit.badData
  }
}
