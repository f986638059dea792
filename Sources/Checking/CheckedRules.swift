package import Change
package import GridCore
package import Rules
internal import Town
internal import Words

/// What a check tells of a file: what is wrong with its text, what is proved of it, and what the day makes of it.
package struct CheckedRules: Sendable {
  /// The rules with every warning.
  package let rules: LoadedRules
  /// Nil without a book, and where a proof is too large.
  package let proofs: BookProofs?
  /// How many reports the rounds raise a month at places that the rules know; subjects are not among them.
  package let roundsAMonth: Int

  /// What comes of the day of the check, and not of what was edited.
  private static let ofTheDay: [FaultCode] = [.calendarHorizon, .untilNear]

  /// Whether nothing is to be told, what comes of the day aside, unless the day was asked for.
  package func isWellStrictly(onThatDay: Bool) -> Bool {
    rules.book != nil
      && !rules.found.contains { $0.severity == .warning && (onThatDay || !Self.ofTheDay.contains($0.code)) }
  }
}

extension LoadedRules {
  /// The same with what a check proves, which a daemon that reads a text has no time for.
  ///
  /// - Parameters:
  ///   - now: the moment whose day matters.
  ///   - budget: how far a proof may go.
  package func checked(at now: Timestamp, budget: Int = BookProofs.budget) -> CheckedRules {
    guard let book else { return CheckedRules(rules: self, proofs: nil, roundsAMonth: 0) }
    let proofs = BookProofs(book, budget: budget)
    var warnings = BookWarnings(book: book, places: places, found: found)
    warnings.tellKeywords()
    warnings.tellAcceptance()
    warnings.tellDays(at: now)
    let raised = book.raisingsAMonth(from: now)
    warnings.tellRounds(raised)
    if let proofs { warnings.tell(proofs) }
    warnings.tellUnproven(proofs == nil)
    return CheckedRules(rules: warned(warnings.found), proofs: proofs, roundsAMonth: raised)
  }
}
