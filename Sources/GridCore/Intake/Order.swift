/// An order to the daemon itself: neither a report nor a step of a case.
package enum Order: Hashable, Sendable {
  /// Puts in force the rules that are held, whose digest begins with these hex digits.
  case apply(digest: String, by: String?, note: String?)
  /// Moves open items to the posts that the rules in force decide for them.
  case redispatch(Redispatch)

  /// The words by which orders are sent.
  package enum Kind: String, Sendable, CaseIterable {
    case apply, redispatch
  }

  package var kind: Kind {
    switch self {
    case .apply: .apply
    case .redispatch: .redispatch
    }
  }

  /// How many hex digits of a digest name a text: 48 bits are nobody's by chance, all are 64.
  package static let digits = 12...64

  /// Whether a text may name a digest: so many hex digits in small letters.
  package static func names(aDigest text: String) -> Bool {
    digits.contains(text.utf8.count)
      && text.utf8.allSatisfy {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
      }
  }
}
