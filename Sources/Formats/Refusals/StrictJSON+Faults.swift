package import JSON

extension StrictJSON {
  /// The one value of a text, white space around it allowed.
  ///
  /// - Parameters:
  ///   - bytes: the text; offsets in faults and members are indices of this slice.
  ///   - maxDepth: levels of containers taken; no more than `deepest` count.
  ///   - start: the place of the first byte in the file, for faults.
  /// - Throws: the first fault of syntax; failing that, the first of the record.
  package static func read(
    _ bytes: ArraySlice<UInt8>, maxDepth: Int, startingAt start: TextPosition = .start
  ) throws(InputFault) -> JSONValue {
    let reading: Reading
    do {
      reading = try parse(bytes, maxDepth: maxDepth)
    } catch {
      throw error.fault(in: bytes, startingAt: start)
    }
    if let flaw = reading.recordFlaw { throw flaw.fault(in: bytes, startingAt: start) }
    return reading.value
  }

  /// Checks the syntax of a text without building its value; nil where it is sound.
  ///
  /// Depth, doubled keys and surrogates are not looked at. Memory: a bit a level.
  package static func syntaxFault(
    of bytes: ArraySlice<UInt8>, startingAt start: TextPosition = .start
  ) -> InputFault? {
    syntaxFlaw(of: bytes)?.fault(in: bytes, startingAt: start)
  }
}
