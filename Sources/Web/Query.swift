internal import JSON
internal import Words

/// Names and values as a browser writes them behind a question mark or into a form (`application/x-www-form-urlencoded`,
/// https://url.spec.whatwg.org/#application/x-www-form-urlencoded), in their order.
package struct Query: Hashable, Sendable {
  /// One of them.
  package struct Pair: Hashable, Sendable {
    package let name: String
    package let value: String
  }

  package private(set) var pairs: [Pair] = []
  /// Whether all that stood behind percent signs was UTF-8; else some of it is shown as U+FFFD, as browsers have it.
  package private(set) var isText = true

  /// Nothing asked.
  package init() {}

  /// These.
  package init(_ pairs: [(String, String)]) {
    self.pairs = pairs.map { Pair(name: $0.0, value: $0.1) }
  }

  /// Reads a text; what is no UTF-8 behind its percent signs becomes U+FFFD, as browsers have it.
  package init(_ text: some Collection<UInt8>) {
    for part in Array(text).split(separator: UInt8(ascii: "&")) {
      let halves = part.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
        .map { Self.decodedBytes($0, plusIsBlank: true) }
      if !halves.allSatisfy({ String(validating: $0, as: UTF8.self) != nil }) { isText = false }
      let words = halves.map { String(decoding: $0, as: UTF8.self) }
      pairs.append(Pair(name: words[0], value: words.count > 1 ? words[1] : ""))
    }
  }

  /// The last value of a name; nil where it is not there or is blank, as a form's empty fields are.
  package subscript(name: String) -> String? {
    guard let value = pairs.last(where: { $0.name == name })?.value, !value.isEmpty else { return nil }
    return value
  }

  /// Every value of a name.
  package func all(_ name: String) -> [String] {
    pairs.filter { $0.name == name }.map(\.value)
  }

  /// Whether a name is there and not switched off: `?overdue`, `?overdue=1`, `?overdue=true`.
  package func flag(_ name: String) -> Bool {
    guard let value = pairs.last(where: { $0.name == name })?.value else { return false }
    return value != "0" && value != "false"
  }

  /// Refuses names that nobody knows, so that a slip is not answered with everything.
  ///
  /// - Throws: `unknown-option`.
  package func knowing(_ names: [String]) throws(Problem) {
    for pair in pairs where !names.contains(pair.name) {
      throw Problem(
        .unknownOption,
        Bilingual(
          en: "there is no option “\(pair.name)”; there are: \(names.joined(separator: ", "))",
          zh: "没有参数“\(pair.name)”；可用的有：\(names.joined(separator: "、"))"))
    }
  }

  /// The same with one name set anew, or taken away by nil: the link of a sorted or filtered list.
  package func setting(_ name: String, _ value: String?) -> Query {
    var query = self
    query.pairs.removeAll { $0.name == name }
    if let value { query.pairs.append(Pair(name: name, value: value)) }
    return query
  }

  /// As it stands behind a question mark, percent-encoded.
  package var text: String {
    pairs.map { Self.encoded($0.name) + "=" + Self.encoded($0.value) }.joined(separator: "&")
  }

  /// A part of a path or a query as it stands in a link: letters, digits and `-._~` stay (RFC 3986 §2.3).
  package static func encoded(_ text: String) -> String {
    // Most texts are ids and numbers.
    guard !text.utf8.allSatisfy(mayStand) else { return text }
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      if mayStand(byte) {
        bytes.append(byte)
      } else {
        bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Whether a byte stands in a link as it is.
  package static func mayStand(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
      UInt8(ascii: "~"):
      true
    default: false
    }
  }

  private static let digits = Array("0123456789ABCDEF".utf8)

  /// What percent signs stand for; a sign that begins nothing stands for itself.
  package static func decoded(_ text: some Collection<UInt8>, plusIsBlank: Bool = false) -> String {
    String(decoding: decodedBytes(text, plusIsBlank: plusIsBlank), as: UTF8.self)
  }

  /// The same as bytes, for who must know whether they are text.
  package static func decodedBytes(_ text: some Collection<UInt8>, plusIsBlank: Bool = false) -> [UInt8] {
    let bytes = Array(text)
    var decoded: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count, let high = nibble(bytes[index + 1]),
        let low = nibble(bytes[index + 2])
      {
        decoded.append(high << 4 | low)
        index += 3
      } else {
        decoded.append(plusIsBlank && bytes[index] == UInt8(ascii: "+") ? UInt8(ascii: " ") : bytes[index])
        index += 1
      }
    }
    return decoded
  }

  private static func nibble(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x37
    case 0x61...0x66: byte - 0x57
    default: nil
    }
  }
}
