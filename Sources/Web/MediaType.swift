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

/// What somebody would rather have, as `Accept` says it (RFC 9110 §12.5.1).
package struct Accepting: Sendable {
  private let ranges: [(name: String, weight: Double)]

  /// Reads the field; nil: he takes anything.
  package init(_ field: String?) {
    ranges = (field ?? "").split(separator: ",").map { part in
      let pieces = part.split(separator: ";").map { $0.unpadded.lowercased() }
      let weight = pieces.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } ?? 1
      return (pieces.first ?? "", weight)
    }
  }

  /// How much he wants a type that he names, himself or by its family; 0 where he does not. `*/*` names nothing.
  package func weight(_ type: String) -> Double {
    let family = type.prefix { $0 != "/" } + "/*"
    return (ranges.first { $0.name == type } ?? ranges.first { $0.name == family })?.weight ?? 0
  }

  /// Whether he is a browser that somebody looks at, and no program that wants data.
  package var prefersPages: Bool {
    let page = max(weight("text/html"), weight("application/xhtml+xml"))
    return page > 0 && page >= max(weight(MediaType.json), weight("application/problem+json"))
  }
}

/// How much somebody wants the codings of an answer, as `Accept-Encoding` says it (RFC 9110 §12.5.3).
package struct AcceptedCodings: Sendable {
  private let weights: [(name: String, weight: Double)]

  /// Reads the members of the field; nil: nothing is said of codings.
  package init(_ members: [String]?) {
    weights = (members ?? []).map { member in
      let pieces = member.split(separator: ";").map { $0.unpadded.lowercased() }
      let weight = pieces.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 }
      return (pieces.first ?? "", weight ?? 1)
    }
  }

  /// Whether an answer may come in this coding: where it is not named, what is said of all others holds.
  package func takes(_ coding: String) -> Bool {
    ((weights.first { $0.name == coding } ?? weights.first { $0.name == "*" })?.weight ?? 0) > 0
  }
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
