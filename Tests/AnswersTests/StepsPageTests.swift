import Answers
import Foundation
import Testing
import Words

/// The documents' page of steps is the table that decides.
struct StepsPageTests {
  private static let page =
    String(#filePath.dropLast("Tests/AnswersTests/StepsPageTests.swift".count))
    + "Sources/gridpost/Documentation.docc/Steps.md"

  @Test(arguments: [("## In English", Language.en), ("## 中文", .zh)])
  func thePageShowsTheTable(_ head: String, _ language: Language) throws {
    let lines = try String(contentsOfFile: Self.page, encoding: .utf8).components(separatedBy: "\n")
    let shown = lines.drop { $0 != head }.dropFirst().prefix { !$0.hasPrefix("## ") }.filter { $0.hasPrefix("|") }
    let listing = StepListing()
    let rows = [listing.heads.map { $0.text(language) }] + listing.lines(in: language)
    var table = rows.map { "| \($0.joined(separator: " | ")) |" }
    table.insert("|" + String(repeating: "---|", count: listing.heads.count), at: 1)
    #expect(Array(shown) == table, "it should be:\n\(table.joined(separator: "\n"))")
  }
}
