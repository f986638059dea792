internal import Formats
import GridCore
internal import Schema
internal import Words
internal import YAML

/// What sources may send, and how their files are read.
extension RuleReader {
  /// The grants; nothing is narrowed where the file has no such section.
  mutating func readSources(_ file: Fields) -> SourceGrants {
    guard let place = file["sources"] else { return SourceGrants() }
    guard case .mapping(let entries, _) = place.node.content else {
      wrongKind(place, wanted: both("what sources may send, SOURCE: {may: […]}", "各来源可报什么，写成 来源: {may: […]}"))
      return SourceGrants()
    }
    guard isWithin(RuleBounds.sources, entries.count, at: .start(of: place), "sources", "来源") else {
      return SourceGrants()
    }
    var may: [ByteText: Set<String>] = [:]
    var others: Set<String>?
    var readings: [ByteText: SourceReading] = [:]
    for entry in entries {
      let own = Place(node: entry.value, path: .key(place.path, entry.key.text), key: entry.key)
      let isOthers = entry.key.text == SourceGrants.othersWord
      let keys = isOthers ? RulesSchema.others.keys : RulesSchema.grant.keys
      let parts = fields(of: own, "what the source may send, {may: […]}", "可报什么 {may: […]}", keys: keys)
      let types = parts.flatMap { readGrant($0, isNamed: !isOthers) }
      let reading = isOthers ? nil : parts.flatMap { readReading($0, types) }
      if isOthers {
        others = types
      } else if isNamedSource(entry.key, at: Spot(span: entry.key.span, path: own.path)) {
        may[ByteText(entry.key.text)] = types
        readings[ByteText(entry.key.text)] = reading
      }
    }
    return SourceGrants(may: may, others: others, readings: readings)
  }

  /// The types that a source may send; all but orders where it says how its files are read, and nothing of types.
  private mutating func readGrant(_ parts: Fields, isNamed: Bool) -> Set<String>? {
    let keys = RulesSchema.grant.keys.filter { $0 != RulesSchema.mayKey }
    if isNamed, parts.lacks(RulesSchema.mayKey), keys.contains(where: { parts[$0] != nil }) {
      return Set(SourceGrants.types).subtracting(Order.Kind.allCases.map(\.rawValue))
    }
    guard
      let list = need(
        RulesSchema.mayKey, of: parts, "the types it may send, such as [report, note]", "可报的类型，如 [report, note]"),
      let items = items(of: list, "a list of types such as [report, note]", "类型列表，如 [report, note]")
    else { return nil }
    return Set(items.compactMap { readType($0) })
  }

  private mutating func readType(_ place: Place) -> String? {
    guard let text = text(place, "report, or a step such as note", "report，或步骤，如 note") else { return nil }
    if SourceGrants.types.contains(text) { return text }
    choice(text, at: place.spot, .unknownType, among: SourceGrants.types, both("a type of event", "来件类型"))
    return nil
  }

  /// Whether the name of an entry can be that of a source; told where it cannot.
  mutating func isNamedSource(_ key: YAMLNode.Key, at spot: Spot) -> Bool {
    if tellOddBlank(around: key.text, .plain, at: spot) { return false }
    guard key.text != SourceGrants.othersWord else {
      fault(
        .reservedID, spot,
        both(
          "“others” stands for the sources that “sources” does not name; no source may be called so",
          "“others” 在“sources”一节里指没有写明的来源，不能作来源名"),
        help: both("name each source", "请写明每个来源的名称"))
      return false
    }
    return isSource(key.text, at: spot)
  }
}
