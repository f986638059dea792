internal import GridCore

extension ItemLife {
  // Every item that is written asks for all of it: each field is looked at in its place, in the order of `fields`.

  /// Empty where all is at its default.
  static func text(of item: borrowing Item) -> String {
    var text = SparseWriter()
    write(item.state, item.receivedAt, to: &text)
    write(item.clock, item.receivedAt, to: &text)
    write(item.memory, item.receivedAt, to: &text)
    text.add("rf", item.facts.isRiskRegistered)
    text.add("ow", item.facts.isOwn)
    text.add("rb", item.memory.resolvedBy)
    text.add("pg", item.clock.passing, since: item.receivedAt)
    if !item.memory.passed.isEmpty {
      let receipt = item.receivedAt
      text.add("pd", item.memory.passed.map { String(offset(of: $0, receipt)) }.joined(separator: " "))
    }
    if let home = item.facts.home { text.add("ho", home.text) }
    text.add("sh", item.memory.sheet)
    return text.text
  }

  private static func write(_ state: Item.State, _ receipt: Timestamp, to text: inout SparseWriter) {
    switch state {
    case .open: break
    case .suspended(let suspension):
      let (since, until) = (offset(of: suspension.since, receipt), offset(of: suspension.until, receipt))
      text.add("su", "\(since) \(until) \(suspension.left)")
    case .resolved(let checking):
      let (since, due) = (offset(of: checking.since, receipt), checking.due.map { offset(of: $0, receipt) })
      text.add("re", "\(since) \(word(checking.left)) \(word(due)) \(checking.resolver.text)")
    case .closed(let ending):
      let (at, stopped) = (offset(of: ending.at, receipt), offset(of: ending.stopped, receipt))
      // Of what was put right on the spot, which is most.
      text.add("en", at == 0 && stopped == 0 && ending.left == nil ? "0 0 -" : "\(at) \(stopped) \(word(ending.left))")
    case .void(let at): text.add("vo", at, since: receipt)
    }
  }

  private static func write(_ clock: Item.Clock, _ receipt: Timestamp, to text: inout SparseWriter) {
    text.add("st", clock.start, since: receipt)
    text.add("rm", clock.remind, since: receipt)
    text.add("rd", clock.reminded, since: receipt)
    text.add("ac", clock.accept, since: receipt)
    text.add("ax", clock.acceptClimb, since: receipt)
    text.add("tr", clock.triage, since: receipt)
    if let again = clock.again {
      let due = again.due.map { offset(of: $0, receipt) }
      text.add("ag", "\(word(due)) \(again.every.text) \(word(again.left.map { Int64($0) }))")
    }
    if !clock.pauses.isEmpty {
      let pauses = clock.pauses.map { "\(offset(of: $0.from, receipt)) \(offset(of: $0.to, receipt))" }
      text.add("pa", pauses.joined(separator: ","))
    }
  }

  private static func write(_ memory: borrowing Item.Memory, _ receipt: Timestamp, to text: inout SparseWriter) {
    // These moments are the receipt's nearly always.
    if memory.moment != receipt { text.add("mo", memory.moment, since: receipt) }
    if memory.last != receipt { text.add("la", memory.last, since: receipt) }
    if memory.since != receipt { text.add("si", memory.since, since: receipt) }
    if let accepted = memory.accepted {
      text.add("ap", "\(offset(of: accepted.at, receipt)) \(accepted.by ?? "")")
    }
    text.add("tf", memory.transferred)
    text.add("cu", memory.climbedUnaccepted)
    text.add("ex", memory.exempt)
    text.add("al", memory.appealed)
    if memory.counts != Item.Counts() {
      let counts = memory.counts
      text.add("co", countPaths.map { String(counts[keyPath: $0]) }.joined(separator: " "))
    }
    if let request = memory.request { text.add("rq", RequestText.write(request)) }
    text.add("br", memory.breach, since: receipt)
    if let measure = memory.breachMeasure { text.add("bm", "\(measure.kind.rawValue) \(measure.post ?? "")") }
    if let satisfied = memory.satisfied { text.add("sa", satisfied ? 1 : 0) }
    if let visit = memory.visit { text.add("vi", "\(offset(of: visit.due, receipt)) \(visit.told ? 1 : 0)") }
    if memory.idle != 0 { text.add("id", memory.idle) }
    text.add("li", Link.text(of: memory.links))
  }

  private static func offset(of moment: Timestamp, _ receipt: Timestamp) -> Int64 { moment.seconds - receipt.seconds }

  /// `-` stands for nothing.
  private static func word(_ number: Int64?) -> String { number.map { String($0) } ?? "-" }
}
