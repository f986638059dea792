import Foundation
import Testing

/// The house stays tidy: each rule of `TidyRule` holds, but for the exceptions listed beside this file, a list that may only shrink.
@Suite struct TidyTests {
  /// Read once for all rules.
  private static let tree = Result { try SourceTree() }

  @Test(arguments: TidyRule.allCases) func nothingNewIsUntidy(_ rule: TidyRule) throws {
    let found = Set(rule.findings(in: try Self.tree.get()))
    let excepted = try Self.exceptions(of: rule)
    let news = found.subtracting(excepted).sorted()
    #expect(news.isEmpty, "\(rule.rawValue): \(news.joined(separator: "\n"))")
    let mended = excepted.subtracting(found).sorted()
    #expect(
      mended.isEmpty,
      "\(rule.rawValue): mended, and to be taken out of exceptions.txt: \(mended.joined(separator: "\n"))")
  }

  /// The lines `rule path [name]` of `exceptions.txt`.
  private static func exceptions(of rule: TidyRule) throws -> Set<String> {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("exceptions.txt")
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").filter { !$0.hasPrefix("#") }
    return Set(
      lines.filter { $0.hasPrefix(rule.rawValue + " ") }.map { String($0.dropFirst(rule.rawValue.count + 1)) })
  }
}
