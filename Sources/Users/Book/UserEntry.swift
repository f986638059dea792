internal import GridCore

/// Somebody of `users.yaml`: who he is and what he is known by. Two are the same only when nothing of them was changed.
package struct UserEntry: Hashable, Sendable {
  /// What he is known by; never shown.
  enum Secret: Hashable, Sendable {
    /// The hash of a password, as crypt(3) writes it.
    case password(String)
    /// The SHA-256 of a token.
    case token(Digest)
  }

  /// Who he is and what he may.
  package let viewer: Viewer
  let secret: Secret

  init(_ viewer: Viewer, _ secret: Secret) {
    self.viewer = viewer
    self.secret = secret
  }
}
