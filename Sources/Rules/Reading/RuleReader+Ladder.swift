internal import Formats
import GridCore
internal import JSON
internal import Schema
internal import Words
internal import YAML

extension RuleReader {
  static let rungKeys = RulesSchema.rung.keys

  /// The rungs above the post: one list for all, or one for each urgency.
  mutating func readLadders(_ file: Fields) -> ByUrgency<[Rung]> {
    guard let place = file["ladder"] else {
      if file.lacks("ladder"), !isHalfSaved { emptyLadder(at: sectionSpot("ladder", of: file).spot) }
      return ByUrgency([])
    }
    // A rung without its dash is no map by urgency.
    if case .mapping(let entries, _) = place.node.content, entries.contains(where: { $0.key.text == "to" }) {
      wrongKind(place, wanted: Self.wantedLadder)
      return ByUrgency([])
    }
    return byUrgency(place, fallback: []) { $0.readLadder($1) }
  }

  private static let wantedLadder = both("the list of rungs, [{to, after}]", "逐级上报的列表 [{to, after}]")

  private mutating func readLadder(_ place: Place) -> [Rung]? {
    guard let items = items(of: place, Self.wantedLadder.en, Self.wantedLadder.zh) else { return nil }
    if items.isEmpty { emptyLadder(at: place.spot) }
    var rungs: [Rung] = []
    var taken: [Rung.Target: Spot] = [:]
    for (index, item) in items.enumerated() {
      guard let parts = fields(of: item, "a rung, {to, after}", "一级 {to, after}", keys: Self.rungKeys) else {
        continue
      }
      let after = readAfter(parts, isFirst: index == 0)
      let again = readRepeat(parts)
      let unlessAccepted = parts["unless_accepted"].flatMap { truth($0) } ?? false
      guard
        let place = need("to", of: parts, "whom to tell: group, or subdistrict/OFFICE", "报给谁：group 或 subdistrict/办公室"),
        let target = target(place)
      else { continue }
      if let first = taken[target] {
        fault(
          .ladderLoop, place.spot,
          both("the ladder has been there already: it would go in a circle", "前面已经报过这里，逐级上报会兜圈子"),
          help: both("each addressee has one rung; take this one out", "同一个对象只能写一级，请删掉这一级"),
          related: (first, both("it is told here first", "第一次报到这里")))
        continue
      }
      taken[target] = place.spot
      rungs.append(
        Rung(
          to: target, after: after, repeat: again, unlessAccepted: unlessAccepted, line: item.node.span.start.line))
    }
    return rungs
  }

  private mutating func emptyLadder(at spot: Spot) {
    let isSection = if case .key(.root, _) = spot.path { true } else { false }
    let ladder = "\(isSection ? "ladder: " : "")[{to: group}]"
    fault(
      .ladderMissing, spot,
      both("there is no ladder: what is overdue would never be reported to anybody", "没有“ladder”：事项超时不会上报给任何人"),
      help: both("add “\(ladder)”", "请加上“\(ladder)”"))
  }

  private mutating func readAfter(_ parts: Fields, isFirst: Bool) -> TimeLimit? {
    if isFirst {
      guard let place = parts["after"] else { return nil }
      fault(
        .ladderAfter, .start(of: place),
        both(
          "the first rung has no “after”: it fires when the matter's deadline passes", "第一级不写“after”：事项时限一到就上报"),
        help: both("take “after” out here", "请删掉这里的“after”"))
      return nil
    }
    guard
      let place = need("after", of: parts, "how long after the rung below, such as 1wd", "比下一级晚多久，如 1wd"),
      let after = limit(place)
    else { return nil }
    if let openHours { checkLength(after, in: openHours, of: nil, at: place.spot) }
    return after
  }

  /// How often whoever stands on the rung is told again.
  private mutating func readRepeat(_ parts: Fields) -> Rung.Repeat? {
    let every = parts["repeat"].flatMap { span($0) }
    guard let place = parts["times"] else { return every.map { Rung.Repeat(every: $0, times: nil) } }
    let times = number(place, 1...RuleBounds.turns)
    if parts.lacks("repeat") {
      fault(
        .timesWithoutRepeat, .start(of: place),
        both(
          "“times” says how often, but nothing says after how long: “repeat” is missing", "写了次数“times”，却没有写隔多久的“repeat”"
        ),
        help: both("add “repeat”, such as repeat: 30m, or take “times” out", "请补上“repeat”，如 repeat: 30m，或删掉“times”"))
    }
    return every.map { Rung.Repeat(every: $0, times: times) }
  }

  private mutating func target(_ place: Place) -> Rung.Target? {
    guard let text = text(place, "group, or subdistrict/OFFICE", "group 或 subdistrict/办公室") else { return nil }
    if text == "group" { return .group }
    let prefix = "subdistrict/"
    guard text.hasPrefix(prefix), text.utf8.count > prefix.utf8.count else {
      let isOffice = offices[text] != nil
      fault(
        .badAddress, place.spot,
        both(
          "\(quoted(text)) cannot stand on the ladder: wanted group, or subdistrict/ and an office",
          "\(quoted(text)) 不能作上报对象：应为 group，或 subdistrict/ 加办公室短名"),
        help: isOffice
          ? both("did you mean “\(prefix)\(text)”?", "是不是想写“\(prefix)\(text)”？")
          : both("write group for the community's functional group", "报给社区功能组请写 group"))
      return nil
    }
    let office = String(text.dropFirst(prefix.count))
    guard let index = offices[office] else {
      unknown(office, at: place.spot, in: offices, .office)
      return nil
    }
    return .office(offices.named[index].id)
  }

