/// The deadline of a limit: the moment it is used up, and whether days without a published calendar were counted on the way.
package struct Deadline: Hashable, Sendable {
  package let moment: Timestamp
  package let provisional: Bool

  package init(moment: Timestamp, provisional: Bool) {
    self.moment = moment
    self.provisional = provisional
  }
}

/// A stretch of time on the way to a deadline: the part of it that counted, in seconds.
package struct CountedStretch: Hashable, Sendable {
  package let from: Timestamp
  package let to: Timestamp
  package let counted: Int64
}
