/// Something in the work of a grid post that signals of integrity count.
package struct WorkFact: Hashable, Sendable {
  package let kind: SignalRule.Kind
  /// The item's own post just before it.
  package let post: GridPost
  package let at: Timestamp
  /// When the item was received.
  package let received: Timestamp
  /// Of a receipt: whether it was put right on the spot.
  package let onSite: Bool

  package init(
    _ kind: SignalRule.Kind, of post: GridPost, at moment: Timestamp, received: Timestamp, onSite: Bool = false
  ) {
    (self.kind, self.post, at, self.received, self.onSite) = (kind, post, moment, received, onSite)
  }
}

extension Item {
  /// Whether it is a signal of integrity, whose own life is none.
  var isSignal: Bool { facts.isOwn && facts.assignedBy.why.kind == .signal }

  /// Whether that deadline's passing has been noted.
  func hasPassed(_ deadline: Timestamp) -> Bool { memory.breach == deadline || memory.passed.contains(deadline) }
}
