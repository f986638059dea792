import GridCore
import Testing

@testable import Town

/// Which inspections come onto one visit sheet.
@Suite struct SheetKeeperTests {
  // MARK: By random lives

  /// What a person with a list of all items would say: by looking at all of them each time.
  private static func sheet(toJoin item: Item, among all: [EventKey: Item]) -> String? {
    var dueOf: [String: Int64] = [:]
    for other in all.values where other.key != item.key && other.state == .open {
      guard let sheet = other.memory.sheet, other.facts.subject == item.facts.subject,
        other.facts.grid == item.facts.grid, other.facts.post == item.facts.post, let due = other.clock.deadline
      else { continue }
      dueOf[sheet] = min(dueOf[sheet] ?? .max, due.seconds)
    }
    let own = item.clock.deadline?.seconds ?? 0
    let near = dueOf.filter { abs($0.value - own) <= 6 * 3600 }
    return near.min { $0.value != $1.value ? $0.value < $1.value : $0.key < $1.key }?.key
  }

  @Test(arguments: 1...40) func sheetsAreWhatALookAtAllItemsSays(_ seed: Int) {
    var dice = SeededGenerator(state: UInt64(seed))
    var keeper = SheetKeeper(SheetTown.book)
    var all: [EventKey: Item] = [:]
    for number in 0..<120 {
      // Now and then somebody begins anew with what the ledger has.
      if number % 17 == 0 {
        keeper = SheetKeeper(SheetTown.book, knowing: all.values.filter { $0.memory.sheet != nil })
      }
      let before = Bool.random(using: &dice) ? nil : all.values.sorted { $0.id < $1.id }.randomElement(using: &dice)
      guard var change = SheetTown.change(of: before, number, &dice) else { continue }
      let expected: String?
      switch SheetTown.told(change, before) {
      case .leaves: expected = nil
      case .stays: expected = before?.memory.sheet
      case .joins:
        expected = Self.sheet(toJoin: change.item, among: all) ?? "\(change.item.id)s\(change.item.memory.revision)"
      }
      keeper.complete(&change, after: before)
      #expect(change.item.memory.sheet == expected, "\(seed) \(number)")
      all[change.item.key] = change.item
      let note = change.entries[0].sheet
      #expect(note?.sheet == expected)
      guard let expected, let note else { continue }
      let listed = all.values.filter { $0.memory.sheet == expected && $0.state == .open }
      let members = Set(listed.map(\.key)).union([change.item.key])
      #expect(Set(note.items) == members)
      let deadlines = note.items.compactMap { key in listed.first { $0.key == key }?.clock.deadline }
      #expect(deadlines == deadlines.sorted())
      // What one item's life tells is the same, where the rest is taken as found.
      var again = change
      again.item.memory.sheet = before?.memory.sheet
      again.entries[0].sheet = nil
      again.complete(after: before, under: SheetTown.book, asFoundIn: change.entries)
      #expect(again == change)
    }
  }

  // MARK: By hand

  private func complete(
    _ keeper: inout SheetKeeper, _ number: Int, due: Int64, subject: String? = "甲厂", matter: String = "WS-001",
    after before: Item? = nil
  ) -> ItemChange {
    var change = SheetTown.new(number, due: due, subject: subject, matter: matter)
    keeper.complete(&change, after: before)
    return change
  }

  @Test func whoIsNoInspectionOrHasNoSubjectIsOnNoSheet() {
    var keeper = SheetKeeper(SheetTown.book)
    #expect(complete(&keeper, 1, due: 0, subject: nil).item.memory.sheet == nil)
    #expect(complete(&keeper, 2, due: 0, matter: "PB-001").item.memory.sheet == nil)
    #expect(complete(&keeper, 3, due: 0).item.memory.sheet != nil)
  }

  @Test func subjectsAreComparedAsBytes() {
    var keeper = SheetKeeper(SheetTown.book)
    let one = complete(&keeper, 1, due: 0, subject: "Caf\u{E9}")
    let other = complete(&keeper, 2, due: 0, subject: "Cafe\u{301}")
    #expect(one.item.memory.sheet != other.item.memory.sheet)
  }

  @Test func theEarliestDueOfSeveralIsJoined() {
    var keeper = SheetKeeper(SheetTown.book)
    let late = complete(&keeper, 1, due: 10 * 3600).item.memory.sheet
    let early = complete(&keeper, 2, due: 0).item.memory.sheet
    #expect(late != early)
    #expect(complete(&keeper, 3, due: 5 * 3600).item.memory.sheet == early)
    // Six hours from the earliest deadline is together still, a second more is not.
    #expect(complete(&keeper, 4, due: 16 * 3600).item.memory.sheet == late)
    #expect(complete(&keeper, 5, due: 22 * 3600 + 1).item.memory.sheet?.hasSuffix("s1") == true)
  }

  @Test func aDayOfAVisitIsTheTownsOwn() {
    var change = SheetTown.new(1, due: 0)
    change.entries[0].what = .step(.resolve)
    // 16:00 UTC is midnight there.
    change.entries[0].at = Timestamp(seconds: 20_000 * 86_400 + 57_600)
    change.noteVisits(under: SheetTown.book)
    #expect(change.entries[0].visited == 20_001)
    change.entries[0].at = Timestamp(seconds: 20_000 * 86_400 + 57_599)
    change.noteVisits(under: SheetTown.book)
    #expect(change.entries[0].visited == 20_000)
  }

