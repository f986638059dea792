import Foundation
import GridCore
import LedgerStories
import Proof

@testable import Ledger
@testable import LedgerStore

/// The stored ledgers of `Tests/Fixtures/ledgers`, one of each schema that was released before this one.
enum StoredLedger {
  static let schemas = 1..<SQLiteSchema.version

  /// Copies the ledger of a schema, with what lay beside it, and answers the copy's path.
  static func copy(_ schema: Int, to folder: TemporaryFolder) throws -> String {
    for ending in ["", "-wal", "-shm"] {
      let stored = try Data(contentsOf: place(schema).appendingPathComponent("state/ledger.sqlite" + ending))
      try folder.write(Array(stored), to: "ledger.sqlite" + ending)
    }
    return folder.path("ledger.sqlite")
  }

  static func place(_ schema: Int) -> URL {
    let tests = (0..<3).reduce(URL(fileURLWithPath: #filePath)) { path, _ in path.deletingLastPathComponent() }
    return tests.appendingPathComponent("Fixtures/ledgers/\(schema)")
  }

  /// Every answer a ledger gives, in words.
  static func answers(of ledger: SQLiteLedger) throws -> [String] {
    let now = Timestamp(seconds: 1_790_000_000)
    var answers = ["\(try ledger.counts(at: now))", "\(String(describing: try ledger.rulesInForce()))"]
    for placed in try ledger.items(ItemFilter(), after: 0, limit: 1000) {
      let (key, report) = (placed.item.key, try ledger.reportBytes(of: placed.item.key))
      let history = try ledger.history(of: key).map { "\($0)" }
      answers.append("\(placed.position) \(placed.item) \(String(describing: report)) \(history)")
      answers.append("\(String(describing: try ledger.record(of: placed.item.identity, key: key)))")
    }
    for record in try ledger.records(after: 0, limit: 1000) { answers.append("\(record)") }
    answers += try ledger.heldRecords(receivedBefore: now, limit: 1000).map { "\($0)" }
    answers += try ledger.due(by: now, limit: 1000).map { "\($0)" }
    answers.append("\(String(describing: try ledger.nextDue()))")
    answers += try ledger.owed(after: 0, limit: 1000, bytes: 1 << 20).map { "\($0)" }
    answers += try ledger.announced(after: 0, limit: 1000).map { "\($0)" }
    answers += try ledger.quarantinedFiles(after: 0, limit: 1000).map {
      "\($0) \(try ledger.keptBytes(ofFile: $0.row))"
    }
    answers += try ledger.incidents(limit: 1000).map { "\($0)" }
    answers.append("\(try ledger.carriedNotices().count)")
    return answers
  }
}
