internal import GridCore
internal import JSON
internal import Web

/// What is written in thousands: rows of tables. A list of attributes takes memory of its own each time, and a text that is put together
/// for one place is copied into it; these write where the text is to stand.
extension HTML {
  /// An element whose attributes are written one by one, by `attribute` and `link`.
  package mutating func element(
    _ tag: StaticString, with attributes: (inout HTML) -> Void, _ body: (inout HTML) throws -> Void
  ) rethrows {
    put("<")
    put(tag)
    attributes(&self)
    put(">")
    try body(&self)
    put("</")
    put(tag)
    put(">")
  }

  /// An attribute `href` that leads to a page below a path of the program's: `link(below: "/items/", id)`.
  package mutating func link(below path: StaticString, _ part: String) {
    put(" href=\"")
    put(path)
    encoded(part)
    put("\"")
  }

  /// A part of a path, encoded so that it can lead nowhere else: nothing in it needs to be escaped.
  private mutating func encoded(_ part: String) {
    var part = part
    let isPlain = part.withUTF8 { units in
      guard units.allSatisfy(Query.mayStand) else { return false }
      bytes.append(contentsOf: units)
      return true
    }
    if !isPlain { bytes += Query.encoded(part).utf8 }
  }

  /// A number of so many digits.
  mutating func put(_ number: Int64, digits count: Int) {
    var unit: Int64 = 1
    for _ in 1..<count { unit *= 10 }
    while unit > 0 {
      bytes.append(UInt8(ascii: "0") + UInt8(number / unit % 10))
      unit /= 10
    }
  }

  /// An attribute with a moment as machines have it.
  mutating func attribute(_ name: StaticString, _ moment: Timestamp) {
    put(" ")
    put(name)
    put("=\"")
    RFC3339.append(moment, to: &bytes)
    put("\"")
  }

  // MARK: Again

  /// Where the next text will stand.
  package var place: Int { bytes.count }

  /// Room for so many bytes more, so that a long page is not copied while it grows.
  package mutating func expect(_ count: Int) { bytes.reserveCapacity(bytes.count + count) }

  /// What stands there once more: a whole element or attribute, without anything that passes and without a token.
  package mutating func again(_ range: Range<Int>) {
    let start = bytes.count
    bytes.append(contentsOf: repeatElement(0, count: range.count))
    bytes.withUnsafeMutableBytes { $0.copyBytes(from: range, to: start) }
  }
}

extension UnsafeMutableRawBufferPointer {
  /// Copies a part to a place behind it.
  fileprivate func copyBytes(from range: Range<Int>, to start: Int) {
    UnsafeMutableRawBufferPointer(rebasing: self[start..<start + range.count])
      .copyMemory(from: UnsafeRawBufferPointer(rebasing: self[range]))
  }
}
