/// Which code decided: it stands beside every decision, so that a later release can take those of an earlier one again as they were taken.
///
/// A release that decides anything otherwise gets the next number.
package enum DecidingVersion: Int64, Comparable, Sendable, CaseIterable {
  /// The first release, which wrote no number.
  case first = 1
  /// The release that writes numbers.
  case second = 2
  /// Keeps the source or the id of a refused record alone too, and of one that is refused for its length, depth or surrogates.
  case third = 3
  /// The release that knows the life of a case.
  case fourth = 4
  /// The release that takes orders.
  case fifth = 5
  /// The release that moves items by order, and keeps in which time a deadline was counted that has passed.
  case sixth = 6
  /// The release that knows subjects and their colours, and is a producer of its own.
  case seventh = 7
  /// The release that asks in whose name a step is taken, and has a board of its own.
  case eighth = 8
  /// The release that asks what whoever steps has seen of the item.
  case ninth = 9
  /// The release after which nothing takes effect before the return that moved the item, which keeps a clock where a better matter has a
  /// longer ladder, and tells a missed repeat once though nobody was left to climb to.
  case tenth = 10
  /// The release that takes a name of nothing but white space for none, and such a note in every event.
  case eleventh = 11

  /// What this release decides by.
  package static let current = DecidingVersion.eleventh

  package static func < (one: DecidingVersion, other: DecidingVersion) -> Bool { one.rawValue < other.rawValue }
}
