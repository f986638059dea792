internal import Advice
internal import Words

/// Mappings whose names are known.
extension NodeReader {
  /// The entries of a mapping with known names; names that are not known are told.
  package mutating func fields(of place: NodePlace, _ english: String, _ chinese: String, keys: [String]) -> NodeFields?
  {
    guard case .mapping(let entries, let isWhole) = place.node.content else {
      wrongKind(place, wanted: both(english, chinese))
      return nil
    }
    var meant: Set<String> = []
    for entry in entries where !keys.contains(entry.key.text) {
      let near = Suggestions.key(for: entry.key.text, among: keys)
      if tellOddBlank(
        around: entry.key.text, .plain, at: Spot(span: entry.key.span, path: .key(place.path, entry.key.text)))
      {
        if let near { meant.insert(near) }
        continue
      }
      unknownKey(entry.key, in: place, keys: keys, near: near)
      if let near { meant.insert(near) }
    }
    return NodeFields(place: place, entries: entries, isWhole: isWhole, meant: meant)
  }

  private mutating func unknownKey(_ key: YAMLNode.Key, in place: NodePlace, keys: [String], near: String?) {
    let known = Suggestions.list(keys)
    fault(
      .unknownKey, Spot(span: key.span, path: .key(place.path, key.text)),
      both(
        "\(quoted(key.text)) is not known here; known are \(known.en)", "这里不认识 \(quoted(key.text))；可以写的有 \(known.zh)"),
      help: near.map {
        key.text.contains("：")
          ? both("write “\($0): ” with an ASCII colon and a space", "请写成“\($0): ”，用英文冒号，后面空一格")
          : both("did you mean “\($0)”?", "是不是想写“\($0)”？")
      }
        ?? both("delete it, or move it to where it belongs", "请删掉，或移到它该在的地方"))
  }

  /// A part that must be there; its absence is told at the name of what lacks it.
  package mutating func need(_ key: String, of fields: NodeFields, _ english: String, _ chinese: String) -> NodePlace? {
    if let place = fields[key] { return place }
    // What was refused may be the very entry; of a torn file nobody expects the rest.
    let isRoot = if case .root = fields.place.path { true } else { false }
    guard fields.lacks(key), !(isRoot && isHalfSaved) else { return nil }
    let message = both("“\(key)” is missing: \(english)", "缺少“\(key)”：\(chinese)")
    if isRoot {
      let (spot, next) = sectionSpot(key, of: fields)
      fault(
        .missingKey, spot, message,
        help: next.map { both("add the section “\(key)” above “\($0)”", "请在“\($0)”一节之前补上“\(key)”一节") }
          ?? both("add the section “\(key)”", "请补上“\(key)”一节"))
    } else {
      fault(.missingKey, .start(of: fields.place), message, help: both("add “\(key)”", "请补上“\(key)”"))
    }
    return nil
  }

  /// Where a section that is missing is expected: at the next one the file has, by the usual order.
  package func sectionSpot(_ key: String, of file: NodeFields) -> (spot: Spot, next: String?) {
    let behind = Self.sections.drop { $0 != key }.dropFirst()
    guard let next = behind.lazy.compactMap({ file[$0]?.key }).first else {
      return (Spot(span: Spot.start(of: file.place).span, path: .key(.root, key)), nil)
    }
    return (Spot(span: next.span, path: .key(.root, key)), next.text)
  }
}
