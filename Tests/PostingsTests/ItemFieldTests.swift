import GridCore
import Ledger
import LedgerStories
import Seals
import Testing

@testable import Postings

/// One list says what is kept of an item, and all of it comes back.
@Suite struct ItemFieldTests {
  private static func item(_ report: TestRecord) throws -> Item {
    let event = try #require(report.event)
    guard case .report(let content) = event.body else { throw LedgerError.unavailable("no report") }
    return Item.new(from: event, report: content, received: noon(), under: TestTown.book).item
  }

  private static func items() throws -> [Item] {
    let plain = try item(.report("r1"))
    let late = try #require(plain.pressed(at: noon(8000), under: TestTown.book)).item
    return [plain, late, try item(.report("r2", onSite: true)), try item(.report("r3", matter: nil, grid: nil))]
      + states(of: plain)
  }

  /// An item in every state, and one that remembers all that an item can.
  private static func states(of plain: Item) -> [Item] {
    let post = plain.holder
    let states: [Item.State] = [
      .suspended(.init(since: noon(10), until: noon(900), left: 60)),
      .resolved(.init(since: noon(20), resolver: post, left: nil, due: noon(700))),
      .resolved(.init(since: noon(20), resolver: post, left: -5, due: nil)),
      .closed(.init(at: noon(30), stopped: noon(25), left: 3)), .void(at: noon(-40)),
    ]
    var full = plain
    full.facts.subject = "甲 厂"
    full.facts.place = "3:号"
    full.clock.start = noon(1)
    full.clock.pauses = [.init(from: noon(2), to: noon(3)), .init(from: noon(4), to: noon(5))]
    (full.clock.remind, full.clock.reminded, full.clock.accept) = (noon(6), noon(7), noon(8))
    (full.clock.acceptClimb, full.clock.triage) = (noon(9), noon(10))
    full.clock.again = .init(due: nil, every: TimeLimit(days: 365), left: 3)
    (full.memory.moment, full.memory.last, full.memory.since) = (noon(11), noon(12), noon(13))
    full.memory.accepted = .init(at: noon(14), by: "李 四")
    (full.memory.transferred, full.memory.climbedUnaccepted) = (true, true)
    (full.memory.exempt, full.memory.appealed, full.memory.satisfied) = (true, true, false)
    (full.memory.counts.returns, full.memory.counts.escalations) = (3, 9)
    full.memory.request = .init(
      step: .extend, by: nil, at: noon(15), note: "st2:no\n 难", byLimit: TimeLimit(amount: 2, unit: .workingDays),
      until: noon(16))
    (full.memory.breach, full.memory.idle) = (noon(17), 18)
    full.memory.breachMeasure = .init(kind: .working, post: "patrol")
    full.memory.visit = .init(due: noon(19), told: true)
    full.memory.links = [Link(item: plain.key, kind: .repeat), Link(item: plain.key, kind: .recurrence)]
    var brief = full
    brief.clock.again = .init(due: noon(20), every: TimeLimit(days: 1), left: nil)
    brief.memory.accepted = .init(at: noon(14), by: nil)
    brief.memory.breachMeasure = .init(kind: .continuous, post: nil)
    return [full, brief]
      + states.map { state in
        var item = plain
        item.state = state
        return item
      }
  }

  @Test func whatIsKeptComesBack() throws {
    for item in try Self.items() {
      var values = ItemField.all.map { $0.value(item) }[...]
      let reading = try ItemReading(key: item.key, identity: item.identity) { values.removeFirst() }
      #expect(reading.item == item)
      #expect(reading.isConsistent && !reading.isEarlier)
    }
  }

  @Test func everyFieldIsSealed() throws {
    var hasher = FieldHasher()
    let item = try #require(try Self.items().dropFirst().first)
    let whole = item.seal(with: &hasher)
    for field in ItemField.all where !field.isDerived {
      var other = item
      let changed: FieldValue =
        switch field.value(item) {
        case .number(let number): .number(number == 0 ? 1 : 0)
        case .text where field.column == "state": .text("void")
        case .text where field.column == "risk": .text("blue")
        case .text where field.column == "time_limit": .text("3h")
        case .text where field.column == "holder": .text("triage")
        case .text where field.column == "why": .text("override")
        case .text where field.column == "life": .text("mo2:77")
        case .rules: .rules(.zero)
        case .text, .absent: .text("other")
        }
      try field.set(&other, changed)
      // An item that was not put right on the spot stays so unless it is closed.
      if field.column == "on_site" { continue }
      #expect(other.seal(with: &hasher) != whole, "\(field.column)")
    }
  }

  @Test func whatTheOthersTellIsCompared() throws {
    let item = try #require(try Self.items().first)
    for field in ItemField.all where field.isDerived {
      var values = ItemField.all.map { $0.column == field.column ? .number(7) : $0.value(item) }[...]
      #expect(try !ItemReading(key: item.key, identity: item.identity) { values.removeFirst() }.isConsistent)
    }
  }

  @Test func whatNoItemSaysIsNotRead() throws {
    let item = try #require(try Self.items().first)
    for text in ["x", "st", "st1:", "st2:0", "st1:x", "zz1:0", "st1:0st1:0", "la1:1st1:0", "ap1:0", "en5:0 0 0"] {
      var values = ItemField.all.map { $0.column == "life" ? .text(text) : $0.value(item) }[...]
      #expect(throws: LedgerError.self, "\(text)") {
        try ItemReading(key: item.key, identity: item.identity) { values.removeFirst() }
      }
    }
  }

  @Test func columnsAndNumbersAreGivenOnce() {
    #expect(Set(ItemField.all.map(\.column)).count == ItemField.all.count)
    // The first release's stand first, in the order their seals are in.
    #expect(ItemField.all.prefix(22).allSatisfy { $0.later == nil } && ItemField.all.count >= 22)
    let later = ItemField.all.compactMap(\.later?.rawValue)
    #expect(later == later.sorted() && Set(later).count == later.count)
    let tags = ItemLife.fields.map(\.code)
    #expect(Set(tags).count == tags.count)
  }
}
