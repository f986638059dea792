package import GridCore

/// A matter that an item in triage may be about, and the keyword that says so.
package struct KeywordSuggestion: Hashable, Sendable {
  package let matter: String
  package let name: String
  package let keyword: String
}

extension RuleBook {
  /// Up to three matters of which a keyword stands in what was told, outside any longer keyword found there.
  ///
  /// The longest keyword comes first, then the order in the file; each matter stands once, and none after its last day.
  package func suggest(matter told: String?, summary: String?, at now: Timestamp) -> [KeywordSuggestion] {
    let today = calendar.local(now).day
    let texts = [told, summary].compactMap { $0.map { Array($0.unicodeScalars) } }
    var found: [(length: Int, order: Int, suggestion: KeywordSuggestion)] = []
    var places: [(text: Int, range: Range<Int>, keyword: Int)] = []
    var keywords: [(scalars: [Unicode.Scalar], length: Int, matter: Int, text: String)] = []
    for (index, matter) in matters.enumerated() where matter.until.map({ today <= $0 }) ?? true {
      for keyword in matter.keywords where !keyword.isEmpty {
        keywords.append((Array(keyword.unicodeScalars), keyword.count, index, keyword))
      }
    }
    for (index, keyword) in keywords.enumerated() {
      for (text, scalars) in texts.enumerated() {
        for range in Self.ranges(of: keyword.scalars, in: scalars) { places.append((text, range, index)) }
      }
    }
    for (index, keyword) in keywords.enumerated() {
      let stands = places.contains { place in
        place.keyword == index
          && !places.contains { other in
            other.text == place.text && keywords[other.keyword].length > keyword.length
              && other.range.overlaps(place.range)
          }
      }
      guard stands else { continue }
      let matter = matters[keyword.matter]
      found.append(
        (
          keyword.length, index,
          KeywordSuggestion(matter: matter.code, name: matter.name, keyword: keyword.text)
        ))
    }
    var told: Set<String> = []
    return Array(
      found.sorted { ($1.length, $0.order) < ($0.length, $1.order) }.map(\.suggestion)
        .filter { told.insert($0.matter).inserted }.prefix(3))
  }

  private static func ranges(of word: [Unicode.Scalar], in text: [Unicode.Scalar]) -> [Range<Int>] {
    guard word.count <= text.count, let first = word.first else { return [] }
    return (0...(text.count - word.count)).compactMap { start in
      guard text[start] == first, text[start..<(start + word.count)].elementsEqual(word) else { return nil }
      return start..<(start + word.count)
    }
  }
}
