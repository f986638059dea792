internal import Advice
package import Words

/// Values of any kind.
extension SectionReader {
  /// The entries of a mapping with known names; names that are not known are told.
  package mutating func fields(of place: YAMLPlace, keys: [String], _ wanted: Bilingual) -> YAMLFields? {
    guard case .mapping(let entries, let isWhole) = place.node.content else {
      wrongKind(place, wanted.en, wanted.zh)
      return nil
    }
    var fields = YAMLFields(place: place, isWhole: isWhole)
    for entry in entries {
      let key = entry.key.text
      if keys.contains(key) {
        fields.found[key] = place.value(of: entry)
      } else {
        let near = Suggestions.key(for: key, among: keys)
        if let near { fields.meant.insert(near) }
        unknown(.unknownKey, key, place.name(of: entry), keys, near: near)
      }
    }
    return fields
  }

  /// A part that must be there; its absence is told where what lacks it stands.
  package mutating func need(_ key: String, _ fields: YAMLFields, _ en: String, _ zh: String) -> YAMLPlace? {
    if let found = fields[key] { return found }
    guard fields.isWhole, fields.lacks(key) else { return nil }
    tell(
      .missingKey, fields.place, "“\(key)” is missing: \(en)", "缺少“\(key)”：\(zh)",
      help: Bilingual(en: "add “\(key)”", zh: "请补上“\(key)”"))
    return nil
  }

  /// The raw text of a scalar that is not empty.
  package mutating func text(_ place: YAMLPlace, _ en: String, _ zh: String) -> String? {
    guard case .scalar(let text, let style) = place.node.content, style != .block else {
      wrongKind(place, en, zh)
      return nil
    }
    guard !text.isEmpty, style == .quoted || text != "~" && text != "null" else {
      tell(.emptyValue, place, "there is no value: wanted \(en)", "这里没有值：应为\(zh)")
      return nil
    }
    return text
  }

  /// One text, or a list of them.
  package mutating func texts(
    _ place: YAMLPlace, _ en: String, _ zh: String, orNone: Bool
  ) -> [(text: String, place: YAMLPlace)] {
    guard let items = place.items else { return text(place, en, zh).map { [($0, place)] } ?? [] }
    if items.isEmpty, !orNone { tell(.emptyValue, place, "the list is empty: wanted \(en)", "列表是空的：应为\(zh)") }
    return items.compactMap { item in text(item, en, zh).map { ($0, item) } }
  }

  /// Tells a word that is none of those known, in words of its own where it has any.
  package mutating func unknownWord(
    _ text: String, _ place: YAMLPlace, _ known: [String], saying words: Bilingual? = nil
  ) {
    unknown(
      .unknownWord, text, place, known, near: Suggestions.nearest(to: text, among: known), saying: words)
  }

  private mutating func unknown(
    _ code: FaultCode, _ text: String, _ place: YAMLPlace, _ known: [String], near: String?,
    saying words: Bilingual? = nil
  ) {
    let list = Suggestions.list(known)
    let words = words ?? Bilingual(en: "\(quoted(text)) is not known here; known are", zh: "这里不认识 \(quoted(text))")
    tell(
      code, place, "\(words.en) \(list.en)", "\(words.zh)；可以写的有 \(list.zh)",
      help: near.map { Bilingual(en: "did you mean “\($0)”?", zh: "是不是想写“\($0)”？") })
  }
}
