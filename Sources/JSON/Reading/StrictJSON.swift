/// Reads JSON exactly as RFC 8259 has it.
///
/// Written for this house on purpose. The readers at hand accept what must be refused here (guarantees §1.5): Foundation's two
/// take a trailing comma, a byte order mark and UTF-16, and of a doubled key one keeps the first and the other the last value,
/// by which one event could be smuggled past another; one turns `1e-400` into 0; neither tells line and column. This one
/// works on the bytes, keeps numbers as written, and refuses:
///
/// - whatever is not UTF-8 (overlong forms, surrogates, above U+10FFFF; nothing is ever replaced by U+FFFD);
/// - a byte order mark inside the text, comments, single quotes, trailing commas, NaN, leading zeros, raw control characters;
/// - nesting beyond a bound: a container is one level, and so is each within it;
/// - as faults of the record in a sound text: a key that stands twice in an object (compared as decoded bytes), and a `\u`
///   escape of half a surrogate pair.
///
/// No input traps it, and it recurses no deeper than the bound.
package enum StrictJSON {
  /// The deepest nesting any setting can allow, so that the stack of a pool thread holds it.
  package static let deepest = 256

  /// A sound text's value, and what is wrong with it as a record.
  package struct Reading: Sendable {
    package let value: JSONValue
    package let recordFlaw: JSONFlaw?
  }

  /// Reads the one value of a text, white space around it allowed.
  ///
  /// - Parameters:
  ///   - bytes: the text; offsets in flaws and members are indices of this slice.
  ///   - maxDepth: levels of containers taken; no more than `deepest` count.
  /// - Throws: the first flaw of syntax.
  package static func parse(_ bytes: ArraySlice<UInt8>, maxDepth: Int) throws(JSONFlaw) -> Reading {
    try ByteWindow.over(bytes) { window throws(JSONFlaw) in
      var scanner = JSONScanner(window)
      scanner.skipSpace()
      let limit = min(max(maxDepth, 0), deepest)
      let value = try scanner.readValue(depth: limit, limit: limit)
      try scanner.scanEnd()
      return Reading(value: value, recordFlaw: scanner.recordFlaw)
    }
  }

  /// Checks the syntax of a text without building its value; nil where it is sound.
  ///
  /// Depth, doubled keys and surrogates are not looked at. Memory: a bit a level.
  package static func syntaxFlaw(of bytes: ArraySlice<UInt8>) -> JSONFlaw? {
    do throws(JSONFlaw) {
      try ByteWindow.over(bytes) { window throws(JSONFlaw) in
        var scanner = JSONScanner(window)
        try scanner.skipValue()
        try scanner.scanEnd()
      }
      return nil
    } catch {
      return error
    }
  }
}
