/// Text compared by its UTF-8 bytes, so that "é" in its two spellings is two texts, as databases and files see it.
///
/// Swift's own `String ==` takes canonically equivalent spellings for equal, which would let one event pose as another.
package struct ByteText: Hashable, Sendable {
  package let text: String

  package init(_ text: String) {
    self.text = text
  }

  package static func == (left: ByteText, right: ByteText) -> Bool {
    var (left, right) = (left.text, right.text)
    return left.withUTF8 { left in right.withUTF8 { right in areEqual(.init(left), .init(right)) } }
  }

  // As plain as can be: a report is looked up a dozen times.
  private static func areEqual(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
    guard left.count == right.count else { return false }
    for index in left.indices where left[index] != right[index] { return false }
    return true
  }

  package func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}
