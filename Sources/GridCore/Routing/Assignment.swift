/// Routing's answer: who has it, until when, and by which rule.
package struct Assignment: Sendable {
  package var to: Addressee
  /// Code of the listed matter, id of its duty; nil where the report names none.
  package var matter: String?
  package var duty: String?
  package var community: String?
  package var grid: String?
  package var group: String?
  package var limit: TimeLimit?
  /// Nil in triage: no clock runs there.
  package var deadline: Deadline?
  package var assignedBy: AssignedBy
}

/// The rule that decided: the book, the line of it (nil where none did: triage), and why.
package struct AssignedBy: Hashable, Sendable {
  package let rules: Digest
  package let line: Int?
  package let why: AssignmentReason

  package init(rules: Digest, line: Int?, why: AssignmentReason) {
    self.rules = rules
    self.line = line
    self.why = why
  }
}

/// Why an event went where it did: the kind of rule, and the name it concerns.
package struct AssignmentReason: Hashable, Sendable {
  /// Which of the ways to assign was taken.
  package enum Kind: String, Sendable, CaseIterable {
    /// The matter's own line.
    case matter
    /// An override; its name, or nothing.
    case override
    /// The report names no matter.
    case noMatter = "no-matter"
    /// The matter it names is not listed.
    case unlistedMatter = "unlisted-matter"
    /// The report names no grid.
    case noGrid = "no-grid"
    /// No grid is called that.
    case unknownGrid = "unknown-grid"
    /// The grid lies in another community than the one named.
    case gridElsewhere = "grid-elsewhere"
    /// No community is called that.
    case unknownCommunity = "unknown-community"
    /// A round of the rules; its name.
    case round
    /// A signal of the integrity stations; its name.
    case signal
  }

  package let kind: Kind
  /// The matter code, the override's name, or the words of the report that name nothing.
  package let subject: String

  package init(kind: Kind, subject: String) {
    self.kind = kind
    self.subject = subject
  }
}

/// An override that was looked at and did not fit, and which of its conditions failed.
package struct Considered: Sendable {
  /// The first condition that does not fit.
  package enum Mismatch: String, Sendable {
    case duty, matter, community, grid, risk, source, hours
  }

  package let line: Int
  package let name: String?
  package let mismatch: Mismatch
}
