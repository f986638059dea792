import Figures
import Foundation
import GridCore
import Testing

/// Random lives, step by step and pass by pass, against the model written apart.
@Suite struct CaseWalkTests {
  static let steps = Int(ProcessInfo.processInfo.environment["GRIDPOST_WALK"] ?? "") ?? 1_600
  static let kinds: [StepKind] = [
    .accept, .return, .return, .transfer, .extend, .extend, .suspend, .suspend, .resume, .approve, .refuse, .resolve,
    .resolve, .check, .check, .visit, .reopen, .appeal, .void, .note,
  ]

  static func facts(_ matter: String, _ grid: String) -> CaseModel.Facts {
    switch matter {
    case "UM-001": .init(matter: matter, grid: grid, post: "info", group: "city-appearance", minutes: 420, works: true)
    case "UM-002":
      .init(matter: matter, grid: grid, post: "patrol", group: "city-appearance", minutes: 240, works: true)
    default: .init(matter: matter, grid: grid, post: "info", group: "urban-construction", minutes: 120, works: false)
    }
  }

  /// Rules drawn by lot, as a book and as the model reads them.
  static func draw(_ lot: inout SeededGenerator) -> (RuleBook, CaseModel.Rules) {
    func one<Value>(_ values: [Value]) -> Value {
      guard let value = values.randomElement(using: &lot) else { preconditionFailure("nothing to draw from") }
      return value
    }
    var (town, rules) = (Town(), CaseModel.Rules())
    rules.accept = one([nil, 30, 90])
    rules.remind = one([nil, 50, 80])
    rules.check = one(["none", "group", "subdistrict/command-centre"])
    rules.checkWithin = one([nil, 120])
    rules.visitWithin = one([nil, 600])
    rules.approve = one([false, true])
    (rules.bounces, rules.reopenings) = (one([0, 1, 2]), one([0, 1, 3]))
    let every = one([nil, 30, 45])
    let times = every == nil ? nil : one([nil, 1, 3])
    let passes = one([false, true])
    rules.rungs = [
      ("group", 0, every, times, false), ("subdistrict/command-centre", 120, nil, nil, passes),
      ("subdistrict/leader", 240, every, 2, false),
    ]
    if every == nil { rules.rungs[2].times = nil }
    let span = { (minutes: Int?) in minutes.map { limit("\($0)m") } }
    town.lifecycle.acceptWithin = ByUrgency(span(rules.accept))
    town.lifecycle.remindAt = ByUrgency(rules.remind)
    town.lifecycle.checkWithin = ByUrgency(span(rules.checkWithin))
    town.lifecycle.visit =
      rules.visitWithin.map { [ByteText("hotline"): ByUrgency<TimeLimit?>(limit("\($0)m"))] } ?? [:]
    town.lifecycle.visitBy = "livelihood"
    town.lifecycle.approveAbove = rules.approve
    town.lifecycle.suspensions = ByUrgency(2)
    town.lifecycle.bounces = ByUrgency(rules.bounces)
    town.lifecycle.reopenings = ByUrgency(rules.reopenings)
    town.lifecycle.check =
      rules.check == "none" ? .none : rules.check == "group" ? .group : .office("command-centre")
    town.ladder = rules.rungs.enumerated().map { index, rung in
      Rung(
        to: rung.to == "group" ? .group : .office(String(rung.to.dropFirst("subdistrict/".count))),
        after: index == 0 ? nil : limit("\(rung.after)m"),
        repeat: rung.every.map { Rung.Repeat(every: limit("\($0)m"), times: rung.times) },
        unlessAccepted: rung.passes, line: index)
    }
    return (town.book, rules)
  }

  @Test(arguments: 0..<16) func aLifeIsWhatThePageSays(_ seed: Int) throws {
    var lot = SeededGenerator(seed: UInt64(seed) &* 977 &+ 5)
    var walked = 0
    while walked < Self.steps / 16 {
      let (book, rules) = Self.draw(&lot)
      walked += try live(book, rules, &lot, "seed \(seed), after \(walked)")
    }
  }

  /// One life of some forty events; answers how many there were.
  private func live(
    _ book: RuleBook, _ rules: CaseModel.Rules, _ lot: inout SeededGenerator, _ name: String
  ) throws -> Int {
    // Around the spring holidays and the make-up days before and after.
    var now = Int(at("2026-02-12 09:00").seconds) / 60 + Int.random(in: 0..<30_000, using: &lot)
    let known = Self.facts("UM-001", "heshuikou-01")
    let first = newChange(
      Report(matter: known.matter, grid: known.grid), at: Timestamp(seconds: Int64(now) * 60), under: book)
    var (item, history, notices) = (first.item, first.entries, first.notices)
    var model = CaseModel(rules: rules, facts: known, holder: "heshuikou/heshuikou-01/info", last: now)
    (model.start, model.recorded) = (now, now)
    model.set(model.due(now, known.minutes, true))
    model.task()
    model.spell(now)
    var told = "\(name): report at \(now)"
    for _ in 0..<40 {
      now += Int.random(in: 0..<[2, 40, 400, 3_000][Int.random(in: 0..<4, using: &lot)], using: &lot)
      // Half the time something happens just when, or just after, a clock is due.
      if Bool.random(using: &lot), let wake = model.wake, wake >= now {
        now = wake + Int.random(in: 0...1, using: &lot)
      }
      let moment = Timestamp(seconds: Int64(now) * 60)
      if Int.random(in: 0..<3, using: &lot) == 0 {
        told += "\npass at \(now)"
        model.press(now)
        if let change = item.pressed(at: moment, under: book) {
          (item, history, notices) = (change.item, history + change.entries, notices + change.notices)
        }
      } else {
        let (request, taken) = step(&model, at: now, &lot)
        told += "\n\(request.kind) at \(now): \(taken)"
        switch item.applying(request, received: moment, under: book) {
        case .success(let change):
          #expect(taken, "\(told)")
          if !taken { return 1_000_000 }
          (item, history, notices) = (change.item, history + change.entries, notices + change.notices)
        case .failure(let failure):
          #expect(!taken, "\(told): \(failure.refusal.why)")
          if taken { return 1_000_000 }
        }
      }
      let found = differences(item, history, notices, model, now)
      #expect(found == [], "\(told)")
      if !found.isEmpty { return 1_000_000 }
    }
    return 40
  }

