internal import Advice
internal import Formats
import GridCore
internal import Schema
internal import Words
internal import YAML

/// What a case may do and how long it may take.
extension RuleReader {
  static let lifecycleKeys = RulesSchema.lifecycle.keys

  /// The life of a case, where the file says other than usual.
  mutating func readLifecycle(_ file: Fields) -> Lifecycle {
    var life = Lifecycle()
    guard let place = file["lifecycle"],
      let parts = fields(
        of: place, "the life of a case, {accept_within, check, …}", "事项的办理过程 {accept_within, check, …}",
        keys: Self.lifecycleKeys)
    else { return life }
    read("accept_within", of: parts, into: &life.acceptWithin) { $0.spanOrNone($1) }
    for urgency in Urgency.allCases {
      places.acceptWithin[urgency] = self.place("accept_within", of: parts, for: urgency)?.spot
    }
    read("remind_at", of: parts, into: &life.remindAt) { $0.shareOrNone($1) }
    life.check = parts["check"].flatMap { checker($0) } ?? Checker.none
    read("check_within", of: parts, into: &life.checkWithin) { $0.spanOrNone($1) }
    life.visit = readVisits(parts)
    life.visitBy = readVisitor(parts, isNeeded: !life.visit.isEmpty)
    life.approveAbove = parts["approve"].flatMap { approval($0) } ?? false
    read("extensions", of: parts, into: &life.extensions) { $0.turns($1) }
    read("suspensions", of: parts, into: &life.suspensions) { $0.turns($1) }
    read("bounces", of: parts, into: &life.bounces) { $0.turns($1) }
    read("reopenings", of: parts, into: &life.reopenings) { $0.turns($1) }
    read("longest_suspension", of: parts, into: &life.longestSuspension) { $0.span($1) }
    read("recurrence", of: parts, into: &life.recurrence) { $0.span($1) }
    read("triage_within", of: parts, into: &life.triageWithin) { $0.spanOrNone($1) }
    return life
  }

  private mutating func read<Value: Hashable & Sendable>(
    _ key: String, of parts: Fields, into setting: inout ByUrgency<Value>,
    _ read: (inout RuleReader, Place) -> Value?
  ) {
    if let place = parts[key] { setting = byUrgency(place, fallback: setting.fallback, read) }
  }

  private mutating func turns(_ place: Place) -> Int? {
    number(place, 0...RuleBounds.turns)
  }

  /// Who looks before an item is closed.
  mutating func checker(_ place: Place) -> Checker? {
    guard let text = text(place, "none, group, or the id of an office", "none、group，或街道办公室的短名") else { return nil }
    if text == "none" { return Checker.none }
    if text == "group" { return Checker.group }
    if let index = offices[text] {
      officeChecks.append(place.spot)
      return .office(offices.named[index].id)
    }
    guard offices.isWhole else { return nil }
    let known = Suggestions.list(["none", "group"] + offices.named.map(\.id))
    let prefix = "subdistrict/"
    let meant =
      text.hasPrefix(prefix) && offices[String(text.dropFirst(prefix.count))] != nil
      ? String(text.dropFirst(prefix.count))
      : Suggestions.nearest(to: text, among: offices.named + ["none", "group"].map { Named(id: $0, name: $0) })
    fault(
      .unknownOffice, place.spot,
      both(
        "\(quoted(text)) cannot check: wanted none, group, or the id of an office; known are \(known.en)",
        "\(quoted(text)) 不能作核查人：应为 none、group，或街道办公室的短名；可以写的有 \(known.zh)"),
      help: meant.map { both("did you mean “\($0)”?", "是不是想写“\($0)”？") }
        ?? both("use a known one, or add \(quoted(text)) to its section", "请改用已有的，或在相应一节里添上 \(quoted(text))"))
    return nil
  }

  private mutating func approval(_ place: Place) -> Bool? {
    guard let text = text(place, "none or above", "none 或 above") else { return nil }
    if text == "none" || text == "above" { return text == "above" }
    choice(
      text, at: place.spot, .unknownWord, among: ["none", "above"],
      both("a word for who must agree", "由谁批准的写法"))
    return nil
  }

  // MARK: Visits

