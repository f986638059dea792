import Answers
import ArgumentParser
package import Custody
import Formats
import Glibc
package import GridCore
package import Ledger
import Rules
import Words

/// Opens the ledger for reading: exit 66 where the state has none yet, 74 where it cannot be trusted.
package func openLedger(_ settings: Settings) throws -> any LedgerReading {
  try findState(settings)
  guard let ledger = try guarded({ try LedgerDoor.openForReading(settings) }) else {
    throw fail(
      Exit.noInput, "no ledger in \(neutral(settings.statePath)); has the daemon ever run there?",
      "\(neutral(settings.statePath)) 中没有台账；值守程序在那里运行过吗？")
  }
  return ledger
}

/// The ledger of a state, for commands that do without one: nil where there is none yet, or no state folder; 74 where it cannot be
/// trusted.
package func openLedgerIfAny(_ settings: Settings) throws -> (any LedgerReading)? {
  var status = stat()
  if stat(settings.statePath, &status) != 0, errno == ENOENT || errno == ENOTDIR { return nil }
  try findState(settings)
  return try guarded { try LedgerDoor.openForReading(settings) }
}

/// Ends the command with 66 where there is no state folder: it is mistyped, and nothing would be told of it but zeros.
package func findState(_ settings: Settings) throws {
  let name = neutral(settings.statePath)
  var status = stat()
  guard stat(settings.statePath, &status) == 0 else {
    // What else keeps us from looking is told by who looks further.
    guard errno == ENOENT || errno == ENOTDIR else { return }
    throw fail(Exit.noInput, "no such state folder: \(name)", "没有这个状态目录：\(name)")
  }
  guard status.st_mode & S_IFMT == S_IFDIR else {
    throw fail(Exit.noInput, "\(name) is a file, not a state folder", "\(name) 是文件，不是状态目录")
  }
}

/// Runs questions to the ledger, whose failures have exit codes.
package func guardedLedger<Value>(_ body: () throws -> Value) throws -> Value {
  do {
    return try body()
  } catch let error as LedgerError {
    throw ending(.ledger(error))
  }
}

/// The item of this id, or the only one whose id begins so: exit 66 where there is none, or more than one.
package func find(_ name: String, in ledger: any LedgerReading) throws -> Item {
  let shown = neutral(name)
  switch try guardedLedger({ try ItemName(name, in: ledger) }) {
  case .item(let item): return item
  case .unknown:
    throw fail(Exit.noInput, "no such item: \(shown)", "没有这件事项：\(shown)")
  case .notice(let item):
    throw fail(Exit.noInput, "\(shown) is a notice; its item is \(item)", "\(shown) 是通知单编号；其事项为 \(item)")
  case .several(let ids, let areMore):
    let more = areMore ? " …" : ""
    throw fail(
      Exit.noInput, "more than one item begins with “\(shown)”: \(ids.joined(separator: ", "))\(more)",
      "以“\(shown)”开头的事项不止一件：\(ids.joined(separator: "、"))\(more)")
  }
}

/// The book the ledger says is in force, for names and the local time; nil where none was ever.
package func rulesInForce(_ ledger: any LedgerReading) throws -> RuleBook? {
  try guardedLedger { try ledger.rulesInForce() }.flatMap(\.book)
}
