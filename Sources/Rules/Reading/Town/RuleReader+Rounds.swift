internal import Advice
internal import Formats
import GridCore
internal import Schema
internal import Words
internal import YAML

/// What the calendar brings forth.
extension RuleReader {
  /// The rounds in order; none where the file has no such section.
  mutating func readRounds(_ file: Fields, matters drafts: [MatterDraft]) -> [RoundRule] {
    guard let place = file["rounds"],
      let items = items(of: place, "a list of rounds, [{name, every, for, …}]", "定期任务的列表 [{name, every, for, …}]"),
      isWithin(RuleBounds.rounds, items.count, at: .start(of: place), "rounds", "定期任务")
    else { return [] }
    places.rounds = .start(of: place)
    var taken: [ByteText: Spot] = [:]
    return items.compactMap { readRound($0, drafts, &taken) }
  }

  private mutating func readRound(
    _ place: Place, _ drafts: [MatterDraft], _ taken: inout [ByteText: Spot]
  ) -> RoundRule? {
    let keys = RulesSchema.round.keys
    guard
      let parts = fields(
        of: place, "a round, {\(keys.joined(separator: ", "))}", "一项定期任务 {\(keys.joined(separator: ", "))}", keys: keys)
    else { return nil }
    let name = readCause(parts, &taken)
    let every = need("every", of: parts, "how often it comes, such as week", "多久一次，如 week")
      .flatMap { word($0, among: RoundRule.Every.allCases, both("a word for how often", "多久一次的写法")) }
    let audience = need(
      "for", of: parts, "where it is raised: grid, community, subdistrict or subject",
      "对谁：grid、community、subdistrict 或 subject"
    )
    .flatMap { word($0, among: RoundRule.Audience.allCases, both("whom a round is for", "定期任务的对象")) }
    let matter = optional("matter", of: parts) { $0.matterNamed($1).value }
    let limit = optional("limit", of: parts) { $0.limit($1) }
    let time = every.flatMap { readTime(parts, $0) }
    let summary = parts["summary"].flatMap { readSummary($0) }
    let unlessOpen = parts["unless_open"].flatMap { truth($0) } ?? true
    guard let audience else { return nil }
    let places = parts["where"].map { readWhere($0, of: audience) } ?? RoundRule.Places()
    guard let to = readTarget(parts, of: audience), isWhole(parts, to, matter, limit) else { return nil }
    checkLength(limit.value, of: to, matter: matter.value.map { drafts[$0] }, at: parts["limit"]?.spot)
    guard let name, let every, let time, let places else { return nil }
    return RoundRule(
      name: name, every: every, day: time.day, at: time.at, holidays: time.holidays, audience: audience,
      places: places, to: to, matter: matter.value.map { matters.named[$0].id }, limit: limit.value,
      summary: summary, unlessOpen: unlessOpen, line: place.node.span.start.line)
  }

  /// Whether all is there by which an item gets its matter and its limit; told where it is not.
  private mutating func isWhole(
    _ parts: Fields, _ to: RoundRule.Target, _ matter: Reading<Int>, _ limit: Reading<TimeLimit>
  ) -> Bool {
    guard case .absent = matter else { return true }
    if to == .routed || to == .group {
      fault(
        .missingKey, .start(of: parts.place),
        both(
          "“matter” is missing: without one nobody knows \(to == .routed ? "the post" : "the group") it goes to",
          "缺少“matter”：没有事项，就不知道派给哪个\(to == .routed ? "岗位" : "功能组")"),
        help: both("add “matter”, or name in “to” whose it is", "请补上“matter”，或用“to”写明派给谁"))
      return false
    }
    if case .absent = limit {
      fault(
        .missingKey, .start(of: parts.place),
        both("“limit” is missing: there is no matter that says by when", "缺少“limit”：没有事项，时限只能写在这里"),
        help: both("add “limit”, such as 3wd", "请补上“limit”，如 3wd"))
      return false
    }
    return true
  }

  private mutating func checkLength(
    _ limit: TimeLimit?, of to: RoundRule.Target, matter: MatterDraft?, at spot: Spot?
  ) {
    guard let limit, let spot else { return }
    let post: Int? =
      switch to {
      case .post(let id): postNames[id]
      case .routed: matter?.post.value
      case .branch, .station, .group, .office: nil
      }
    if let post {
      checkLength(limit, ofPost: post, at: spot)
    } else if let openHours {
      checkLength(limit, in: openHours, of: nil, at: spot)
    }
  }

  private mutating func readSummary(_ place: Place) -> String? {
    guard let text = text(place, "what it is about", "内容说明") else { return nil }
    guard text.utf8.count <= RuleBounds.summary, !text.unicodeScalars.contains(where: isUnsafeToShow) else {
      fault(
        .badName, place.spot,
        both(
          "the summary has more than one line, or more than \(RuleBounds.summary) bytes",
          "说明不止一行，或超过 \(RuleBounds.summary) 字节"),
        help: both("write it shorter, on one line", "请写短些，写在一行里"))
      return nil
    }
    return text
  }

  /// The name by which a round or a signal is told: reports are called after it. No two may share one.
  mutating func readCause(_ parts: Fields, _ taken: inout [ByteText: Spot]) -> String? {
    guard let place = need("name", of: parts, "what it is called", "叫什么"), let text = text(place, "a name", "名称") else {
      return nil
    }
    guard text.utf8.count <= RuleBounds.cause, !text.utf8.contains(0x2F),
      !text.unicodeScalars.contains(where: isUnsafeToShow), text.first?.isWhitespace == false,
      text.last?.isWhitespace == false
    else {
      fault(
        .badName, place.spot,
        both(
          "\(quoted(text)) cannot be a name here: wanted 1 to \(RuleBounds.cause) bytes on one line, without / and without "
            + "space around it", "\(quoted(text)) 不能作名称：应为 1 到 \(RuleBounds.cause) 字节（一个汉字 3 字节），写在一行里，不含 /，前后不留空格"),
        help: both("the ids of its reports are made of it; put other text into “summary”", "上报编号由它组成；请起短一些"))
      return nil
    }
    if let first = taken[ByteText(text)] {
      fault(
        .duplicateName, place.spot,
        both(
          "another one is called \(quoted(text)) too; their reports would have the same ids",
          "另有一项也叫 \(quoted(text))，上报编号会相同"),
        help: both("rename one of the two", "请改掉其中一个的名称"),
        related: (first, both("this one is called so first", "第一次用这个名称")))
      return nil
    }
    taken[ByteText(text)] = place.spot
    return text
  }

  /// One of a few words.
  mutating func word<Word: RawRepresentable<String>>(_ place: Place, among known: [Word], _ what: Bilingual) -> Word? {
    let words = known.map(\.rawValue)
    let list = Suggestions.list(words)
    guard let text = text(place, "one of \(list.en)", "\(list.zh) 之一") else { return nil }
    if let word = known.first(where: { $0.rawValue == text }) { return word }
    choice(text, at: place.spot, .unknownWord, among: words, what)
    return nil
  }
}
