import GridCore
import Testing
import Web
import Words

@testable import Doors

@Suite struct ParameterTests {
  private let asks: [Parameter] = [
    .text("grid"), .flag("overdue"), .words("state", ["open", "closed"]), .number("limit", 1...500), .at, .day("from"),
    .address("holder"), .text("key", mayBeBlank: true),
  ]

  private func fault(_ text: String, isForm: Bool = false) -> String? {
    do {
      try Query(Array(text.utf8)).heed(asks, isForm: isForm)
      return nil
    } catch { return error.words.text(.en) }
  }

  @Test(arguments: [
    "", "overdue", "overdue=", "overdue=1&overdue=0", "overdue=true", "overdue=false", "state=open", "limit=500",
    "at=2026-03-02T12:00:00%2B08:00", "from=2026-03-02", "holder=triage", "holder=a/b/c", "key=", "grid=x",
  ])
  func whatCanBePasses(_ text: String) {
    #expect(fault(text) == nil && fault(text, isForm: true) == nil)
  }

  @Test(arguments: [
    "overdue=maybe", "overdue=2", "overdue=TRUE", "state=Open", "limit=0", "limit=501", "limit=%2B5", "limit=1e2",
    "limit=99999999999999999999", "at=2026-03-02", "from=2026-13-01", "holder=%3F", "holder=a/b", "state=open&state=x",
    "grid=%FF",
  ])
  func whatCannotBeIsRefusedOfEverybody(_ text: String) {
    #expect(fault(text) != nil && fault(text, isForm: true) != nil)
  }

  @Test(arguments: ["grid=", "state=", "limit=", "at=", "from=", "holder=", "other=1"])
  func anEmptyFieldAndAnotherNameAreAFormsOwn(_ text: String) {
    #expect(fault(text) != nil && fault(text, isForm: true) == nil)
  }

  @Test func theRefusalNamesThePossible() {
    #expect(fault("state=x") == "“state” is “x”, wanted one of open closed")
    #expect(fault("limit=x")?.contains("1 to 500") == true && fault("x=1")?.contains("grid, overdue") == true)
  }
}
