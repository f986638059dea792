/// Where a courier goes: a URL of which no more than scheme and host is ever shown.
package struct Target: Hashable, Sendable, CustomStringConvertible {
  /// The whole of it; for nobody's eyes.
  package let url: String
  package let isPlain: Bool
  /// A name, or an address without brackets.
  package let host: String
  package let port: Int
  /// Whether it brings parameters of its own, to which others are added.
  package let hasQuery: Bool

  /// Why a text is no such URL.
  package enum Flaw: Error, Sendable {
    case characters, scheme, user, host, port
  }

  /// Reads a URL, by the letters alone.
  package init(_ text: String) throws(Flaw) {
    guard text.utf8.count <= 4096, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }) else {
      throw .characters
    }
    let lower = text.lowercased()
    let scheme: Int
    if lower.hasPrefix("https://") {
      (scheme, isPlain) = (8, false)
    } else if lower.hasPrefix("http://") {
      (scheme, isPlain) = (7, true)
    } else {
      throw .scheme
    }
    // What stands behind # is nobody's but a browser's.
    let whole = text.prefix { $0 != "#" }
    let rest = whole.dropFirst(scheme)
    let authority = rest.prefix { $0 != "/" && $0 != "?" }
    guard !authority.contains("@") else { throw .user }
    let (name, digits) = try Self.parts(of: authority)
    guard !name.isEmpty, name.utf8.count <= 253 else { throw .host }
    if let digits {
      guard let port = Int(digits), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), (1...65535).contains(port)
      else { throw .port }
      self.port = port
    } else {
      port = isPlain ? 80 : 443
    }
    host = name.lowercased()
    hasQuery = rest.contains("?")
    url = String(whole)
  }

  private static func parts(of authority: Substring) throws(Flaw) -> (name: Substring, port: Substring?) {
    if authority.hasPrefix("[") {
      guard let end = authority.firstIndex(of: "]") else { throw .host }
      let name = authority[authority.index(after: authority.startIndex)..<end]
      let behind = authority[authority.index(after: end)...]
      guard name.allSatisfy({ $0.isHexDigit || $0 == ":" || $0 == "." }) else { throw .host }
      if behind.isEmpty { return (name, nil) }
      guard behind.hasPrefix(":") else { throw .host }
      return (name, behind.dropFirst())
    }
    let pieces = authority.split(separator: ":", omittingEmptySubsequences: false)
    guard pieces.count <= 2,
      pieces[0].utf8.allSatisfy({
        $0 < 0x7F
          && (Character(UnicodeScalar($0)).isLetter || (0x30...0x39).contains($0)
            || [0x2D, 0x2E, 0x5F].contains($0))
      })
    else { throw .host }
    return (pieces[0], pieces.count == 2 ? pieces[1] : nil)
  }

  /// Scheme and host.
  package var description: String { (isPlain ? "http://" : "https://") + (host.contains(":") ? "[\(host)]" : host) }

  /// A text of somebody else's as it may be shown: without what is secret of the URL, should he repeat it.
  package func redacted(_ text: String) -> String {
    let behind = url.dropFirst(isPlain ? 7 : 8).drop { $0 != "/" && $0 != "?" }
    let parts = behind.split { "/?&=#".contains($0) }.filter { $0.utf8.count >= 6 }
    let secrets = ([url[...], behind] + parts).filter { $0.utf8.count > 1 }
    let told = secrets.reduce(Array(text.utf8)) { Self.replacing($1.utf8, in: $0, by: "…") }
    // Libraries tell of a host with its port.
    return String(decoding: Self.replacing("\(host):\(port)".utf8, in: told, by: host), as: UTF8.self)
  }

  // By bytes: a mark behind it makes the last letter of a secret another character.
  private static func replacing(_ word: some Collection<UInt8>, in text: [UInt8], by other: String) -> [UInt8] {
    var (result, rest) = ([UInt8](), text[...])
    while !rest.isEmpty {
      if rest.starts(with: word) {
        result.append(contentsOf: other.utf8)
        rest = rest.dropFirst(word.count)
      } else {
        result.append(rest.removeFirst())
      }
    }
    return result
  }

  /// The URL with parameters added to it.
  package func adding(_ parameters: String) -> String {
    parameters.isEmpty ? url : url + (hasQuery ? "&" : "?") + parameters
  }
}
