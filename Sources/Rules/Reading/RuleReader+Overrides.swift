internal import Change
internal import Formats
import GridCore
internal import Schema
internal import Words
internal import YAML

extension RuleReader {
  private static let conditionKeys = RulesSchema.condition.keys

  // An override as far as it could be read, with the places that its faults name.
  private struct OverrideDraft {
    let place: Place
    let when: Override.Condition?
    let override: Override?
    let whenPlace: Place?
    var nameSpot: Spot?
    var limitSpot: Spot?
  }

  /// The overrides in order, and, of those that can never match, why.
  mutating func readOverrides(_ file: Fields, matters drafts: [MatterDraft]) -> [Override] {
    guard let place = file["overrides"] else { return [] }
    guard
      let items = items(
        of: place, "a list of overrides, [{when, post, group, deadline}]", "特殊规定的列表 [{when, post, group, deadline}]")
    else { return [] }
    guard isWithin(RuleBounds.overrides, items.count, at: .start(of: place), "overrides", "特殊规定") else { return [] }
    let overrides = items.map { readOverride($0) }
    places.overrideSection = .start(of: place)
    places.overrides = overrides.map { .start(of: $0.place) }
    places.overrideLimits = overrides.map(\.limitSpot)
    tellSameNames(overrides)
    for draft in overrides {
      if let override = draft.override, let spot = draft.limitSpot { checkLength(of: override, drafts, at: spot) }
    }
    tellUnreachable(overrides, drafts)
    return overrides.compactMap(\.override)
  }

  // A name only labels what an override does; two of one name leave the reader of a history guessing.
  private mutating func tellSameNames(_ overrides: [OverrideDraft]) {
    var taken: [ByteText: Spot] = [:]
    for draft in overrides {
      guard let name = draft.override?.name, let spot = draft.nameSpot else { continue }
      guard let first = taken[ByteText(name)] else {
        taken[ByteText(name)] = spot
        continue
      }
      fault(
        .duplicateName, spot, severity: .warning,
        both("another override is called \(quoted(name)) too", "另有一条特殊规定也叫 \(quoted(name))"),
        help: both("rename one of the two, so that the history says which applied", "请改掉其中一个的名称，免得记录里分不清是哪一条"),
        related: (first, both("this one is called so first", "第一次用这个名称")))
    }
  }

  private mutating func readOverride(_ place: Place) -> OverrideDraft {
    let keys = RulesSchema.override.keys
    guard
      let parts = fields(
        of: place, "an override, {\(keys.joined(separator: ", "))}", "一条特殊规定 {\(keys.joined(separator: ", "))}",
        keys: keys)
    else { return OverrideDraft(place: place, when: nil, override: nil, whenPlace: nil) }
    let name = optional("name", of: parts) { $0.name($1) }
    let whenPlace = need("when", of: parts, "the conditions, such as {duty: …, hours: …}", "条件，如 {duty: …, hours: …}")
    let when = whenPlace.flatMap { readCondition($0) }
    let post = parts["post"].flatMap { reference($0, to: postNames, .post).value }.map { postNames.named[$0].id }
    let group = parts["group"].flatMap { reference($0, to: groups, .group).value }.map { groups.named[$0].id }
    let limit = parts["deadline"].flatMap { self.limit($0) }
    if parts.lacks("post"), parts.lacks("group"), parts.lacks("deadline") {
      fault(
        .overrideChangesNothing, .start(of: place),
        both("the override changes nothing", "这条特殊规定什么也没改"),
        help: both("add post, group or deadline, or take the override out", "请写上 post、group 或 deadline，或删掉这一条"))
    }
    let override = when.map {
      Override(
        name: name.value, when: $0, post: post, group: group, limit: limit, line: place.node.span.start.line)
    }
    return OverrideDraft(
      place: place, when: when, override: override, whenPlace: whenPlace, nameSpot: parts["name"]?.spot,
      limitSpot: parts["deadline"]?.spot)
  }

  /// The condition; nil, with the reasons told, where a part of it cannot be read.
  private mutating func readCondition(_ place: Place) -> Override.Condition? {
    guard
      let parts = fields(
        of: place, "conditions, {\(Self.conditionKeys.joined(separator: ", "))}",
        "条件 {\(Self.conditionKeys.joined(separator: ", "))}", keys: Self.conditionKeys)
    else { return nil }
    var when = Override.Condition()
    var isGood = parts.isWhole && parts.entries.allSatisfy { Self.conditionKeys.contains($0.key.text) }
    func keep<Value>(_ reading: Reading<Value>) -> Value? {
      if case .faulty = reading { isGood = false }
      return reading.value
    }
    when.duty = keep(parts["duty"].map { reference($0, to: duties, .duty) } ?? .absent)
    when.matter = keep(parts["matter"].map { matterNamed($0) } ?? .absent)
    when.community = keep(parts["community"].map { reference($0, to: communities, .community) } ?? .absent)
    when.grid = keep(parts["grid"].map { reference($0, to: gridRoll, .grid) } ?? .absent)
    when.risk = keep(optional("risk", of: parts) { $0.risk($1) })
    when.source = keep(optional("source", of: parts) { $0.source($1) }).map { ByteText($0) }
    when.hours = keep(
      optional("hours", of: parts) { reader, place in
        reader.clockRange(place).map { Override.DailyHours(start: $0.start, end: $0.end) }
      })
    return isGood ? when : nil
  }

