/// Text compared by its UTF-8 bytes, so that "é" in its two spellings is two texts, as databases and files see it.
///
/// Swift's own `String ==` takes canonically equivalent spellings for equal, which would let one event pose as another.
package struct ByteText: Hashable, Sendable {
  package let text: String

  package init(_ text: String) {
    self.text = text
  }

  package static func == (left: ByteText, right: ByteText) -> Bool {
    // As plain as can be: a report is looked up a dozen times. Most that differ differ in length.
    guard left.text.utf8.count == right.text.utf8.count else { return false }
    var (left, right) = (left.text, right.text)
    return left.withUTF8 { left in right.withUTF8 { right in areEqual(.init(left), .init(right)) } }
  }

  /// Whether as many bytes are the same.
  private static func areEqual(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
    let words = left.count & ~7
    for place in stride(from: 0, to: words, by: 8)
    where left.loadUnaligned(fromByteOffset: place, as: UInt64.self)
      != right.loadUnaligned(fromByteOffset: place, as: UInt64.self)
    {
      return false
    }
    for place in words..<left.count where left[place] != right[place] { return false }
    return true
  }

  package func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}
