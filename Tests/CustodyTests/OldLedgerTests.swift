import Foundation
import Laws
import Ledger
import LedgerStore
import Testing
import Words

/// Ledgers that earlier releases left, one of each schema.
@Suite struct OldLedgerTests {
  private static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Fixtures/ledgers")

  @Test(arguments: ["1", "2"]) func whatItDecidedIsDecidedAgainAsItWas(_ schema: String) throws {
    let copy = FileManager.default.temporaryDirectory.appendingPathComponent("gridpost-old-\(UUID().uuidString)")
    try FileManager.default.copyItem(at: Self.folder.appendingPathComponent("\(schema)/state"), to: copy)
    defer { try? FileManager.default.removeItem(at: copy) }
    let ledger = try SQLiteLedger.open(path: copy.appendingPathComponent("ledger.sqlite").path, writing: false)
    let report = try ledger.verify(deep: true, decisions: true)
    #expect(report.laws.last?.law == "decisions" && report.counts.received > 20)
    for law in report.laws { #expect(law.ok, "\(law.law): \(law.words.en)") }
  }
}
