/// The form of the times that a source writes: `yyyy/M/d H:mm:ss`.
///
/// A letter once takes one digit or two, twice just two; `yyyy` takes four and `yy` two, of this century. What is no such letter stands
/// for itself, letters between apostrophes do, and so does the T between a day and an hour.
package struct TimePattern: Hashable, Sendable {
  /// What is amiss with a pattern.
  package enum Flaw: Error, Hashable, Sendable {
    /// A letter that means nothing, a letter too often, and a letter a second time.
    case unknown(Character)
    case tooLong(Character)
    case twice(Character)
    /// A date needs these three.
    case lacks(Character)
    /// Apostrophes that are not closed.
    case open
    /// Minutes without hours, or seconds without minutes.
    case without(Character, Character)
  }

  fileprivate enum Part: Hashable, Sendable {
    case number(Character, ClosedRange<Int>)
    case literal(Character)
  }

  /// As it is written.
  package let text: String
  private let parts: [Part]

  /// Reads a pattern.
  package init(_ text: String) throws(Flaw) {
    var parts: [Part] = []
    var letters: Set<Character> = []
    var rest = Substring(text)
    while let first = rest.first {
      if first == "'" {
        guard let end = rest.dropFirst().firstIndex(of: "'") else { throw .open }
        parts += rest[rest.index(after: rest.startIndex)..<end].map { .literal($0) }
        rest = rest[rest.index(after: end)...]
        continue
      }
      guard first.isASCII, first.isLetter, first != "T" else {
        parts.append(.literal(first))
        rest.removeFirst()
        continue
      }
      let count = rest.prefix { $0 == first }.count
      parts.append(.number(first, try Self.digits(first, count)))
      guard letters.insert(first).inserted else { throw .twice(first) }
      rest.removeFirst(count)
    }
    for letter: Character in ["y", "M", "d"] where !letters.contains(letter) { throw .lacks(letter) }
    for (letter, other): (Character, Character) in [("m", "H"), ("s", "m")]
    where letters.contains(letter) && !letters.contains(other) { throw .without(letter, other) }
    self.text = text
    self.parts = parts
  }

  private static func digits(_ letter: Character, _ count: Int) throws(Flaw) -> ClosedRange<Int> {
    switch (letter, count) {
    case ("y", 4), ("y", 1): return 4...4
    case ("y", 2): return 2...2
    case ("M", 1), ("d", 1), ("H", 1), ("m", 1), ("s", 1): return 1...2
    case ("M", 2), ("d", 2), ("H", 2), ("m", 2), ("s", 2): return 2...2
    case ("y", _), ("M", _), ("d", _), ("H", _), ("m", _), ("s", _): throw .tooLong(letter)
    default: throw .unknown(letter)
    }
  }

  /// The moment as RFC 3339 has it, under this offset from UTC in seconds; nil where the text has another form. Whether there is such a
  /// day is for others to say.
  package func moment(_ text: String, offset: Int64) -> String? {
    var values: [Character: Int] = ["H": 0, "m": 0, "s": 0]
    var rest = Substring(text)
    for (index, part) in parts.enumerated() {
      switch part {
      case .literal(let wanted):
        guard rest.popFirst() == wanted else { return nil }
      case .number(let letter, let count):
        // Before another number only as many digits as there must be, for nobody could tell where it begins.
        let isTight = index + 1 < parts.count && parts[index + 1].isNumber
        let digits = rest.prefix(isTight ? count.lowerBound : count.upperBound).prefix { $0.isASCII && $0.isNumber }
        guard digits.count >= count.lowerBound, let value = Int(digits) else { return nil }
        values[letter] = letter == "y" && count.upperBound == 2 ? 2000 + value : value
        rest.removeFirst(digits.count)
      }
    }
    guard rest.isEmpty else { return nil }
    let two = { (value: Int) in value < 10 ? "0\(value)" : "\(value)" }
    let part = { (letter: Character) in two(values[letter] ?? 0) }
    let year = "\(values["y"] ?? 0)"
    let minutes = Int(offset.magnitude) / 60
    let zone = "\(offset < 0 ? "-" : "+")\(two(minutes / 60)):\(two(minutes % 60))"
    return String(repeating: "0", count: max(0, 4 - year.count)) + year
      + "-\(part("M"))-\(part("d"))T\(part("H")):\(part("m")):\(part("s"))\(zone)"
  }
}

extension TimePattern.Part {
  fileprivate var isNumber: Bool {
    if case .number = self { true } else { false }
  }
}
