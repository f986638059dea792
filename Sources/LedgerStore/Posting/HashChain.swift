internal import GridCore

/// A chain of hashes over rows in order: each link covers the one before, so that no row can be changed, taken out or put in
/// without changing every later link.
struct HashChain {
  /// The last link.
  private(set) var head: GridCore.Digest
  private var hasher = FieldHasher()

  /// A chain that goes on from a link; without one it begins.
  init(head: GridCore.Digest = .zero) {
    self.head = head
  }

  /// Adds the link of the fields that `body` writes.
  mutating func link(_ body: (inout FieldHasher) -> Void) {
    hasher.add(head)
    body(&hasher)
    head = hasher.finish()
  }
}

extension Item {
  /// The digest of all that can change in an item; the identity is the record's, and covered there.
  func seal(with hasher: inout FieldHasher) -> GridCore.Digest {
    hasher.add(key)
    hasher.add(state.rawValue)
    hasher.add(onSite ? 1 : 0)
    hasher.add(risk?.rawValue)
    hasher.add(matter)
    hasher.add(duty)
    hasher.add(community)
    hasher.add(grid)
    hasher.add(post)
    hasher.add(group)
    hasher.add(limit?.text)
    hasher.add(holder.text)
    hasher.add(rung)
    hasher.add(receivedAt)
    hasher.add(deadline)
    hasher.add(provisional ? 1 : 0)
    hasher.add(nextDue)
    hasher.add(assignedBy.rules)
    hasher.add(assignedBy.line)
    hasher.add(assignedBy.why.kind.rawValue)
    hasher.add(assignedBy.why.subject)
    hasher.add(notices)
    hasher.add(revision)
    return hasher.finish()
  }
}
