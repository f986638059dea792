/// The `integrity:` of the rules: what an integrity station is to look at, and who hears if it does not.
package struct IntegrityRules: Sendable {
  /// The code of the matter by which its items are counted.
  package let matter: String
  package let limit: TimeLimit
  /// The office of its one rung, which fires at the deadline.
  package let to: String
  package let signals: [SignalRule]
  /// What they count.
  package let kinds: Set<SignalRule.Kind>

  package init(matter: String, limit: TimeLimit, to: String, signals: [SignalRule]) {
    self.matter = matter
    self.limit = limit
    self.to = to
    self.signals = signals
    kinds = Set(signals.map(\.kind))
  }
}

/// A sign in the work of a post that somebody is to look at.
package struct SignalRule: Sendable {
  /// What is counted.
  package enum Kind: String, Sendable, CaseIterable {
    case quick, late, bounced, reopened
    case sameHand = "same_hand"
    case silent
    case onSite = "on_site"
  }

  /// How much of it is a sign.
  package enum Threshold: Hashable, Sendable {
    case times(Int)
    /// Parts of a million of what was received, once so many are.
    case share(Int, of: Int)
  }

  package let name: String
  package let kind: Kind
  /// How soon is too soon, of what was resolved quickly.
  package let within: TimeLimit?
  package let threshold: Threshold
  /// A week or a month.
  package let per: Period.Unit
  /// Whether it ends only with a talk: `resolve` with `note`.
  package let talk: Bool
  /// The line of the rules file that says so, from 1.
  package let line: Int
  /// All of it but `line`: two definitions are the same exactly when these are.
  package let definition: ByteText

  /// A signal as the rules define it; the text of its definition is worked out here, so that a changed one counts anew.
  package init(
    name: String, kind: Kind, within: TimeLimit? = nil, threshold: Threshold, per: Period.Unit, talk: Bool = false,
    line: Int
  ) {
    self.name = name
    self.kind = kind
    self.within = within
    self.threshold = threshold
    self.per = per
    self.talk = talk
    self.line = line
    let many =
      switch threshold {
      case .times(let times): "\(times)"
      case .share(let share, let least): "\(share)/\(least)"
      }
    let parts = [name, kind.rawValue, within?.text ?? "", many, per.rawValue, talk ? "talk" : ""]
    // No part holds the end of a line.
    definition = ByteText(parts.joined(separator: "\n"))
  }
}