  // A matter by its code or, like an event, by its exact name.
  mutating func matterNamed(_ place: Place) -> Reading<Int> {
    if case .scalar(let text, _) = place.node.content, matters[text] == nil, let index = matterNames[ByteText(text)] {
      return .good(index)
    }
    return reference(place, to: matters, .matter)
  }

  mutating func risk(_ place: Place) -> Risk? {
    guard let text = text(place, "red, orange, yellow or blue", "red、orange、yellow 或 blue") else { return nil }
    if let risk = Risk(rawValue: text) { return risk }
    choice(text, at: place.spot, .unknownRisk, among: Risk.allCases.map(\.rawValue), both("a risk", "风险颜色"))
    return nil
  }

  mutating func source(_ place: Place) -> String? {
    guard let text = text(place, "the source of an event", "事件的来源") else { return nil }
    return isSource(text, at: place.spot) ? text : nil
  }

  /// Whether a text can be the source of an event; told where it cannot.
  mutating func isSource(_ text: String, at spot: Spot) -> Bool {
    guard !text.isEmpty, text.utf8.count <= EventReader.longestName,
      !text.unicodeScalars.contains(where: isUnsafeToShow)
    else {
      fault(
        .badSource, spot,
        both(
          "a source has 1 to \(EventReader.longestName) bytes on one line",
          "来源应为 1 到 \(EventReader.longestName) 字节，写在一行里"))
      return false
    }
    return true
  }

  private mutating func tellUnreachable(_ overrides: [OverrideDraft], _ drafts: [MatterDraft]) {
    // Where a duty or community could not be read, what it would hold is not known, and nothing is claimed.
    guard areDutiesWhole, arePlacesWhole, duties.isWhole, communities.isWhole, drafts.count == matters.named.count
    else { return }
    var analysis = OverrideCoverage(
      dutyOfMatter: drafts.map(\.duty), communityOfGrid: grids.map(\.community), conditions: overrides.map(\.when))
    for (index, reach) in analysis.reaches().enumerated() {
      switch reach {
      case .matches: break
      case .unproven: places.unproven.append(index)
      case .never(let reason):
        coverage.shadowed += 1
        tell(reason, of: overrides[index], overrides)
      }
    }
  }

  private mutating func tell(_ reason: OverrideReach.Reason, of draft: OverrideDraft, _ overrides: [OverrideDraft]) {
    let parts = draft.whenPlace.flatMap { place -> Fields? in
      guard case .mapping(let entries, let isWhole) = place.node.content else { return nil }
      return Fields(place: place, entries: entries, isWhole: isWhole)
    }
    let never = both("this override can never match: ", "这条特殊规定永远轮不到：")
    var spot = Spot.start(of: draft.place)
    var related: (spot: Spot, message: Bilingual)?
    let why: Bilingual
    let help: Bilingual
    switch reason {
    case .matterOutsideDuty:
      spot = parts?["matter"]?.spot ?? parts?["duty"]?.spot ?? spot
      why = both("the matter is not one of the duty", "这个事项不属于这项职责")
      help = both("name the matter alone, or its own duty", "请只写事项，或改成它所属的职责")
    case .gridOutsideCommunity:
      spot = parts?["grid"]?.spot ?? parts?["community"]?.spot ?? spot
      why = both("the grid does not lie in the community", "这个小分格不在这个社区")
      help = both("name the grid alone, or its own community", "请只写小分格，或改成它所在的社区")
    case .noHours:
      spot = parts?["hours"]?.spot ?? spot
      why = both("its hours end where they begin", "时间段的首尾相同")
      help = both("take hours out for the whole day", "全天有效请删掉 hours")
    case .taken(let takers):
      let first = takers.first.map { Spot.start(of: overrides[$0].place) }
      let lines = takers.map { "\(overrides[$0].place.node.span.start.line)" }
      let shown = lines.prefix(5).joined(separator: ", ")
      let more = lines.count > 5
      why = both(
        "every report it fits is taken before, by line\(lines.count > 1 ? "s" : "") \(shown)\(more ? ", …" : "")",
        "合得上的上报都被前面的第 \(shown.replacing(", ", with: "、"))\(more ? " …" : "") 行接走了")
      help = both("move it up, narrow what stands before it, or take it out", "请把它往前移，或收窄前面的条件，或删掉它")
      related = first.map { ($0, both("this one comes first", "先轮到这一条")) }
    }
    fault(.overrideNeverMatches, spot, both(never.en + why.en, never.zh + why.zh), help: help, related: related)
  }
}
