/// Bytes looked at in place, under the indices they have in their slice, each access checked.
///
/// The scanner reads through this and not through the slice: a window counts no references, which is half the cost of reading
/// a small record. It is valid inside `over` only and must not leave it.
package struct ByteWindow {
  package let startIndex: Int
  package let endIndex: Int
  private let base: UnsafeBufferPointer<UInt8>

  /// Calls `body` with a window over these bytes.
  package static func over<Answer, Failure: Error>(
    _ bytes: ArraySlice<UInt8>, _ body: (ByteWindow) throws(Failure) -> Answer
  ) throws(Failure) -> Answer {
    try bytes.withUnsafeBufferPointer { base throws(Failure) in
      try body(ByteWindow(startIndex: bytes.startIndex, endIndex: bytes.endIndex, base: base))
    }
  }

  @inline(__always)
  package subscript(index: Int) -> UInt8 {
    precondition(index >= startIndex && index < endIndex, "a byte outside the window")
    return base[index &- startIndex]
  }

  /// The first byte from here on that does not simply stand for itself in a JSON string: a quote, a backslash, a control character
  /// or whatever is not ASCII; the end where there is none.
  ///
  /// Eight bytes at a time: the scanner passes over every string more than once.
  func endOfPlainText(from start: Int) -> Int {
    precondition(start >= startIndex && start <= endIndex, "a byte outside the window")
    let ones: UInt64 = 0x0101_0101_0101_0101
    let tops: UInt64 = 0x8080_8080_8080_8080
    let raw = UnsafeRawBufferPointer(base)
    var index = start
    while endIndex &- index >= 8 {
      let word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: index &- startIndex, as: UInt64.self))
      let quotes = word ^ (ones &* UInt64(ASCII.quote))
      let slashes = word ^ (ones &* UInt64(ASCII.backslash))
      // The top bit of a byte that is 0, or less than a space; what is borrowed from the next higher byte comes behind the first find.
      let found = (quotes &- ones) & ~quotes | (slashes &- ones) & ~slashes | (word &- ones &* 0x20) & ~word | word
      guard found & tops == 0 else { return index &+ (found & tops).trailingZeroBitCount / 8 }
      index &+= 8
    }
    while index < endIndex {
      let byte = base[index &- startIndex]
      if byte < 0x20 || byte >= 0x80 || byte == ASCII.quote || byte == ASCII.backslash { break }
      index &+= 1
    }
    return index
  }

  /// Whether a scalar of three bytes stands here, as Chinese has them; false also for some that are rare.
  @inline(__always)
  func holdsCommonScalar(at index: Int) -> Bool {
    guard index >= startIndex, endIndex - index >= 4 else { return false }
    let word = UnsafeRawBufferPointer(base).loadUnaligned(fromByteOffset: index &- startIndex, as: UInt32.self)
    // After E0 and ED the second byte is bounded more narrowly.
    let lead = base[index &- startIndex]
    return UInt32(littleEndian: word) & 0x00C0_C0F0 == 0x0080_80E0 && lead != 0xE0 && lead != 0xED
  }

  /// The text of these bytes, which were found to be UTF-8.
  package func text(_ range: Range<Int>) -> String {
    let place = (range.lowerBound - startIndex)..<(range.upperBound - startIndex)
    return String(decoding: UnsafeBufferPointer(rebasing: base[place]), as: UTF8.self)
  }
}
