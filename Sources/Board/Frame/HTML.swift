internal import Users
package import Web
package import Words

/// Writes HTML; whatever text is put in is escaped for its place, and no way leads round it.
///
/// Names of elements and attributes are literals of the program. Control characters of any text, ours too, become U+FFFD (tabs and
/// line ends stay), and marks that would turn the writing round are written by their names, in attributes too; what comes from outside
/// goes through `outside`, which isolates it as well.
package struct HTML: Sendable {
  /// Attributes in their order; one whose value is nil is not written, one whose value is empty stands alone (`checked`).
  package struct Attributes: ExpressibleByDictionaryLiteral, Sendable {
    fileprivate var pairs: [(StaticString, String?)]

    package init(dictionaryLiteral pairs: (StaticString, String?)...) {
      self.pairs = pairs
    }

    /// Both, one behind the other.
    package static func + (left: Attributes, right: Attributes) -> Attributes {
      var sum = left
      sum.pairs += right.pairs
      return sum
    }
  }

  /// What was written so far.
  package internal(set) var bytes: [UInt8] = []
  /// The language of what it is told in both.
  package let language: Language
  /// What of it changes though nothing did: clocks, tokens.
  private var passing: [Range<Int>] = []
  /// Where a form's token belongs. A page is made without it, for many; whoever answers fills it in.
  package private(set) var blanks: [Int] = []

  /// Nothing yet.
  package init(_ language: Language = .zh) {
    self.language = language
    // As much as a short page has; a long one grows in fewer steps.
    bytes.reserveCapacity(64 << 10)
  }

  // MARK: Elements

  /// An element around what the body writes.
  package mutating func element(
    _ tag: StaticString, _ attributes: Attributes = [:], _ body: (inout HTML) throws -> Void
  ) rethrows {
    begin(tag, attributes)
    try body(&self)
    put("</")
    put(tag)
    put(">")
  }

  /// An element around a text of our own.
  package mutating func element(_ tag: StaticString, _ attributes: Attributes, _ text: String) {
    element(tag, attributes) { $0.text(text) }
  }

  /// The same in the page's language.
  package mutating func element(_ tag: StaticString, _ attributes: Attributes, _ text: Bilingual) {
    element(tag, attributes) { $0.text(text) }
  }

  /// The same without attributes.
  package mutating func element(_ tag: StaticString, _ text: String) { element(tag, [:], text) }

  /// The same without attributes.
  package mutating func element(_ tag: StaticString, _ text: Bilingual) { element(tag, [:], text) }

  /// An element that holds nothing and is not closed: `input`, `br`, `link`.
  package mutating func void(_ tag: StaticString, _ attributes: Attributes = [:]) {
    begin(tag, attributes)
  }

  private mutating func begin(_ tag: StaticString, _ attributes: Attributes) {
    put("<")
    put(tag)
    for (name, value) in attributes.pairs { attribute(name, value) }
    put(">")
  }

  /// An attribute of the element that is being begun; without a value it is not written, with an empty one it stands alone (`checked`).
  package mutating func attribute(_ name: StaticString, _ value: String?) {
    guard let value else { return }
    put(" ")
    put(name)
    guard !value.isEmpty || Self.mayBeEmpty(name) else { return }
    put("=\"")
    text(value)
    put("\"")
  }

  /// Those that mean something else without a value.
  private static func mayBeEmpty(_ name: StaticString) -> Bool {
    ["value", "alt", "href"].contains(name.description)
  }

  // MARK: Texts

  /// A text of our own.
  package mutating func text(_ text: String) {
    var text = text
    text.withUTF8 { units in
      // What needs no care is put in a stretch at a time.
      var start = 0
      var index = 0
      while index < units.count {
        if Self.isPlain(units[index]) {
          index += 1
        } else if let (written, length) = Self.escaped(units, at: index) {
          bytes.append(contentsOf: UnsafeBufferPointer(rebasing: units[start..<index]))
          put(written)
          index += length
          start = index
        } else if let mark = Self.unseen(at: index, of: units) {
          bytes.append(contentsOf: units[start..<index])
          bytes += Array("[\(Self.name(of: mark))]".utf8)
          index += mark.utf8.count
          start = index
        } else {
          index += 1
        }
      }
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: units[start...]))
    }
  }

  /// Whether a byte needs no look at all: of nearly all texts, nearly all.
  private static func isPlain(_ unit: UInt8) -> Bool {
    switch unit {
    case 0x20...0x21, 0x23...0x25, 0x28...0x3B, 0x3D, 0x3F...0x7E, 0x80...0xC1, 0xC3...0xD7, 0xD9...0xE1, 0xE3...0xEE:
      true
    default: false
    }
  }

  /// What is written in the place of one character, and how many bytes that has; nil where it may stand as it is.
  private static func escaped(_ units: UnsafeBufferPointer<UInt8>, at index: Int) -> (StaticString, length: Int)? {
    switch units[index] {
    case UInt8(ascii: "&"): ("&amp;", 1)
    case UInt8(ascii: "<"): ("&lt;", 1)
    case UInt8(ascii: ">"): ("&gt;", 1)
    case UInt8(ascii: "\""): ("&quot;", 1)
    case UInt8(ascii: "'"): ("&#39;", 1)
    case 0x09, 0x0A: nil
    case 0x0D where index + 1 < units.count && units[index + 1] == 0x0A: ("", 1)
    case 0..<0x20, 0x7F: ("\u{FFFD}", 1)
    // C1 is two bytes long.
    case 0xC2 where index + 1 < units.count && units[index + 1] < 0xA0: ("\u{FFFD}", 2)
    default: nil
    }
  }

  /// A text of our own in the page's language.
  package mutating func text(_ text: Bilingual) { self.text(text.text(language)) }

  /// A document's first line.
  package mutating func doctype() { put("<!doctype html>\n") }

  /// What changes though nothing did, and is therefore not part of what tells two pages apart.
  package mutating func passing(_ body: (inout HTML) throws -> Void) rethrows {
    let start = bytes.count
    try body(&self)
    passing.append(start..<bytes.count)
  }

  /// The hidden field by which a form is known as ours, its value left blank.
  package mutating func token() { blank("<input type=\"hidden\" name=\"form\" value=\"") }

  /// A hidden field `once` with a text that is another one each time the page is shown: what is sent twice under it is done once.
  package mutating func mark() { blank("<input type=\"hidden\" name=\"once\" value=\"") }

  /// The same for the script.
  package mutating func tokenForScript() { blank("<meta name=\"form-token\" content=\"") }

  private mutating func blank(_ start: StaticString) {
    put(start)
    blanks.append(bytes.count)
    bytes.append(contentsOf: repeatElement(UInt8(ascii: "-"), count: FormToken.length))
    put("\">")
  }

  /// All but what passes.
  package var tagged: [UInt8] {
    var rest: [UInt8] = []
    rest.reserveCapacity(bytes.count)
    var start = 0
    for range in passing where range.lowerBound >= start {
      rest += bytes[start..<range.lowerBound]
      start = range.upperBound
    }
    rest += bytes[start...]
    return rest
  }

  /// A literal of the program, as it is.
  mutating func put(_ text: StaticString) {
    text.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  // MARK: Links

  /// A path of this board: each part is encoded, so that none can lead anywhere else.
  package static func path(_ parts: String..., query: Query = Query()) -> String {
    let path = "/" + parts.map(Query.encoded).joined(separator: "/")
    return query.pairs.isEmpty ? path : path + "?" + query.text
  }
}
