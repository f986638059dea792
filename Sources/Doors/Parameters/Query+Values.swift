package import GridCore
internal import JSON
package import Web
internal import Words

/// Values as questions read them.
extension Query {
  /// The most that a page of a list holds, and what it holds where nobody says.
  private static let mostOfPage = 500
  private static let usualPage = 100

  /// How long a page is wanted.
  package func limit() throws(Problem) -> Int {
    guard let text = pairs.last(where: { $0.name == "limit" })?.value else { return Self.usualPage }
    guard let limit = Int(text), (1...Self.mostOfPage).contains(limit) else {
      throw .badValue("limit", text, Bilingual(en: "a number from 1 to 500", zh: "1 至 500 的数"))
    }
    return limit
  }

  /// The moment of a name; nil where it is not asked for.
  package func moment(_ name: String) throws(Problem) -> Timestamp? {
    guard let text = self[name] else { return nil }
    guard let moment = RFC3339.timestamp(text) else {
      throw .badValue(name, text, Bilingual(en: "a time with its zone (RFC 3339)", zh: "带时区的时间（RFC 3339）"))
    }
    return moment
  }

  /// One of the words that there are.
  package func word<Word: RawRepresentable & CaseIterable>(_ name: String, _: Word.Type) throws(Problem) -> Word?
  where Word.RawValue == String {
    guard let text = self[name] else { return nil }
    guard let word = Word(rawValue: text) else {
      let words = Word.allCases.map(\.rawValue).joined(separator: " ")
      throw .badValue(name, text, Bilingual(en: "one of \(words)", zh: "\(words) 之一"))
    }
    return word
  }
}
