import Change
import GridCore
import Testing
import Words

@testable import Rules

/// What a rules file says of how much may change at once.
@Suite struct GuardRulesTests {
  private static func file(_ section: String) throws -> String {
    let (input, _) = try TestFiles.parts(of: TestFiles.read(TestFiles.golden + "/00-good.case"))
    return String(decoding: input, as: UTF8.self).replacing("\nend: rules", with: "\n\(section)\nend: rules")
  }

  @Test func whatAFileDoesNotSayIsAsUsual() throws {
    #expect(load(try Self.file("")).book?.guard == Guard())
    #expect(load(try Self.file("guard: {}")).book?.guard == Guard())
    let all = "guard: {moved_percent: 30, changed_percent: 60, emptied_posts: 0, orphaned_items: 0, late_items: 100}"
    #expect(load(try Self.file(all)).book?.guard == Guard())
  }

  @Test func everyLimitIsReadAndNoneSwitchesItOff() throws {
    var limits = Guard()
    limits.movedPercent = 0
    limits.lateItems = nil
    limits.emptiedPosts = 2
    let loaded = load(try Self.file("guard: {moved_percent: 0, late_items: none, emptied_posts: 2}"))
    #expect(loaded.diagnostics.isEmpty)
    #expect(loaded.book?.guard == limits)
    let none = Guard.limits.map { "\($0.key): none" }.joined(separator: ", ")
    let off = try #require(load(try Self.file("guard: {\(none)}")).book).guard
    #expect(Guard.limits.allSatisfy { off[keyPath: $0.path] == nil })
  }

  @Test func anotherDistanceFromUTCIsAnError() throws {
    let text = try Self.file("")
    let old = try #require(load(text).book)
    let same = load(text).replacing(old)
    #expect(same.book != nil && same.diagnostics.isEmpty)
    let moved = load(text.replacing("utc_offset: \"+08:00\"", with: "utc_offset: \"+09:00\"")).replacing(old)
    #expect(moved.book == nil)
    #expect(moved.diagnostics.map(\.code) == [.offsetChanged])
    #expect(moved.diagnostics.first?.path == "calendar.utc_offset")
  }
}
