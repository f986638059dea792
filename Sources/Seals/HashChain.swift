package import GridCore

/// A chain of hashes over rows in order: each link covers the one before, so that no row can be changed, taken out or put in
/// without changing every later link.
package struct HashChain: Sendable {
  /// The last link.
  package private(set) var head: GridCore.Digest
  private var hasher = FieldHasher()

  /// A chain that goes on from a link; without one it begins.
  package init(head: GridCore.Digest = .zero) {
    self.head = head
  }

  /// Adds the link of the fields that `body` writes.
  package mutating func link(_ body: (inout FieldHasher) -> Void) {
    hasher.add(head)
    body(&hasher)
    head = hasher.finish()
  }
}
