internal import GridCore

/// What an item remembers of its life, in one column: most of it is at its default nearly always.
///
/// Moments are told as seconds from the receipt of the report.
enum ItemLife {
  static let fields: [SparseField<Item>] = state + clock + memory + town

  /// The state's own data; an item whose state needs some and that has none is no item of ours.
  private static let state: [SparseField<Item>] = [
    SparseField("su") { item, text in
      guard case .suspended = item.state, let numbers = numbers(text, 3),
        let since = numbers[0], let until = numbers[1], let left = numbers[2]
      else { return false }
      item.state = .suspended(.init(since: item.at(since), until: item.at(until), left: left))
      return true
    },
    SparseField("re") { item, text in
      let parts = text.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false)
      guard case .resolved = item.state, parts.count == 4, let times = numbers(parts[..<3].joined(separator: " "), 3),
        let since = times[0], let resolver = Addressee(text: String(parts[3]))
      else { return false }
      item.state = .resolved(
        .init(since: item.at(since), resolver: resolver, left: times[1], due: times[2].map { item.at($0) }))
      return true
    },
    SparseField("en") { item, text in
      // Of what was put right on the spot, which is most.
      let told: [Int64?]? = text == "0 0 -" ? [0, 0, nil] : numbers(text, 3)
      guard case .closed(let ending) = item.state, let numbers = told, let at = numbers[0],
        let stopped = numbers[1]
      else { return false }
      item.state = .closed(.init(at: item.at(at), stopped: item.at(stopped), left: numbers[2], onSite: ending.onSite))
      return true
    },
    moment("vo") { $0.state = .void(at: $1) },
  ]

  private static let clock: [SparseField<Item>] = [
    moment("st") { $0.clock.start = $1 },
    moment("rm") { $0.clock.remind = $1 },
    moment("rd") { $0.clock.reminded = $1 },
    moment("ac") { $0.clock.accept = $1 },
    moment("ax") { $0.clock.acceptClimb = $1 },
    moment("tr") { $0.clock.triage = $1 },
    SparseField("ag") { item, text in
      let parts = text.split(separator: " ")
      guard parts.count == 3, let every = TimeLimit(span: String(parts[1])), let due = number(parts[0]),
        let left = number(parts[2])
      else { return false }
      item.clock.again = .init(
        due: due.map { item.at($0) }, every: every, left: left.map { Int(clamping: $0) })
      return true
    },
    SparseField("pa") { item, text in
      for pair in text.split(separator: ",") {
        guard let numbers = numbers(String(pair), 2), let from = numbers[0], let to = numbers[1] else { return false }
        item.clock.pauses.append(.init(from: item.at(from), to: item.at(to)))
      }
      return true
    },
  ]

  private static let memory: [SparseField<Item>] = [
    moment("mo") { $0.memory.moment = $1 },
    moment("la") { $0.memory.last = $1 },
    moment("si") { $0.memory.since = $1 },
    SparseField("ap") { item, text in
      let parts = text.parts(2)
      guard parts.count == 2, let at = Int64(parts[0]) else { return false }
      item.memory.accepted = .init(at: item.at(at), by: parts[1].isEmpty ? nil : parts[1])
      return true
    },
    flag("tf") { $0.memory.transferred = $1 },
    flag("cu") { $0.memory.climbedUnaccepted = $1 },
    flag("ex") { $0.memory.exempt = $1 },
    flag("al") { $0.memory.appealed = $1 },
    SparseField("co") { item, text in
      let numbers = text.split(separator: " ").map { Int($0) }
      guard numbers.count == countPaths.count else { return false }
      for (path, number) in zip(countPaths, numbers) {
        guard let number, number >= 0 else { return false }
        item.memory.counts[keyPath: path] = number
      }
      return true
    },
    SparseField("rq", word: RequestText.read) { $0.memory.request = $1 },
    moment("br") { $0.memory.breach = $1 },
    SparseField("bm") { item, text in
      let parts = text.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, let kind = TimeKind(rawValue: String(parts[0])) else { return false }
      item.memory.breachMeasure = .init(kind: kind, post: parts[1].isEmpty ? nil : String(parts[1]))
      return true
    },
    flag("sa") { $0.memory.satisfied = $1 },
    SparseField("vi") { item, text in
      guard let numbers = numbers(text, 2), let due = numbers[0], let told = numbers[1] else { return false }
      item.memory.visit = .init(due: item.at(due), told: told == 1)
      return true
    },
    SparseField("id", number: { $0.memory.idle = $1 }),
    SparseField("li", word: Link.read) { $0.memory.links = $1 },
  ]

  private static let town: [SparseField<Item>] = [
    flag("rf") { $0.facts.isRiskRegistered = $1 },
    flag("ow") { $0.facts.isOwn = $1 },
    SparseField("rb", word: { $0 }, { $0.memory.resolvedBy = $1 }),
    moment("pg") { $0.clock.passing = $1 },
    SparseField("pd") { item, text in
      for part in text.split(separator: " ") {
        guard let offset = Int64(part) else { return false }
        item.memory.passed.append(item.at(offset))
      }
      return true
    },
    SparseField("ho", word: Addressee.init(text:)) { $0.facts.home = $1 },
    SparseField("sh", word: { $0 }, { $0.memory.sheet = $1 }),
  ]

  // MARK: Kinds of fields

  private static func moment(
    _ tag: String, _ set: @escaping @Sendable (inout Item, Timestamp) -> Void
  ) -> SparseField<Item> {
    SparseField(tag, number: { set(&$0, $0.at($1)) })
  }

  private static func flag(
    _ tag: String, _ set: @escaping @Sendable (inout Item, Bool) -> Void
  ) -> SparseField<Item> {
    SparseField(tag, number: { set(&$0, $1 == 1) })
  }

  // MARK: Texts of more than one number

  static let countPaths: [any WritableKeyPath<Item.Counts, Int> & Sendable] = [
    \.returns, \.bounces, \.transfers, \.extensions, \.suspensions, \.checksFailed, \.reopenings, \.reminders,
    \.escalations,
  ]

  private static func number(_ text: Substring) -> Int64?? {
    text == "-" ? .some(nil) : Int64(text).map { .some($0) }
  }

  /// So many numbers, of which some may be missing.
  private static func numbers(_ text: String, _ count: Int) -> [Int64?]? {
    let parts = text.split(separator: " ")
    guard parts.count == count else { return nil }
    var numbers: [Int64?] = []
    for part in parts {
      guard let number = number(part) else { return nil }
      numbers.append(number)
    }
    return numbers
  }
}