  private mutating func readVisits(_ parts: Fields) -> [ByteText: ByUrgency<TimeLimit?>] {
    guard let place = parts["visit"] else { return [:] }
    guard case .mapping(let entries, _) = place.node.content else {
      wrongKind(place, wanted: both("the sources that are owed a call, {SOURCE: 2wd}", "要回访的来源，写成 {来源: 2wd}"))
      return [:]
    }
    guard isWithin(RuleBounds.sources, entries.count, at: .start(of: place), "sources", "来源") else { return [:] }
    var visits: [ByteText: ByUrgency<TimeLimit?>] = [:]
    for entry in entries {
      let own = Place(node: entry.value, path: .key(place.path, entry.key.text), key: entry.key)
      let isSource = isNamedSource(entry.key, at: Spot(span: entry.key.span, path: own.path))
      let limit = byUrgency(own, fallback: nil) { $0.spanOrNone($1) }
      if isSource { visits[ByteText(entry.key.text)] = limit }
    }
    return visits
  }

  private mutating func readVisitor(_ parts: Fields, isNeeded: Bool) -> String? {
    guard let place = parts["visit_by"] else {
      if isNeeded, parts.lacks("visit_by"), let visit = parts["visit"] { tellNobodyVisits(at: .start(of: visit)) }
      return nil
    }
    if case .scalar("none", _) = place.node.content {
      if isNeeded { tellNobodyVisits(at: place.spot) }
      return nil
    }
    return reference(place, to: postNames, .post).value.map { postNames.named[$0].id }
  }

  private mutating func tellNobodyVisits(at spot: Spot) {
    fault(
      .missingKey, spot,
      both(
        "“visit” names a source, but no post makes the calls: “visit_by” is missing",
        "“visit” 写了来源，却没有写由哪个岗位回访：缺少“visit_by”"),
      help: both("add “visit_by” with the id of a post", "请补上“visit_by”，写岗位的短名"))
  }

  // MARK: Days and offices

  /// The last day of a matter, as a day number.
  mutating func lastDay(_ place: Place) -> Int? {
    guard let text = text(place, "the last day it is listed, such as \"2026-12-31\"", "最后一天，如 \"2026-12-31\"") else {
      return nil
    }
    return dayNumber(text[...], of: text, at: place.spot, example: "2026-12-31")
  }

  /// Tells the settings that lay something before an office where the ladder of an urgency has none.
  mutating func checkOffices(of file: Fields, _ life: Lifecycle, _ ladders: ByUrgency<[Rung]>) {
    guard isLadderKnown(in: file) else { return }
    let all = [nil] + Urgency.allCases.map { $0 }
    let without = all.filter { !Self.hasOffice(ladders[$0]) }
    if without.count == all.count {
      for spot in officeChecks { tellNoOffice(at: spot, "check", for: nil, in: file) }
    }
    guard !without.isEmpty, let place = file["lifecycle"], case .mapping(let entries, let isWhole) = place.node.content
    else { return }
    let parts = Fields(place: place, entries: entries, isWhole: isWhole)
    let settings = [("check_within", life.checkWithin), ("triage_within", life.triageWithin)]
    for (key, setting) in settings {
      // One value may hold for several urgencies; it is told once.
      var told: Set<YAMLMark> = []
      for urgency in without where setting[urgency] != nil {
        guard let own = self.place(key, of: parts, for: urgency), told.insert(own.spot.span.start).inserted else {
          continue
        }
        tellNoOffice(at: own.spot, key, for: urgency, in: file)
      }
    }
  }

  /// Whether the ladder is what it was meant to be: of one that could not be read nobody knows what it would hold.
  func isLadderKnown(in file: Fields) -> Bool {
    !isDamaged && offices.isWhole && (!file.lacks("ladder") || !isHalfSaved)
      && !faults.hasError(where: { $0.path.prefix { $0 != "." && $0 != "[" } == "ladder" })
  }

  private static func hasOffice(_ ladder: [Rung]) -> Bool {
    ladder.contains { if case .office = $0.to { true } else { false } }
  }

  private mutating func tellNoOffice(at spot: Spot, _ key: String, for urgency: Urgency?, in file: Fields) {
    let office = offices.named.first?.id ?? "OFFICE"
    fault(
      .officeMissing, spot,
      both(
        "“\(key)” needs an office, and the ladder\(urgency.map { " of \($0.rawValue) matters" } ?? "") has none",
        "“\(key)” 要有街道部门才行，而\(urgency.map { " \($0.rawValue) 事项的" } ?? "")上报阶梯里一个也没有"),
      help: both(
        "add a rung such as {to: subdistrict/\(office), after: 1wd}, or take the setting out",
        "请在阶梯里添一级，如 {to: subdistrict/\(office), after: 1wd}，或删掉这项设置"),
      related: place("ladder", of: file, for: urgency).map {
        (.start(of: $0), both("this is the ladder", "阶梯在这里"))
      })
  }
}
