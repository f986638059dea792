internal import Advice
internal import Formats
import GridCore
internal import Words
internal import YAML

/// Settings that may differ by urgency, and the values they are made of.
extension RuleReader {
  private static let restKey = "default"
  static let urgencyKeys = [restKey] + Urgency.allCases.map(\.rawValue)

  /// A setting: one value for all, or a mapping of one for each urgency, which must hold `default`.
  mutating func byUrgency<Value: Hashable & Sendable>(
    _ place: Place, fallback: Value, _ read: (inout RuleReader, Place) -> Value?
  ) -> ByUrgency<Value> {
    guard case .mapping = place.node.content else { return ByUrgency(read(&self, place) ?? fallback) }
    guard
      let parts = fields(
        of: place, "a value for each urgency", "按急缓程度分写的值", keys: Self.urgencyKeys)
    else { return ByUrgency(fallback) }
    let rest = need(Self.restKey, of: parts, "what holds for every other urgency", "没有写明的急缓程度照什么办")
      .flatMap { read(&self, $0) }
    var values: [Urgency: Value] = [:]
    for urgency in Urgency.allCases {
      if let own = parts[urgency.rawValue] { values[urgency] = read(&self, own) }
    }
    return ByUrgency(rest ?? fallback, values)
  }

  /// The value that holds for an urgency, nil being the rest: one of a mapping by urgency, or the one for all.
  func place(_ key: String, of fields: Fields, for urgency: Urgency?) -> Place? {
    guard let place = fields[key], case .mapping(let entries, let isWhole) = place.node.content else {
      return fields[key]
    }
    let parts = Fields(place: place, entries: entries, isWhole: isWhole)
    return urgency.flatMap { parts[$0.rawValue] } ?? parts[Self.restKey]
  }

  /// A span of the lifecycle, which also knows days of 24 hours; one that takes too many working days is told.
  mutating func span(_ place: Place) -> TimeLimit? {
    guard let text = text(place, "a span such as 30m, 4wh, 1wd or 30d", "时长，如 30m、4wh、1wd、30d") else { return nil }
    return span(text, at: place.spot)
  }

  /// The same where there may be none.
  mutating func spanOrNone(_ place: Place) -> TimeLimit?? {
    guard let text = text(place, "none, or a span such as 30m, 4wh or 1wd", "none，或时长，如 30m、4wh、1wd") else {
      return nil
    }
    return text == "none" ? .some(nil) : span(text, at: place.spot).map { .some($0) }
  }

  private mutating func span(_ text: String, at spot: Spot) -> TimeLimit? {
    guard let span = TimeLimit(span: text) else {
      let advice = LimitAdvice(text, daySeconds: openHours.map { $0.secondsPerDay }, isSpan: true)
      fault(.badLimit, spot, advice.message, help: advice.help)
      return nil
    }
    if let openHours { checkLength(span, in: openHours, of: nil, at: spot) }
    return span
  }

  /// A share of a limit in whole percent, where there may be none.
  mutating func shareOrNone(_ place: Place) -> Int?? {
    guard let text = text(place, "none, or a share such as 80%", "none，或百分比，如 80%") else { return nil }
    if text == "none" { return .some(nil) }
    let number = text.hasSuffix("%") ? Self.decimal(text.dropLast()) : nil
    if let number, (1...99).contains(number) { return .some(number) }
    if number != nil {
      fault(
        .outOfRange, place.spot,
        both("\(quoted(text)) is outside 1% to 99%", "\(quoted(text)) 超出范围，应在 1% 到 99% 之间"))
    } else {
      fault(
        .badPercent, place.spot,
        both(
          "\(quoted(text)) is not a share in whole percent, 1% to 99%", "\(quoted(text)) 不是百分比：应为整数加 %，1% 到 99%"),
        help: Self.meantPercent(text).map { both("write \($0)%", "请写成 \($0)%") }
          ?? both("write it like 80%", "请写成 80% 的样子"))
    }
    return nil
  }

  // What 80, 80 %, 80％ or 0.8 were most likely meant to be.
  private static func meantPercent(_ text: String) -> Int? {
    let digits = text.prefix { ("0"..."9").contains($0) }
    let rest = text.dropFirst(digits.count).drop { $0 == " " }
    let percent: Int? =
      switch (digits, rest.utf8.count) {
      case ("0", 2) where rest.first == ".": Int(rest.dropFirst()).map { $0 * 10 }
      case ("0", 3) where rest.first == ".": Int(rest.dropFirst())
      default: ["", "%", "％"].contains(rest) ? decimal(digits) : nil
      }
    return percent.flatMap { (1...99).contains($0) ? $0 : nil }
  }

  /// `true` or `false`, and nothing that only looks like it.
  mutating func truth(_ place: Place) -> Bool? {
    guard let text = text(place, "true or false", "true 或 false") else { return nil }
    if let truth = Bool(text) { return truth }
    let meant = ["yes", "y", "on", "1", "是", "true"].contains(text.lowercased())
    let isNo = ["no", "n", "off", "0", "否", "false"].contains(text.lowercased())
    fault(
      .unknownWord, place.spot,
      both("\(quoted(text)) is neither true nor false", "\(quoted(text)) 不是 true，也不是 false"),
      help: meant || isNo
        ? both("write \(meant)", "请写成 \(meant)") : both("write true or false", "请写成 true 或 false"))
    return nil
  }
}
