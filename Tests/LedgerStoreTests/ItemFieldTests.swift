import GridCore
import LedgerStories
import Testing

@testable import LedgerStore

/// One list says what is kept of an item, and all of it comes back.
@Suite struct ItemFieldTests {
  private static func item(_ report: TestRecord) throws -> Item {
    let event = try #require(report.event)
    guard case .report(let content) = event.body else { throw LedgerError.unavailable("no report") }
    return Item.new(from: event, report: content, received: noon(), under: TestTown.book).item
  }

  private static func items() throws -> [Item] {
    let plain = try item(.report("r1"))
    let late = try #require(plain.escalation(at: noon(8000), under: TestTown.book)).item
    return [plain, late, try item(.report("r2", onSite: true)), try item(.report("r3", matter: nil, grid: nil))]
  }

  @Test func whatIsKeptComesBack() throws {
    for item in try Self.items() {
      var values = ItemField.all.map { $0.value(item) }[...]
      #expect(try Item(key: item.key, identity: item.identity) { values.removeFirst() } == item)
    }
  }

  @Test func everyFieldIsSealed() throws {
    var hasher = FieldHasher()
    let item = try #require(try Self.items().dropFirst().first)
    let whole = item.seal(with: &hasher)
    for field in ItemField.all {
      var other = item
      let changed: FieldValue =
        switch field.value(item) {
        case .number(let number): .number(number == 0 ? 1 : 0)
        case .text where field.column == "state": .text("void")
        case .text where field.column == "risk": .text("blue")
        case .text where field.column == "time_limit": .text("3h")
        case .text where field.column == "holder": .text("triage")
        case .text where field.column == "why": .text("override")
        case .rules: .rules(.zero)
        case .text, .absent: .text("other")
        }
      try field.set(&other, changed)
      #expect(field.value(other) == changed, "\(field.column)")
      #expect(other.seal(with: &hasher) != whole, "\(field.column)")
    }
  }

  @Test func columnsAndNumbersAreGivenOnce() {
    #expect(Set(ItemField.all.map(\.column)).count == ItemField.all.count)
    // The first release's stand first, in the order their seals are in.
    #expect(ItemField.all.prefix(22).allSatisfy { $0.later == nil } && ItemField.all.count >= 22)
    let later = ItemField.all.compactMap(\.later?.rawValue)
    #expect(later == later.sorted() && Set(later).count == later.count)
  }
}