  /// The bounds of the inbox, where the file gives others than usual.
  mutating func readIntake(_ file: Fields) -> IntakeLimits {
    var intake = IntakeLimits()
    let keys = RulesSchema.intake.keys
    guard let place = file["intake"],
      let parts = fields(of: place, "the bounds of the inbox, {\(keys.joined(separator: ", "))}", "收件的设置", keys: keys)
    else { return intake }
    if let place = parts["settle"], let time = wait(place, least: 0, most: IntakeLimits.longestSettle, "10m") {
      intake.settle = .milliseconds(time)
    }
    if let place = parts["patience"], let time = wait(place, least: 0, most: IntakeLimits.longestPatience, "1h") {
      intake.patience = .milliseconds(time)
    }
    if let place = parts["step_wait"], let time = wait(place, least: 1000, most: IntakeLimits.longestStepWait, "8760h")
    {
      intake.stepWait = time / 1000
    }
    let file = parts["max_file"].flatMap { size($0, most: IntakeLimits.largestFile, "512MiB") }
    let event = parts["max_event"].flatMap { size($0, most: IntakeLimits.largestEvent, "64MiB") }
    intake.maxFile = file ?? intake.maxFile
    // A smaller file bounds the events in it too.
    intake.maxEvent = Int(event ?? min(Int64(intake.maxEvent), intake.maxFile))
    if let depth = parts["max_depth"].flatMap({ number($0, 1...StrictJSON.deepest) }) { intake.maxDepth = depth }
    if let event, event > intake.maxFile, let place = parts["max_event"] {
      fault(
        .outOfRange, place.spot,
        both(
          "an event may have \(event) bytes, but a file only \(intake.maxFile)",
          "事件最大 \(event) 字节，文件却最大 \(intake.maxFile) 字节"),
        help: both("make max_file at least as large as max_event", "max_file 不能小于 max_event"))
    }
    return intake
  }

  // A waiting time in milliseconds: `200ms 5s 15m 24h`.
  private mutating func wait(_ place: Place, least: Int64, most: Int64, _ longest: String) -> Int64? {
    guard let text = text(place, "a time such as 200ms, 5s, 15m or 24h", "时长，如 200ms、5s、15m、24h") else { return nil }
    let units: [(String, Int64)] = [("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000)]
    for (unit, milliseconds) in units where text.hasSuffix(unit) {
      guard let amount = Self.decimal(text.dropLast(unit.count)) else { continue }
      let (time, overflow) = Int64(amount).multipliedReportingOverflow(by: milliseconds)
      guard !overflow, time >= least, time <= most else {
        fault(
          .outOfRange, place.spot,
          both(
            "\(quoted(text)) is outside \(least == 0 ? "0s" : "1s") to \(longest)",
            "\(quoted(text)) 超出范围，应在 \(least == 0 ? "0s" : "1s") 到 \(longest) 之间"))
        return nil
      }
      return time
    }
    fault(
      .badDuration, place.spot,
      both(
        "\(quoted(text)) is not a time: wanted a whole number and ms, s, m or h",
        "\(quoted(text)) 不是时长：应为整数加 ms、s、m 或 h"),
      help: both("write it like 200ms, 5s, 15m or 24h", "请写成 200ms、5s、15m、24h 的样子"))
    return nil
  }

  // A size in bytes: plain digits, or `64KiB 1MiB 1GiB`.
  private mutating func size(_ place: Place, most: Int64, _ largest: String) -> Int64? {
    guard let text = text(place, "a size such as 64MiB", "大小，如 64MiB") else { return nil }
    let units: [(String, Int64)] = [("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30), ("", 1)]
    for (unit, bytes) in units where text.hasSuffix(unit) {
      guard let amount = Self.decimal(text.dropLast(unit.count)) else { continue }
      let (size, overflow) = Int64(amount).multipliedReportingOverflow(by: bytes)
      guard !overflow, size >= IntakeLimits.smallestSize, size <= most else {
        fault(
          .outOfRange, place.spot,
          both(
            "\(quoted(text)) is outside \(IntakeLimits.smallestSize) bytes to \(largest)",
            "\(quoted(text)) 超出范围，应在 \(IntakeLimits.smallestSize) 字节到 \(largest) 之间"))
        return nil
      }
      return size
    }
    fault(
      .badSize, place.spot,
      both(
        "\(quoted(text)) is not a size: wanted bytes, or a whole number and KiB, MiB or GiB",
        "\(quoted(text)) 不是大小：应为字节数，或整数加 KiB、MiB、GiB"),
      help: both("write it like 64MiB, without a space", "请写成 64MiB 的样子，中间不留空格"))
    return nil
  }
}