  @Test func aNoticeListsNoMoreThanSoMany() {
    var keeper = SheetKeeper(SheetTown.book)
    var last: ItemChange?
    for number in 1...300 { last = complete(&keeper, number, due: Int64(number)) }
    let items = last?.entries[0].sheet?.items ?? []
    #expect(items.count == SheetKeeper.mostTold)
    #expect(items.last == last?.item.key)
    let first = EventKey(high: 1, low: 0)
    #expect(items.first == first)
  }
}

/// A town for sheets: one post type, two grids, inspections of one duty.
enum SheetTown {
  static let book = RuleBook(
    digest: .zero, subdistrict: Named(id: "t", name: "t"), offices: [], communities: [Named(id: "c", name: "c")],
    grids: [Grid(id: "c-01", name: "1", community: 0), Grid(id: "c-02", name: "2", community: 0)],
    posts: [PostType(id: "patrol", name: "p", hours: nil)], groups: [Named(id: "g", name: "g")],
    calendar: WorkCalendar(
      utcOffset: 8 * 3600, hours: hours, holidays: [], makeUpDays: [], knownUntil: nil),
    ladders: ByUrgency([]), duties: [Named(id: "safety", name: "s"), Named(id: "party", name: "p")], matters: [],
    overrides: [], intake: IntakeLimits(),
    visits: VisitRules(duties: ["safety"], matters: [], together: sixHours, cap: [:]))

  private static var hours: WorkingHours {
    guard let hours = WorkingHours(windows: [WorkingHours.Window(start: 9 * 3600, end: 18 * 3600)]) else {
      preconditionFailure("nine to six is no working day")
    }
    return hours
  }
  private static var sixHours: TimeLimit {
    guard let limit = TimeLimit("6h") else { preconditionFailure("six hours are no limit") }
    return limit
  }
  private static let start = Timestamp(seconds: 1_775_000_000)

  static func new(_ number: Int, due: Int64, subject: String? = "甲厂", matter: String = "WS-001") -> ItemChange {
    let duty = matter.hasPrefix("WS") ? "safety" : "party"
    let facts = Item.Facts(
      risk: nil, matter: matter, duty: duty, community: "c", grid: "c-01", post: "patrol", group: "g", limit: sixHours,
      subject: subject,
      assignedBy: AssignedBy(rules: .zero, line: 1, why: AssignmentReason(kind: .matter, subject: matter)))
    var item = Item(
      key: EventKey(high: UInt64(number), low: 0), identity: EventIdentity(source: "s", id: "\(number)"),
      receivedAt: start, facts: facts, holder: .post(GridPost(community: "c", grid: "c-01", post: "patrol")),
      memory: Item.Memory(moment: start), state: .open)
    item.clock.deadline = start.adding(due)
    return told(item, .report)
  }

  private static func told(_ item: Item, _ what: HistoryEntry.What) -> ItemChange {
    let entry = HistoryEntry(at: start, what: what, by: nil, note: nil, rung: 0, to: item.holder, rules: .zero)
    return ItemChange(
      item: item, entries: [entry], notices: [Notice(item: item.key, ordinal: 1, rung: 0, to: item.holder)])
  }

  enum Move { case leaves, stays, joins }

  /// What the contract says of a change, read as words: nothing of the code under test has a hand in it.
  static func told(_ change: ItemChange, _ before: Item?) -> Move {
    let (item, what) = (change.item, change.entries[0].what)
    if case .closed = item.state { return .leaves }
    switch what {
    case .report, .redispatch, .step(.reopen): return .joins
    case .escalate: return .leaves
    case .step(.transfer): return item.holder == item.ownPost ? .joins : .leaves
    case .step(.check): return before?.memory.sheet == nil ? .joins : .stays
    default: return .stays
    }
  }

  /// Something that may happen to an item; nil where it cannot.
  static func change(of before: Item?, _ number: Int, _ dice: inout some RandomNumberGenerator) -> ItemChange? {
    guard let before else {
      let due = Int64.random(in: 0...40, using: &dice) * 1800
      return new(number + 1, due: due, subject: ["甲厂", "乙店"].randomElement(using: &dice))
    }
    var item = before
    item.memory.revision += 1
    let (own, group) = (item.ownPost ?? .triage, Addressee.group(community: "c", group: "g"))
    switch (before.state.kind, Int.random(in: 0...6, using: &dice)) {
    case (.open, 0):
      item.holder = before.holder == own ? group : own
      return told(item, .step(.transfer))
    case (.open, 1) where before.holder == own:
      item.holder = group
      return told(item, .escalate)
    case (.open, 2):
      item.state = .suspended(.init(since: start, until: start.adding(9), left: 9))
      return told(item, .step(.suspend))
    case (.open, 3):
      item.state = .closed(.init(at: start, stopped: start, left: nil))
      return told(item, .step(.resolve))
    case (.open, 4):
      item.state = .resolved(.init(since: start, resolver: before.holder, left: nil, due: nil))
      item.holder = group
      return told(item, .step(.resolve))
    case (.open, 5):
      item.clock.deadline = item.clock.deadline?.adding(7200)
      return told(item, .step(.extend))
    case (.open, 6) where before.holder == own:
      item.facts.grid = before.facts.grid == "c-01" ? "c-02" : "c-01"
      item.holder = item.ownPost ?? own
      return told(item, .redispatch)
    case (.suspended, _):
      item.state = .open
      return told(item, .step(.resume))
    case (.resolved, 0...2):
      (item.state, item.holder) = (.open, own)
      return told(item, .step(.check))
    case (.resolved, _), (.closed, 0):
      (item.state, item.holder) = (.open, own)
      item.clock.deadline = start.adding(Int64.random(in: 0...40, using: &dice) * 1800)
      return told(item, .step(.reopen))
    default: return nil
    }
  }
}
