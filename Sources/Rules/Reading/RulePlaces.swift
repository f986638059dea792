package import GridCore
package import YAML

/// Where a file says what is checked only once all of it is read, and by the day of the check.
package struct RulePlaces: Sendable {
  /// Of a matter.
  package struct OfMatter: Sendable {
    package let code: Spot
    /// In the matter, or in its duty.
    package let limit: Spot?
    package let until: Spot?
    /// Of each keyword.
    package let keywords: [Spot]
  }

  package var utcOffset: Spot?
  package var knownUntil: Spot?
  package var posts: [Spot] = []
  package var groups: [Spot] = []
  package var matters: [OfMatter] = []
  /// What holds for matters of an urgency.
  package var acceptWithin: [Urgency: Spot] = [:]
  package var overrideSection: Spot?
  package var rounds: Spot?
  package var overrides: [Spot] = []
  package var overrideLimits: [Spot?] = []
  /// Overrides of which it could not be proved whether they can ever match, by their indices.
  package var unproven: [Int] = []
}