/// A request in a text of its own: its fields hold what people write.
enum RequestText {
  private struct Draft {
    var step: StepKind?
    var by: String?
    var at: Timestamp?
    var note: String?
    var byLimit: TimeLimit?
    var until: Timestamp?
    var asked: Addressee?
  }

  private static let fields: [SparseField<Draft>] = [
    SparseField("st", word: { StepKind(rawValue: $0) }, { $0.step = $1 }),
    SparseField("by", word: { $0 }, { $0.by = $1 }),
    SparseField("at", number: { $0.at = Timestamp(seconds: $1) }),
    SparseField("no", word: { $0 }, { $0.note = $1 }),
    SparseField("li", word: { TimeLimit(span: $0) }, { $0.byLimit = $1 }),
    SparseField("un", number: { $0.until = Timestamp(seconds: $1) }),
    SparseField("to", word: Addressee.init(text:)) { $0.asked = $1 },
  ]

  static func write(_ request: Item.Request) -> String {
    var text = SparseWriter()
    text.add("st", request.step.rawValue)
    text.add("by", request.by)
    text.add("at", request.at.seconds)
    text.add("no", request.note)
    text.add("li", request.byLimit?.text)
    text.add("un", request.until?.seconds)
    text.add("to", request.asked?.text)
    return text.text
  }

  static func read(_ text: String) -> Item.Request? {
    var draft = Draft()
    do { try SparseText.read(text, into: &draft, fields) } catch { return nil }
    guard let step = draft.step, let at = draft.at else { return nil }
    var request = Item.Request(
      step: step, by: draft.by, at: at, note: draft.note, byLimit: draft.byLimit, until: draft.until)
    request.asked = draft.asked
    return request
  }
}

extension Link {
  /// Nil where there are none.
  static func text(of links: [Link]) -> String? {
    links.isEmpty ? nil : links.map { "\($0.item.itemID) \($0.kind.rawValue)" }.joined(separator: ",")
  }

  static func read(_ text: String) -> [Link]? {
    var links: [Link] = []
    for pair in text.split(separator: ",") {
      let parts = pair.split(separator: " ")
      guard parts.count == 2, let key = EventKey(itemID: String(parts[0])), let kind = Kind(rawValue: String(parts[1]))
      else { return nil }
      links.append(Link(item: key, kind: kind))
    }
    return links
  }
}

extension Item {
  /// Seconds from the receipt of the report.
  func offset(of moment: Timestamp) -> Int64 { moment.seconds - receivedAt.seconds }

  func at(_ offset: Int64) -> Timestamp { receivedAt.adding(offset) }
}
