package import Web

/// A page as it was made: its bytes, and what tells it apart from another.
package struct Page: Sendable {
  /// 404 of what nobody knows; 200 of nearly every other.
  package var status: Int
  /// All of it.
  package let bytes: [UInt8]
  /// The same without clocks: what an `ETag` is made of. Whoever makes one adds the session, for tokens belong to it.
  package let tagged: [UInt8]
  /// Where a form's token belongs.
  package let blanks: [Int]

  /// Of what was written.
  package init(_ html: HTML, status: Int = 200) {
    self.status = status
    bytes = html.bytes
    tagged = html.tagged
    blanks = html.blanks
  }

  /// As it is answered.
  package var answer: WebAnswer {
    var answer = WebAnswer.html(bytes, status: status)
    answer.tagged = tagged
    answer.blanks = blanks
    return answer
  }
}
