/// Looks at the fields of a `SparseText` where it lies: for those who read a million of them and want one field of each, too.
enum SparseGlance {
  /// A tag of two letters as one number.
  static func tag(_ text: StaticString) -> UInt64 {
    precondition(text.utf8CodeUnitCount == 2, "a tag has two letters")
    return UInt64(text.utf8Start[0]) << 8 | UInt64(text.utf8Start[1])
  }

  /// Calls `body` with each field's tag and value until it answers false, or the text is none that is written; else answers true.
  @discardableResult
  static func each(of text: UnsafeRawBufferPointer, _ body: (UInt64, UnsafeRawBufferPointer) -> Bool) -> Bool {
    var at = 0
    while at < text.count {
      var tag: UInt64 = 0
      while at < text.count, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(text[at]) {
        tag = tag << 8 | UInt64(text[at])
        at += 1
      }
      let (digits, most) = (at, min(at + 9, text.count))
      var count = 0
      while at < most, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(text[at]) {
        count = count * 10 + Int(text[at] - UInt8(ascii: "0"))
        at += 1
      }
      guard at > digits, at < text.count, text[at] == UInt8(ascii: ":"), text.count - at > count else { return false }
      at += 1
      guard body(tag, UnsafeRawBufferPointer(rebasing: text[at..<at + count])) else { return false }
      at += count
    }
    return true
  }

  /// The number at a place of a text of numbers with a blank between them; nil where none stands there.
  static func number(_ text: UnsafeRawBufferPointer, at place: Int = 0) -> Int64? {
    var (index, left) = (0, place)
    while left > 0 {
      guard index < text.count else { return nil }
      if text[index] == UInt8(ascii: " ") { left -= 1 }
      index += 1
    }
    let isNegative = index < text.count && text[index] == UInt8(ascii: "-")
    if isNegative { index += 1 }
    var (number, digits): (Int64, Int) = (0, 0)
    while index < text.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(text[index]), digits < 18 {
      number = number * 10 + Int64(text[index] - UInt8(ascii: "0"))
      (index, digits) = (index + 1, digits + 1)
    }
    return digits == 0 ? nil : isNegative ? -number : number
  }
}
