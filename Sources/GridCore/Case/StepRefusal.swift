/// Why an item does not take a step; it is unchanged.
package struct StepRefusal: Hashable, Sendable {
  /// What stands against the step.
  package enum Why: Error, Hashable, Sendable {
    /// The item's state does not allow the step.
    case state(ItemState)
    /// It is for somebody else to take than who stands at this address.
    case notYours(String)
    /// Its history has gone on since the line that was seen.
    case changed(seen: Int64)
    /// `assign` is for items in triage only.
    case notInTriage
    /// In triage only a few steps are taken.
    case inTriage
    /// Whoever has it has accepted it already.
    case alreadyAccepted
    /// The step needs a `note`.
    case noteMissing
    /// A condition of the table does not hold.
    case condition(StepTable.Condition)
    /// A field says what cannot be, or what the step needs is missing.
    case badValue(BadValue)
    /// The facts given still lead to no post.
    case stillInTriage(AssignmentReason, suggestions: [String])
  }

  /// A value that cannot be.
  package struct BadValue: Hashable, Sendable {
    /// What is wrong with it.
    package enum Problem: String, Hashable, Sendable, CaseIterable {
      /// The step needs the field.
      case missing
      /// No such matter is listed, no grid, address or word is called that.
      case unknown
      /// It names whoever has it already.
      case holder
      /// An item is not transferred to triage.
      case triage
      /// A time that is not in the future.
      case past
      /// A suspension longer than the rules allow.
      case tooLong = "too-long"
      case outOfRange = "out-of-range"
    }

    package let field: String
    /// As it was given; nil where it is missing.
    package let value: String?
    package let problem: Problem
    /// Up to three names that may have been meant.
    package let suggestions: [String]

    package init(_ field: String, _ value: String?, _ problem: Problem, suggestions: [String] = []) {
      self.field = field
      self.value = value
      self.problem = problem
      self.suggestions = suggestions
    }
  }

  package let step: StepKind
  package let why: Why
  /// What would be taken now.
  package let legal: [StepKind]

  /// Whether the value is at fault and not the step: `bad-value`, else `illegal-step`.
  package var isBadValue: Bool {
    switch why {
    case .badValue, .stillInTriage: true
    case .state, .notYours, .changed, .notInTriage, .inTriage, .alreadyAccepted, .noteMissing, .condition: false
    }
  }
}

extension StepRefusal {
  /// The refusal as an error, for `Result`.
  package struct Failure: Error, Hashable, Sendable {
    package let refusal: StepRefusal

    init(_ refusal: StepRefusal) {
      self.refusal = refusal
    }
  }
}
