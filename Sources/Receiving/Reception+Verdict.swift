package import GridCore

extension Reception {
  /// What becomes of a record.
  package enum Verdict: Hashable, Sendable {
    case accepted(item: EventKey)
    /// A step for a list of items, of which at least one took it.
    case acceptedList([ItemVerdict])
    /// An order: these rules come into force with it.
    case applied(Digest)
    /// An order: what it is about is done after it, bit by bit.
    case redispatches
    /// A rating: the register has it.
    case rated
    case duplicate
    /// Waits for the report of the item with this id.
    case held(item: String)
    case refused(Refusal)
  }

  /// What became of a step at one item of its list.
  package struct ItemVerdict: Hashable, Sendable {
    /// The item's id as it was given.
    package let item: String
    /// Nil where it was taken.
    package let refusal: Refusal?

    package init(item: String, refusal: Refusal?) {
      self.item = item
      self.refusal = refusal
    }
  }

  /// Why a well-formed event is refused.
  package enum Refusal: Hashable, Sendable {
    /// The identity is taken by an event of other content.
    case conflict
    /// Another identity has the same key.
    case keyCollision
    /// The item does not take the step, or the step says what cannot be (`StepRefusal.isBadValue`).
    case illegalStep(StepRefusal)
    /// A step that an earlier release did not carry out yet; what it decided stays decided.
    case unsupportedStep(StepKind)
    /// No rules are held that an order names.
    case notHeld
    /// An order to move items was made under other rules than those in force.
    case stalePlan
    /// The rules do not let this source send that, or not by this way.
    case notAllowed(type: String)
    /// No item of the list took the step.
    case noneOfList([ItemVerdict])
    /// The item did not become known in time.
    case unknownItem
    /// A rating names a grid that the rules do not have, and what may have been meant.
    case unknownGrid(String, suggestions: [String])
  }
}
