/// What came of one try.
package struct Answer: Sendable {
  /// Why no answer came.
  package enum Trouble: String, Sendable, CaseIterable {
    case late, unresolved, refused, unreachable, tls, broken, stopped, library
    case url
  }

  /// The status, where a whole head came.
  package var status: Int?
  /// Why none came.
  package var trouble: Trouble?
  /// The first 64 KiB of the body.
  package var body: [UInt8]
  /// As it was sent.
  package var retryAfter: String?
  /// The words of whoever noticed the trouble.
  package var words: String

  /// An answer with this status.
  package init(status: Int, body: [UInt8] = [], retryAfter: String? = nil) {
    self.status = status
    self.body = body
    self.retryAfter = retryAfter
    words = ""
  }

  /// No answer.
  package init(trouble: Trouble, words: String = "") {
    self.trouble = trouble
    self.words = words
    body = []
  }

  /// The most of a body that is read.
  package static let mostBody = 64 << 10
}
