import Formats
import GridCore
import LedgerStories

/// Items with the histories that made them, lived at random under rules with checks, visits and approvals.
struct ReportLives {
  struct Life {
    var item: Item
    var history: [HistoryEntry]
    /// Whether its report said that it was put right on the spot.
    let cameResolved: Bool

    /// Seconds by which moves changed its deadline, as the items before and after them have it.
    private(set) var gained: Int64 = 0

    init(_ change: ItemChange, cameResolved: Bool) {
      (item, history, self.cameResolved) = (change.item, change.entries, cameResolved)
    }

    mutating func take(_ change: ItemChange) {
      if change.entries.contains(where: { $0.what == .step(.return) && $0.to != nil }),
        let old = item.clock.deadline, let new = change.item.clock.deadline
      {
        gained += new.seconds - old.seconds
      }
      item = change.item
      history += change.entries
    }
  }

  /// A generator that gives the same numbers for the same seed.
  struct Lot: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return mixed ^ (mixed >> 31)
    }
  }

  static let book: RuleBook = {
    let plain = TestTown.book
    var lifecycle = Lifecycle()
    lifecycle.check = .group
    lifecycle.visit = [ByteText("hotline"): ByUrgency<TimeLimit?>(TimeLimit("1h"))]
    lifecycle.visitBy = "info"
    return RuleBook(
      digest: plain.digest, subdistrict: plain.subdistrict, offices: plain.offices, communities: plain.communities,
      grids: plain.grids, posts: plain.posts, groups: plain.groups, calendar: plain.calendar, ladders: plain.ladders,
      duties: plain.duties, matters: plain.matters, overrides: [], intake: plain.intake, lifecycle: lifecycle)
  }()

  private static let steps: [StepKind] = [
    .assign, .accept, .return, .transfer, .extend, .suspend, .resume, .resolve, .resolve, .resolve, .check, .check,
    .visit, .reopen, .appeal, .approve, .void, .note,
  ]

  private(set) var lives: [Life] = []
  private(set) var end = noon()
  private var lot: Lot

  init(_ count: Int, seed: UInt64) {
    lot = Lot(state: seed)
    for number in 0..<count { lives.append(live(number)) }
  }

  private mutating func one<Value>(_ values: [Value]) -> Value { values[Int.random(in: 0..<values.count, using: &lot)] }

  private mutating func live(_ number: Int) -> Life {
    let resolved = one([false, false, false, true]) ? OnSiteResolution(by: "王", at: nil, note: nil) : nil
    let report = Report(
      matter: one(["UM-001", "UM-002", "UM-002", nil]), community: nil,
      grid: one(["heshuikou-01", "heshuikou-02", "nowhere"]), risk: nil, resolved: resolved)
    let identity = EventIdentity(source: one(["hotline", "camera"]), id: "r\(number)")
    let event = Event(
      identity: identity, key: identity.key, time: nil, content: sha256(of: []), body: .report(report))
    var now = noon(Int64.random(in: 0..<2_000_000, using: &lot))
    let first = Item.new(from: event, report: report, received: now, under: Self.book)
    var life = Life(first, cameResolved: resolved != nil)
    for _ in 0..<Int.random(in: 0..<14, using: &lot) {
      now = now.adding(Int64.random(in: 0..<one([60, 4_000, 90_000]), using: &lot))
      if let change = life.item.pressed(at: now, under: Self.book) {
        life.take(change)
      }
      if case .success(let change) = life.item.applying(step(now), received: now, under: Self.book, report: report) {
        life.take(change)
      }
    }
    end = max(end, now)
    return life
  }

  private mutating func step(_ now: Timestamp) -> StepRequest {
    var step = StepRequest(kind: one(Self.steps), item: "")
    step.by = "李"
    step.note = "因故"
    step.until = now.adding(Int64.random(in: 1..<90_000, using: &lot))
    step.byLimit = TimeLimit("1h")
    step.outcome = one(step.kind == .visit ? ["pass", "fail", "unreached"] : ["pass", "fail"])
    if [.return, .assign].contains(step.kind) {
      (step.matter, step.grid) = (one(["UM-001", "UM-002"]), one(["heshuikou-01", "heshuikou-02"]))
    }
    if step.kind == .transfer { step.to = one(["subdistrict/command-centre", "heshuikou/heshuikou-03/info"]) }
    return step
  }
}
