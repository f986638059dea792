internal import Advice
internal import Formats
import GridCore
internal import Schema
internal import Words
internal import YAML

/// Where a round is raised, and who has it.
extension RuleReader {
  /// What `where` may pick by, of each audience.
  private static func conditions(of audience: RoundRule.Audience) -> [String] {
    switch audience {
    case .grid: ["community", "grid"]
    case .community: ["community"]
    case .subdistrict: []
    case .subject: ["community", "grid", "risk"]
    }
  }

  /// Which places it is raised at; nil, with the reasons told, where a part of that cannot be read.
  mutating func readWhere(_ place: Place, of audience: RoundRule.Audience) -> RoundRule.Places? {
    let known = Self.conditions(of: audience)
    let list = Suggestions.list(known)
    let wanted =
      known.isEmpty
      ? both("“for: \(audience.rawValue)” takes no “where”", "“for: \(audience.rawValue)” 不写“where”")
      : both(
        "“where” of “for: \(audience.rawValue)” knows \(list.en)", "“for: \(audience.rawValue)” 的“where”可以写 \(list.zh)")
    guard case .mapping(let entries, let isWhole) = place.node.content else {
      if case .refused = place.node.content { return nil }
      if case .scalar(let text, let style) = place.node.content, Self.isNothing(text, style) {
        emptyValue(place, wanted: both("what its places have in common, such as {community: …}", "范围，如 {community: …}"))
      } else {
        badRound(place.valueSpot, both("found no names with values: \(wanted.en)", "这里不是“名字: 值”：\(wanted.zh)"))
      }
      return nil
    }
    var isGood = isWhole
    for entry in entries where !known.contains(entry.key.text) {
      isGood = false
      badRound(
        Spot(span: entry.key.span, path: .key(place.path, entry.key.text)),
        both(
          "\(quoted(entry.key.text)) cannot stand here: \(wanted.en)", "这里不能写 \(quoted(entry.key.text))：\(wanted.zh)"),
        help: Suggestions.key(for: entry.key.text, among: known).map { both("did you mean “\($0)”?", "是不是想写“\($0)”？") })
    }
    let parts = Fields(place: place, entries: entries.filter { known.contains($0.key.text) }, isWhole: isWhole)
    var places = RoundRule.Places()
    if let own = parts["community"] {
      let index = reference(own, to: communities, .community).value
      places.community = index.map { communities.named[$0].id }
      isGood = isGood && index != nil
    }
    if let own = parts["grid"] {
      let index = reference(own, to: gridRoll, .grid).value
      places.grid = index.map { gridRoll.named[$0].id }
      isGood = isGood && index != nil && liesWithin(index, places.community, at: own.spot)
    }
    if let own = parts["risk"] {
      places.colour = colour(own)
      isGood = isGood && places.colour != nil
    }
    return isGood ? places : nil
  }

  private mutating func liesWithin(_ grid: Int?, _ community: String?, at spot: Spot) -> Bool {
    guard let grid, let community, grids.indices.contains(grid),
      communities.named[grids[grid].community].id != community
    else { return true }
    badRound(
      spot, both("the grid does not lie in the community: there is no such place", "这个小分格不在这个社区：没有这样的地方"),
      help: both("name the grid alone, or its own community", "请只写小分格，或改成它所在的社区"))
    return false
  }

  /// A colour of the register.
  mutating func colour(_ place: Place) -> Colour? {
    guard let text = text(place, "red, orange, yellow, blue or none", "red、orange、yellow、blue 或 none") else {
      return nil
    }
    if let colour = Colour(rawValue: text) { return colour }
    choice(text, at: place.spot, .unknownRisk, among: Colour.allCases.map(\.rawValue), both("a risk", "风险颜色"))
    return nil
  }

  // MARK: To whom

  /// Who has it; what is left out is the post of its matter, where its places have posts.
  mutating func readTarget(_ parts: Fields, of audience: RoundRule.Audience) -> RoundRule.Target? {
    let hasPosts = audience == .grid || audience == .subject
    guard let place = parts["to"] else {
      guard parts.lacks("to"), !hasPosts else { return parts.lacks("to") ? .routed : nil }
      _ = need("to", of: parts, "who has it: \(Self.targets(of: audience).en)", "派给谁：\(Self.targets(of: audience).zh)")
      return nil
    }
    guard let target = target(ofRound: place) else { return nil }
    let fits =
      switch target {
      case .routed, .post, .branch, .station: hasPosts
      case .group: audience != .subdistrict
      case .office: true
      }
    guard !fits else { return target }
    let wanted = Self.targets(of: audience)
    badRound(
      place.spot,
      both(
        "a round “for: \(audience.rawValue)” cannot go to \(target.text); wanted \(wanted.en)",
        "“for: \(audience.rawValue)” 的任务不能派给 \(target.text)；应为 \(wanted.zh)"))
    return nil
  }

  private static func targets(of audience: RoundRule.Audience) -> Bilingual {
    switch audience {
    case .grid, .subject:
      both(
        "post, post/POST, branch, station, group or subdistrict/OFFICE",
        "post、post/岗位、branch、station、group 或 subdistrict/办公室")
    case .community: both("group or subdistrict/OFFICE", "group 或 subdistrict/办公室")
    case .subdistrict: both("subdistrict/OFFICE", "subdistrict/办公室")
    }
  }

  private mutating func target(ofRound place: Place) -> RoundRule.Target? {
    let all = Self.targets(of: .grid)
    guard let text = text(place, all.en, all.zh) else { return nil }
    switch text {
    case "post": return .routed
    case "branch": return .branch
    case "station": return .station
    case "group": return .group
    default: break
    }
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    if parts.count == 2, parts[0] == "post" {
      if postNames[parts[1]] == nil { unknown(parts[1], at: place.spot, in: postNames, .post) }
      return postNames[parts[1]].map { .post(postNames.named[$0].id) }
    }
    if parts.count == 2, parts[0] == "subdistrict" { return office(parts[1], at: place.spot).map { .office($0) } }
    let meant =
      postNames[text] != nil
      ? "post/" + text
      : offices[text] != nil
        ? "subdistrict/" + text : Suggestions.nearest(to: text, among: ["post", "branch", "station", "group"])
    fault(
      .badAddress, place.spot,
      both("\(quoted(text)) cannot have a round; wanted \(all.en)", "定期任务不能派给 \(quoted(text))；应为 \(all.zh)"),
      help: meant.map { both("did you mean “\($0)”?", "是不是想写“\($0)”？") })
    return nil
  }

  /// The id of an office that there is; told where there is none of it.
  mutating func office(_ id: String, at spot: Spot) -> String? {
    guard let index = offices[id] else {
      unknown(id, at: spot, in: offices, .office)
      return nil
    }
    return offices.named[index].id
  }
}
