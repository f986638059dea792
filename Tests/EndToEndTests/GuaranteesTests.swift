import Chaos
import Foundation
import Testing

/// The tables of Guarantees, walked: every state they list is built on a real folder, and ends as they say.
@Suite(.crew) struct GuaranteesTests {
  @Test func everyRowIsPlayedAndEveryPlayHasARow() throws {
    let root = (0..<3).reduce(URL(fileURLWithPath: #filePath)) { path, _ in path.deletingLastPathComponent() }
    let document = try String(
      contentsOf: root.appendingPathComponent("Sources/gridpost/Documentation.docc/Guarantees.md"), encoding: .utf8)
    #expect(Walk.rows(of: document) == Walk.rows)
  }

  @Test(arguments: ["F", "R", "I", "N"]) func everyStateEndsAsItSays(_ table: String) throws {
    let folder = NSTemporaryDirectory() + "/gridpost-walk-\(table)-\(UInt32.random(in: 0 ... .max))"
    guard let walk = try Walk(binary: Binary.path(), folder: folder) else {
      print("skipped: there is no sqlite3 or no C compiler")
      return
    }
    let report = Report(prints: false)
    for row in Walk.rows where row.hasPrefix(table) { try walk.play(row, report) }
    #expect(report.failures.isEmpty, "\(report.failures.joined(separator: "\n")); the states are in \(folder)")
    if report.failures.isEmpty { try FileManager.default.removeItem(atPath: folder) }
  }
}
