/// Bytes looked at in place, under the indices they have in their slice, each access checked.
///
/// The scanner reads through this and not through the slice: a window counts no references, which is half the cost of reading
/// a small record. It is valid inside `over` only and must not leave it.
struct ByteWindow {
  let startIndex: Int
  let endIndex: Int
  private let base: UnsafeBufferPointer<UInt8>

  /// Calls `body` with a window over these bytes.
  static func over<Answer, Failure: Error>(
    _ bytes: ArraySlice<UInt8>, _ body: (ByteWindow) throws(Failure) -> Answer
  ) throws(Failure) -> Answer {
    try bytes.withUnsafeBufferPointer { base throws(Failure) in
      try body(ByteWindow(startIndex: bytes.startIndex, endIndex: bytes.endIndex, base: base))
    }
  }

  @inline(__always)
  subscript(index: Int) -> UInt8 {
    precondition(index >= startIndex && index < endIndex, "a byte outside the window")
    return base[index &- startIndex]
  }

  /// The text of these bytes, which were found to be UTF-8.
  func text(_ range: Range<Int>) -> String {
    let place = (range.lowerBound - startIndex)..<(range.upperBound - startIndex)
    return String(decoding: UnsafeBufferPointer(rebasing: base[place]), as: UTF8.self)
  }
}
