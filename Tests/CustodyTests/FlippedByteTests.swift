import Foundation
import GRDB
import GridCore
import Ledger
import Testing

/// A byte flipped anywhere in the ledger's file is found, unless it lies where nothing is kept.
@Suite struct FlippedByteTests {
  @Test func aFlippedByteIsFoundOrMeansNothing() throws {
    let house = try DecisionLawTests.lively()
    let whole = try #require(FileManager.default.contents(atPath: house.ledgerPath))
    let content = try Self.content(of: house.ledgerPath)
    var found = 0
    // Every page is met, at places that differ from page to page.
    for offset in stride(from: 18, to: whole.count, by: 1_021) {
      for ending in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: house.ledgerPath + ending) }
      var bytes = whole
      bytes[offset] ^= 0x11
      try bytes.write(to: URL(fileURLWithPath: house.ledgerPath))
      if try !house.isWhole() {
        found += 1
        continue
      }
      #expect(try Self.content(of: house.ledgerPath) == content, "byte \(offset) of page \(offset / 4_096 + 1)")
    }
    #expect(found > 20)
  }

  /// All rows of all tables, read through the tables and through every index, as text.
  private static func content(of path: String) throws -> [String] {
    var configuration = Configuration()
    configuration.readonly = true
    let queue = try DatabaseQueue(path: "file:\(path)?immutable=1", configuration: configuration)
    return try queue.read { db in
      let tables = try String.fetchAll(
        db, sql: "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
      return try tables.flatMap { table in
        try Row.fetchAll(db, sql: "SELECT * FROM \(table) ORDER BY rowid").map { "\(table) \($0)" }
      }
    }
  }
}
