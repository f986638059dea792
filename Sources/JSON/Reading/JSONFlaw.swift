/// A fault of a JSON text by its kind and its byte, in no words: kept small, for it is thrown on the fast path.
package struct JSONFlaw: Error, Sendable {
  /// What is wrong.
  package enum Kind: Hashable, Sendable {
    case value, key, keyOrBrace, colon, commaOrBrace, commaOrBracket, literal, digit, leadingZero, escape, hexDigit
    case closingQuote, controlInString, trailing
    case malformedUTF8, cutUTF8
    case tooDeep(Int)
    case duplicateKey, loneSurrogate

    /// Whether the text is sound and only what it says is not.
    package var isOfRecord: Bool { self == .duplicateKey || self == .loneSurrogate }
  }

  package let kind: Kind
  /// The index of the byte where it was met.
  package let offset: Int

  package init(kind: Kind, offset: Int) {
    self.kind = kind
    self.offset = offset
  }
}
