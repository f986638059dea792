internal import Crypto
internal import GridCore

/// What a form carries to show that it is one of ours: bound to the session it was shown in, and written another way each time.
///
/// A page that is compressed tells by its length whether it holds a text that somebody else has a hand in (the BREACH attack); of what
/// looks different each time it tells nothing.
package struct FormToken: Sendable {
  /// The bytes of its text.
  package static let length = 86

  private let key: [UInt8]

  /// With a key of its own: forms of before a restart are no longer ours.
  package init() { key = Random.bytes(32) }

  /// A token for a session, or for the cookie of who has not logged in yet.
  package func text(for session: String) -> String {
    let pad = Random.bytes(32)
    return Base64URL.encode(pad + zip(pad, code(session)).map { $0 ^ $1 })
  }

  /// Whether a token was made for this session.
  package func isGood(_ text: String?, for session: String) -> Bool {
    guard let text, text.utf8.count == Self.length, let bytes = Base64URL.decode(text), bytes.count == 64 else {
      return false
    }
    return isSame(zip(bytes[..<32], bytes[32...]).map { $0 ^ $1 }, code(session))
  }

  private func code(_ session: String) -> [UInt8] {
    var code = HMAC<SHA256>(key: SymmetricKey(data: key))
    code.update(data: Array(session.utf8))
    return Array(code.finalize())
  }
}
