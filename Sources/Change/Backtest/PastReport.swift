package import GridCore

/// A report of the past by the numbers of its names: what it said, and what has become of it.
package struct PastReport: Sendable {
  /// Who the rules of its day gave it to.
  package enum First: Hashable, Sendable {
    case triage
    /// The number of a post's address.
    case post(Int32)
  }

  /// What has become of its item.
  package enum End: Hashable, Sendable {
    /// It is open or suspended.
    case none
    /// When its clock was stopped for good: it is closed or resolved.
    case stopped(Timestamp)
    case void
  }

  /// What the report names; nil where it names none.
  package var matter: Int32?
  package var community: Int32?
  package var grid: Int32?
  package var risk: Risk?
  package var source: Int32 = NameTable.unknown
  package var received: Timestamp
  /// Whether it was put right on the spot.
  package var isOnSite = false
  package var end = End.none
  /// The recorded decision, where it is the old side.
  package var first = First.triage
  /// The deadline recorded with it, where it was, and the rules that it was decided under.
  package var deadline: Timestamp?
  package var rules = Digest.zero

  package init(received: Timestamp) {
    self.received = received
  }

  /// Whether it names anything that no book listed so far.
  var namesUnknown: Bool { [matter, community, grid, source].contains(NameTable.unknown) }
}

/// Whom to ask about a report for what the record of its decision does not tell: seldom, for it costs more.
package struct PastRecall<Fault: Error> {
  /// The book with a digest; nil where there is none any more.
  let book: (Digest) throws(Fault) -> RuleBook?
  /// What the report says, and its source; nil where nobody can read it.
  let said: () -> (report: Report, source: String)?

  package init(
    book: @escaping (Digest) throws(Fault) -> RuleBook?, said: @escaping () -> (report: Report, source: String)?
  ) {
    (self.book, self.said) = (book, said)
  }
}