  private func step(
    _ model: inout CaseModel, at now: Int, _ lot: inout SeededGenerator
  ) -> (StepRequest, Bool) {
    let kind = Self.kinds.randomElement(using: &lot) ?? .note
    let places = [model.own, model.group, "subdistrict/leader", "heshuikou/heshuikou-02/patrol"]
    let to = places.randomElement(using: &lot) ?? ""
    let other = Self.facts(
      ["UM-001", "UM-002", "MU-001"].randomElement(using: &lot) ?? "",
      ["heshuikou-01", "heshuikou-01", "heshuikou-02"].randomElement(using: &lot) ?? "")
    let isSame = Bool.random(using: &lot)
    let found = isSame ? Self.facts(model.facts.matter, model.facts.grid) : other
    let hours = Int.random(in: 1...5, using: &lot)
    let until = now + Int.random(in: -1...900, using: &lot)
    let outcome = (kind == .visit ? Outcome.allCases : [.pass, .fail]).randomElement(using: &lot) ?? .pass
    let request = StepRequest.request(kind) {
      $0.to = kind == .return ? (isSame ? "heshuikou/heshuikou-02/info" : nil) : to
      $0.until = Timestamp(seconds: Int64(until) * 60)
      $0.byLimit = limit("\(hours)h")
      $0.outcome = outcome.rawValue
      if kind == .return, !isSame { ($0.matter, $0.grid) = (found.matter, found.grid) }
    }
    let taken = model.step(
      kind.rawValue, at: now, to: to, found: found, hours: hours, until: until, outcome: outcome.rawValue)
    return (request, taken)
  }

  /// In what the item and its history differ from the model.
  private func differences(
    _ item: Item, _ history: [HistoryEntry], _ notices: [Notice], _ model: CaseModel, _ now: Int
  ) -> [String] {
    let minutes = { (moment: Timestamp?) in moment.map { "\($0.seconds / 60)" } ?? "-" }
    let number = { (minute: Int?) in minute.map { "\($0)" } ?? "-" }
    let end = Timestamp(seconds: Int64(max(now, model.recorded)) * 60)
    let counts = item.memory.counts
    let names = [
      "returns", "bounces", "transfers", "extensions", "suspensions", "checks_failed", "reopenings", "reminders",
      "escalations",
    ]
    let all = [
      counts.returns, counts.bounces, counts.transfers, counts.extensions, counts.suspensions, counts.checksFailed,
      counts.reopenings, counts.reminders, counts.escalations,
    ]
    let spells = item.spells(of: history, at: end)
    let sum = spells.map(\.seconds).reduce(0, +)
    let pairs: [(String, String, String)] = [
      ("state", item.state.kind.rawValue, model.state), ("holder", item.holder.text, model.holder),
      ("rung", "\(item.rung)", "\(model.rung)"),
      ("accepted", "\(item.memory.accepted != nil)", "\(model.accepted)"),
      ("deadline", minutes(item.clock.deadline), number(model.deadline)),
      ("next rung", minutes(item.clock.nextRung), number(model.next)), ("wake", minutes(item.wake), number(model.wake)),
      ("notices", "\(notices.map { "\($0.kind) \($0.to.text)" })", "\(model.notices)"),
      ("ordinals", "\(notices.map(\.ordinal))", "\(Array(1...notices.count))"),
      ("counts", "\(all)", "\(names.map { model.counts[$0, default: 0] })"),
      ("counts of history", "\(Item.Counts(of: history) == counts)", "true"),
      ("late", "\(item.isLate(at: end))", "\(model.isLate(at: now))"),
      ("order", "\(zip(history, history.dropFirst()).allSatisfy { $0.at <= $1.at })", "true"),
      ("sum", "\(sum)", "\((item.state.end ?? end).seconds - item.receivedAt.seconds)"),
      (
        "spells", "\(spells.map { "\($0.from.seconds / 60) \($0.holder?.text ?? "") \($0.why)" })",
        "\(model.spells(at: max(now, model.recorded)))"
      ),
    ]
    return pairs.filter { $0.1 != $0.2 }.map { "\($0.0): \($0.1), but \($0.2) by the page" }
  }
}

extension CaseModel {
  func isLate(at now: Int) -> Bool {
    late || (state == "open" && deadline.map { $0 < max(now, recorded) } ?? false)
  }

  /// The spells as lines, without those of no length and with equal neighbours as one.
  func spells(at now: Int) -> [String] {
    var lines: [(from: Int, text: String)] = []
    for (index, spell) in spells.enumerated() {
      let to = index + 1 < spells.count ? spells[index + 1].from : now
      guard to > spell.from, !(spell.why == "ended" && index + 1 == spells.count) else { continue }
      let text = "\(spell.holder) \(spell.why)"
      if lines.last?.text != text { lines.append((spell.from, text)) }
    }
    return lines.map { "\($0.from) \($0.text)" }
  }
}
