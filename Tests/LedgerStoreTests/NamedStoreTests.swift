import Foundation
import Testing

/// Who may know which store a ledger lies in.
@Suite struct NamedStoreTests {
  /// The store's own room, and the two that open and assemble.
  private static let rooms = ["Sources/LedgerStore/", "Sources/Custody/", "Sources/Daemon/Assembly/"]

  @Test func nobodyElseNamesAStore() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    var read = 0
    for path in try FileManager.default.subpathsOfDirectory(atPath: root.appendingPathComponent("Sources").path)
    where path.hasSuffix(".swift") {
      let file = "Sources/" + path
      read += 1
      guard !Self.rooms.contains(where: file.hasPrefix) else { continue }
      let text = try String(contentsOf: root.appendingPathComponent(file), encoding: .utf8)
      #expect(!text.contains("SQLiteLedger"), "\(file) names a store: it wants one of the three protocols")
    }
    #expect(read > 100)
  }
}
