package import Web
package import Words

/// Writes HTML; whatever text is put in is escaped for its place, and no way leads round it.
///
/// Names of elements and attributes are literals of the program. Control characters of any text, ours too, become U+FFFD (tabs and
/// line ends stay); what comes from outside goes through `outside`, which also shows the marks that would turn the writing round.
package struct HTML: Sendable {
  /// Attributes in their order; one whose value is nil is not written, one whose value is empty stands alone (`checked`).
  package struct Attributes: ExpressibleByDictionaryLiteral, Sendable {
    fileprivate var pairs: [(name: StaticString, value: String?)]

    package init(dictionaryLiteral pairs: (StaticString, String?)...) {
      self.pairs = pairs.map { (name: $0.0, value: $0.1) }
    }

    /// Both, one behind the other.
    package static func + (left: Attributes, right: Attributes) -> Attributes {
      var sum = left
      sum.pairs += right.pairs
      return sum
    }
  }

  /// What was written so far.
  package private(set) var bytes: [UInt8] = []
  /// The language of what it is told in both.
  package let language: Language
  /// What of it changes though nothing did: clocks, tokens.
  private var passing: [Range<Int>] = []
  /// Whether a form's token was written.
  package private(set) var holdsToken = false

  /// Nothing yet.
  package init(_ language: Language = .zh) {
    self.language = language
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
    for (name, value) in attributes.pairs {
      guard let value else { continue }
      put(" ")
      put(name)
      guard !value.isEmpty || Self.mayBeEmpty(name) else { continue }
      put("=\"")
      text(value)
      put("\"")
    }
    put(">")
  }

  /// Those that mean something else without a value.
  private static func mayBeEmpty(_ name: StaticString) -> Bool {
    ["value", "alt", "href"].contains(name.description)
  }

  // MARK: Texts

  /// A text of our own.
  package mutating func text(_ text: String) {
    var isSkipping = false
    let units = Array(text.utf8)
    for (index, unit) in units.enumerated() {
      if isSkipping {
        isSkipping = false
        continue
      }
      switch unit {
      case UInt8(ascii: "&"): put("&amp;")
      case UInt8(ascii: "<"): put("&lt;")
      case UInt8(ascii: ">"): put("&gt;")
      case UInt8(ascii: "\""): put("&quot;")
      case UInt8(ascii: "'"): put("&#39;")
      case 0x09, 0x0A: bytes.append(unit)
      case 0x0D where index + 1 < units.count && units[index + 1] == 0x0A: break
      case 0..<0x20, 0x7F: put("\u{FFFD}")
      // C1 is two bytes long.
      case 0xC2 where index + 1 < units.count && units[index + 1] < 0xA0:
        put("\u{FFFD}")
        isSkipping = true
      default: bytes.append(unit)
      }
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

  /// The hidden field by which a form is known as ours; nothing where there is no session.
  package mutating func token(_ token: String?) {
    guard let token else { return }
    holdsToken = true
    passing { $0.void("input", ["type": "hidden", "name": "form", "value": token]) }
  }

  /// All but what passes.
  package var tagged: [UInt8] {
    var rest: [UInt8] = []
    var start = 0
    for range in passing where range.lowerBound >= start {
      rest += bytes[start..<range.lowerBound]
      start = range.upperBound
    }
    return rest + bytes[start...]
  }

  private mutating func put(_ text: StaticString) {
    text.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  // MARK: Links

  /// A path of this board: each part is encoded, so that none can lead anywhere else.
  package static func path(_ parts: String..., query: Query = Query()) -> String {
    let path = "/" + parts.map(Query.encoded).joined(separator: "/")
    return query.pairs.isEmpty ? path : path + "?" + query.text
  }
}
