/// Which code decided: it stands beside every decision, so that a later release can take those of an earlier one again as they were taken.
///
/// A release that decides anything otherwise gets the next number.
package enum DecidingVersion: Int64, Comparable, Sendable, CaseIterable {
  /// The first release, which wrote no number.
  case first = 1
  /// The release that writes numbers.
  case second = 2
  /// The release that knows the life of a case.
  case third = 3

  /// What this release decides by.
  package static let current = DecidingVersion.third

  package static func < (one: DecidingVersion, other: DecidingVersion) -> Bool { one.rawValue < other.rawValue }
}
