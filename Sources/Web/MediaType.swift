/// A media type as a head writes it (RFC 9110 §8.3.1).
package struct MediaType: Sendable {
  /// What a browser makes of a form.
  package static let form = "application/x-www-form-urlencoded"
  package static let json = "application/json"

  /// In small letters, without what follows.
  package let name: String
  /// In small letters, without quotes.
  package let charset: String?

  /// Reads a field's value.
  package init(_ text: String) {
    let parts = text.split(separator: ";", omittingEmptySubsequences: false).map {
      $0.unpadded.lowercased()
    }
    name = parts.first ?? ""
    charset = parts.dropFirst().first { $0.hasPrefix("charset=") }.map { part in
      part.dropFirst("charset=".count).filter { $0 != "\"" }
    }
  }

  /// `application/json`, or any with the suffix `+json` (RFC 6839).
  package var isJSON: Bool { name == Self.json || name.contains("/") && name.hasSuffix("+json") }
}

extension StringProtocol {
  /// Without the blanks that a head may have around a value.
  package var unpadded: String {
    let isBlank = { (scalar: Unicode.Scalar) in scalar == " " || scalar == "\t" }
    let rest = String(self).unicodeScalars.drop(while: isBlank)
    guard let last = rest.lastIndex(where: { !isBlank($0) }) else { return "" }
    return String(String.UnicodeScalarView(rest[...last]))
  }
}
