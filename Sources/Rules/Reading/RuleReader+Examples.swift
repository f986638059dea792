internal import Formats
import GridCore
internal import JSON
internal import Schema
internal import Words
internal import YAML

/// A report that the file says where it must go.
struct RuleExample {
  let report: Report
  let source: String
  /// A moment, or a second of the day.
  let at: Moment
  let expected: String
  let expectPlace: Place

  enum Moment {
    case moment(Timestamp)
    case clock(Int)
  }
}

extension RuleReader {
  /// The day of an example that names none: a Monday, or, of a matter that is listed no more by then, its last day. Beside that
  /// only the time of day can change where a report goes.
  private static let exampleDay = 20_458

  /// The examples that could be read.
  mutating func readExamples(_ file: Fields) -> [RuleExample] {
    guard let place = file["examples"],
      let items = items(of: place, "a list of examples, [{matter, grid, expect}]", "样例列表 [{matter, grid, expect}]")
    else { return [] }
    guard isWithin(RuleBounds.examples, items.count, at: .start(of: place), "examples", "样例") else { return [] }
    return items.compactMap { readExample($0) }
  }

  private mutating func readExample(_ place: Place) -> RuleExample? {
    let keys = RulesSchema.example.keys
    guard
      let parts = fields(of: place, "an example, {matter, grid, expect, …}", "样例 {matter, grid, expect, …}", keys: keys)
    else { return nil }
    let matter = need("matter", of: parts, "a matter", "事项").flatMap { text($0, "a matter", "事项") }
    let grid = need("grid", of: parts, "a grid", "小分格").flatMap { text($0, "a grid", "小分格") }
    let community = optional("community", of: parts) { $0.text($1, "a community", "社区") }
    let risk = optional("risk", of: parts) { $0.risk($1) }
    let source = optional("source", of: parts) { $0.source($1) }
    let moment = optional("at", of: parts) { $0.moment($1) }
    guard let expectPlace = need("expect", of: parts, "where it must go", "应派给谁"), let expected = address(expectPlace)
    else {
      return nil
    }
    guard let matter, let grid, parts.isWhole, !isFaulty(community), !isFaulty(risk), !isFaulty(source),
      !isFaulty(moment)
    else { return nil }
    return RuleExample(
      report: Report(matter: matter, community: community.value, grid: grid, risk: risk.value),
      source: source.value ?? "", at: moment.value ?? .clock(openingSecond), expected: expected,
      expectPlace: expectPlace)
  }

  private func isFaulty<Value>(_ reading: Reading<Value>) -> Bool {
    if case .faulty = reading { true } else { false }
  }

  private mutating func moment(_ place: Place) -> RuleExample.Moment? {
    guard
      let text = text(
        place, "a time such as \"22:30\" or \"2026-03-02T22:30:00+08:00\"",
        "时间，如 \"22:30\" 或 \"2026-03-02T22:30:00+08:00\"")
    else { return nil }
    if let second = Self.second(ofClock: text, allowing24: false) { return .clock(second) }
    if let moment = RFC3339.timestamp(text) { return .moment(moment) }
    fault(
      .badTime, place.spot,
      both(
        "\(quoted(text)) is neither a time of day, HH:MM, nor a moment with a zone (RFC 3339)",
        "\(quoted(text)) 既不是钟点 HH:MM，也不是带时区的时刻（RFC 3339）"),
      help: both(
        "write it like \"22:30\" or \"2026-03-02T22:30:00+08:00\"", "请写成 \"22:30\" 或 \"2026-03-02T22:30:00+08:00\""))
    return nil
  }

  /// The address of an expectation, whose every part the rules must know.
  private mutating func address(_ place: Place) -> String? {
    guard let text = text(place, "an address such as COMMUNITY/GRID/POST, or triage", "地址，如 社区/小分格/岗位，或 triage") else {
      return nil
    }
    guard let address = Addressee(text: text) else {
      fault(
        .badAddress, place.spot,
        both(
          "\(quoted(text)) is not an address: wanted COMMUNITY/GRID/POST, or triage",
          "\(quoted(text)) 不是地址：应为 社区/小分格/岗位，或 triage"),
        help: both("write it like heshuikou/heshuikou-03/patrol", "请写成 heshuikou/heshuikou-03/patrol 的样子"))
      return nil
    }
    switch address {
    case .triage: return text
    case .branch, .station, .group, .office:
      fault(
        .badAddress, place.spot,
        both(
          "a report goes to a post or to triage first, never to \(quoted(text))", "上报先派给岗位或待分拨，不会直接到 \(quoted(text))"),
        help: both("write COMMUNITY/GRID/POST, or triage", "请写 社区/小分格/岗位，或 triage"))
      return nil
    case .post(let post):
      let parts = [
        (post.community, communities, Kind.community), (post.grid, gridRoll, .grid), (post.post, postNames, .post),
      ]
      for (id, roll, kind) in parts where roll[id] == nil {
        unknown(id, at: place.spot, in: roll, kind)
        return nil
      }
      return text
    }
  }

  private static func day(of example: RuleExample, under book: RuleBook) -> Int {
    min(exampleDay, example.report.matter.flatMap { book.matter($0)?.until } ?? exampleDay)
  }

  /// Asks the finished book about every example.
  mutating func run(_ examples: [RuleExample], under book: RuleBook) {
    for example in examples {
      let moment =
        switch example.at {
        case .moment(let moment): moment
        case .clock(let second): book.calendar.moment(day: Self.day(of: example, under: book), second: second)
        }
      let assignment = book.assign(example.report, source: example.source, received: moment)
      guard assignment.to.text != example.expected else { continue }
      let why = explain(assignment.assignedBy.why, book: book)
      let line = assignment.assignedBy.line
      fault(
        .exampleFailed, example.expectPlace.spot,
        both(
          "this example goes to \(assignment.to.text), not to \(example.expected): \(why.en)"
            + (line.map { " (line \($0))" } ?? ""),
          "这个样例派给了 \(assignment.to.text)，不是 \(example.expected)：\(why.zh)" + (line.map { "（第 \($0) 行）" } ?? "")),
        help: both("if that is meant, change the example; if not, change the rule", "如果本意如此，请改样例；否则请改规则"))
    }
  }
}
