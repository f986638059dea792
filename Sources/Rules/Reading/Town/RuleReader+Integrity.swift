internal import Advice
internal import Formats
import GridCore
internal import Schema
internal import Words
internal import YAML

/// What the integrity stations look at.
extension RuleReader {
  /// The signals and what becomes of them; nil where the file has no such section, or it cannot be read.
  mutating func readIntegrity(
    _ file: Fields, matters drafts: [MatterDraft], _ ladders: ByUrgency<[Rung]>
  ) -> IntegrityRules? {
    let keys = RulesSchema.integrity.keys
    guard let place = file["integrity"],
      let parts = fields(
        of: place, "what integrity stations look at, {\(keys.joined(separator: ", "))}",
        "廉情监督 {\(keys.joined(separator: ", "))}", keys: keys)
    else { return nil }
    let matter = need("matter", of: parts, "the matter its items are counted under", "计入哪个事项")
      .flatMap { matterNamed($0).value }
    let limit = need("limit", of: parts, "by when a station must have looked, such as 3wd", "监督站多久内要看，如 3wd")
      .flatMap { self.limit($0) }
    if let limit, let openHours, let spot = parts["limit"]?.spot {
      checkLength(limit, in: openHours, of: nil, at: spot)
    }
    let to = readOffice(parts, in: file, matter.map { ladders[drafts[$0].urgency] } ?? ladders.fallback)
    let signals = need(
      "signals", of: parts, "the signals, [{name, kind, times, per}]", "信号的列表 [{name, kind, times, per}]"
    )
    .map { readSignals($0) }
    guard let matter, let limit, let to, let signals else { return nil }
    return IntegrityRules(matter: matters.named[matter].id, limit: limit, to: to, signals: signals)
  }

  /// Who hears of what no station looked at; what is left out is the first office of the ladder.
  private mutating func readOffice(_ parts: Fields, in file: Fields, _ ladder: [Rung]) -> String? {
    guard let place = parts["to"] else {
      guard parts.lacks("to") else { return nil }
      for rung in ladder { if case .office(let office) = rung.to { return office } }
      guard isLadderKnown(in: file) else { return nil }
      fault(
        .officeMissing, .start(of: parts.place),
        both("“to” is left out, and the ladder has no office that would hear of it", "没有写“to”，而上报阶梯里也没有街道部门"),
        help: both("add “to”, such as subdistrict/OFFICE", "请补上“to”，如 subdistrict/办公室"))
      return nil
    }
    guard let text = text(place, "subdistrict/OFFICE", "subdistrict/办公室") else { return nil }
    let prefix = "subdistrict/"
    if text.hasPrefix(prefix) { return office(String(text.dropFirst(prefix.count)), at: place.spot) }
    let isKnown = offices[text] != nil
    fault(
      .badAddress, place.spot,
      both(
        "\(quoted(text)) cannot hear of it: wanted subdistrict/ and an office",
        "\(quoted(text)) 不能作上报对象：应为 subdistrict/ 加办公室短名"),
      help: !isKnown ? nil : both("did you mean “\(prefix)\(text)”?", "是不是想写“\(prefix)\(text)”？"))
    return nil
  }

  private mutating func readSignals(_ place: Place) -> [SignalRule] {
    let wanted = both("a list of signals, [{name, kind, times, per}]", "信号的列表 [{name, kind, times, per}]")
    guard let items = items(of: place, wanted.en, wanted.zh),
      isWithin(RuleBounds.signals, items.count, at: .start(of: place), "signals", "信号")
    else { return [] }
    if items.isEmpty { emptyValue(place, wanted: wanted) }
    var taken: [ByteText: Spot] = [:]
    return items.compactMap { readSignal($0, &taken) }
  }

  private mutating func readSignal(_ place: Place, _ taken: inout [ByteText: Spot]) -> SignalRule? {
    // Which keys there are depends on what is counted.
    var keys = RulesSchema.signalKeys
    if case .mapping(let entries, _) = place.node.content, let own = entries.first(where: { $0.key.text == "kind" }),
      case .scalar(let text, _) = own.value.content, let kind = SignalRule.Kind(rawValue: text)
    {
      keys = RulesSchema.signal(kind).keys
    }
    guard
      let parts = fields(
        of: place, "a signal, {\(keys.joined(separator: ", "))}", "一个信号 {\(keys.joined(separator: ", "))}", keys: keys)
    else { return nil }
    let name = readCause(parts, &taken)
    let kind = need("kind", of: parts, "what is counted, such as late", "数什么，如 late")
      .flatMap { word($0, among: SignalRule.Kind.allCases, both("what is counted", "能数的东西")) }
    let per = need("per", of: parts, "week or month", "week 或 month")
      .flatMap { word($0, among: [Period.Unit.week, .month], both("a span that signals are counted by", "信号的计数周期")) }
    let talk = parts["talk"].flatMap { truth($0) } ?? false
    guard let kind else { return nil }
    var within: TimeLimit?
    if kind == .quick {
      within = need("within", of: parts, "how soon is too soon, such as 60s", "多快算太快，如 60s").flatMap { limit($0) }
      guard let within, let spot = parts["within"]?.spot else { return nil }
      if let openHours { checkLength(within, in: openHours, of: nil, at: spot) }
    }
    guard let threshold = readThreshold(parts, of: kind), let name, let per else { return nil }
    return SignalRule(
      name: name, kind: kind, within: within, threshold: threshold, per: per, talk: talk,
      line: place.node.span.start.line)
  }

  private mutating func readThreshold(_ parts: Fields, of kind: SignalRule.Kind) -> SignalRule.Threshold? {
    guard kind == .onSite else {
      return need("times", of: parts, "how many times are a signal", "几次算信号")
        .flatMap { number($0, 1...RuleBounds.counted) }.map { .times($0) }
    }
    let share = need("share", of: parts, "which share is a signal, such as 99.9%", "占百分之几算信号，如 99.9%")
      .flatMap { millionths($0) }
    let least = need("of", of: parts, "of how many reports at least", "至少收到几件才算")
      .flatMap { number($0, 1...RuleBounds.counted) }
    guard let share, let least else { return nil }
    return .share(share, of: least)
  }

  /// A share in percent with up to four decimals, exactly: in parts of a million.
  private mutating func millionths(_ place: Place) -> Int? {
    guard let text = text(place, "a share such as 99.9%", "百分比，如 99.9%") else { return nil }
    let parts = text.dropLast().split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    let decimals = parts.count == 2 ? parts[1] : "0"
    guard text.last == "%", let whole = parts.first.flatMap({ Self.decimal($0) }),
      (1...4).contains(decimals.utf8.count),
      let rest = Self.decimal("1" + decimals)
    else {
      fault(
        .badPercent, place.spot,
        both(
          "\(quoted(text)) is not a share in percent with at most four decimals", "\(quoted(text)) 不是百分比：应为数字加 %，最多四位小数"
        ),
        help: both("write it like 99.9%", "请写成 99.9% 的样子"))
      return nil
    }
    // `1` before the decimals keeps their zeros.
    let scale = [10_000, 1000, 100, 10, 1]
    let fraction = rest * scale[decimals.utf8.count] - 10_000
    let (share, overflow) = whole.multipliedReportingOverflow(by: 10_000)
    guard !overflow, (1...1_000_000).contains(share + fraction) else {
      fault(
        .outOfRange, place.spot,
        both("\(quoted(text)) is outside 0.0001% to 100%", "\(quoted(text)) 超出范围，应在 0.0001% 到 100% 之间"))
      return nil
    }
    return share + fraction
  }
}
