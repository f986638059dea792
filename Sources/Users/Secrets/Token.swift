internal import Crypto
package import GridCore

/// What a program shows to be let in: `gp_` and 256 bits that nobody can guess, in 43 characters.
package struct Token: Sendable {
  /// As it is shown to us, and once to whoever made it.
  package let text: String

  /// A new one.
  package init() {
    text = Self.mark + Base64URL.encode(Random.bytes(32))
  }

  /// The token of a text; nil where it is none.
  package init?(_ text: String) {
    guard text.hasPrefix(Self.mark), text.utf8.count == Self.mark.utf8.count + 43,
      Base64URL.decode(String(text.dropFirst(Self.mark.count)))?.count == 32
    else { return nil }
    self.text = text
  }

  /// What is kept of it: it cannot be guessed from that, so that one round is enough.
  package var digest: GridCore.Digest { Self.digest(of: text) }

  /// The digest as users.yaml has it.
  package var secret: String { Self.secretMark + digest.hex }

  static let secretMark = "sha256:"
  private static let mark = "gp_"

  private static func digest(of text: String) -> GridCore.Digest {
    guard let digest = GridCore.Digest(bytes: SHA256.hash(data: Array(text.utf8))) else {
      preconditionFailure("SHA-256 has 32 bytes")
    }
    return digest
  }
}
