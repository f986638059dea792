import Glibc
import Testing
import Words

/// The documents' page of mistakes lists every code of every list once, and none that no list has.
@Suite struct MistakesPageTests {
  private static let path =
    String(#filePath.dropLast("Tests/WordsTests/MistakesPageTests.swift".count))
    + "Sources/gridpost/Documentation.docc/Mistakes.md"

  /// The rows of a section: what stands between the bars.
  private func rows(of section: String) throws -> [[String]] {
    let file = try #require(fopen(Self.path, "rb"), "no page \(Self.path)")
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    return lines.drop { $0 != "## \(section)" }.dropFirst().prefix { !$0.hasPrefix("## ") }
      .filter { $0.hasPrefix("| `") }
      .map { $0.split(separator: "|").map { $0.trimmingSpaces } }
  }

  @Test(arguments: [
    ("A rules file", FaultCode.allCases.map(\.rawValue)),
    ("A record, a step, a file", RejectionCode.allCases.map(\.rawValue)),
    ("The world", DegradationCode.allCases.map(\.rawValue)),
  ])
  func thePageIsComplete(_ section: String, _ codes: [String]) throws {
    let rows = try rows(of: section)
    let told = rows.compactMap(\.first).map { String($0.dropFirst().dropLast()) }
    let missing = codes.filter { !told.contains($0) }
    #expect(missing.isEmpty, "“\(section)” lacks a row for: \(missing.joined(separator: ", "))")
    let surplus = told.filter { !codes.contains($0) }
    #expect(surplus.isEmpty, "“\(section)” tells of no code: \(surplus.joined(separator: ", "))")
    #expect(Set(told).count == told.count, "a code has two rows")
    for row in rows {
      #expect(
        row.count == 4 && row.allSatisfy { !$0.isEmpty }, "\(row.first ?? "?") lacks its example, cure or Chinese")
      #expect(row.last?.unicodeScalars.contains { $0.value > 0x2E80 } == true, "\(row.first ?? "?") has no Chinese")
    }
  }
}

extension Substring {
  fileprivate var trimmingSpaces: String {
    var text = self
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
