/// What somebody says of a subject (firm, shop, building): its colour and its risk points.
package struct Rating: Hashable, Sendable {
  /// The word by which ratings are sent.
  package static let type = "rate"
  /// The most risk points that a rating may list.
  package static let mostPoints = 50
  /// The word for a subject without colour.
  package static let noRisk = "none"

  /// Its name, without white space at its ends.
  package var subject: String
  /// Nil: without colour.
  package var risk: Risk?
  /// Nil: the one that is known stays.
  package var grid: String?
  /// Nil: those that are known stay.
  package var points: [String]?
  package var by: String?
  package var note: String?

  package init(
    subject: String, risk: Risk?, grid: String? = nil, points: [String]? = nil, by: String? = nil, note: String? = nil
  ) {
    self.subject = subject
    self.risk = risk
    self.grid = grid
    self.points = points
    self.by = by
    self.note = note
  }
}

/// A subject as the register has it: what its ratings say, one after the other in the order of the ledger.
package struct RatedSubject: Hashable, Sendable {
  package let name: String
  /// Nil: without colour.
  package private(set) var risk: Risk?
  /// Since when it has that colour.
  package private(set) var since: Timestamp
  package private(set) var grid: String?
  package private(set) var points: [String]
  /// Who rated it last.
  package private(set) var by: String?

  package init(name: String, risk: Risk?, since: Timestamp, grid: String?, points: [String], by: String?) {
    self.name = name
    self.risk = risk
    self.since = since
    self.grid = grid
    self.points = points
    self.by = by
  }

  /// The subject after a rating that was received at a moment; `before` is nil where it is the first.
  package init(_ rating: Rating, after before: RatedSubject?, received now: Timestamp) {
    let isSame = before != nil && before?.risk == rating.risk
    self.init(
      name: rating.subject, risk: rating.risk, since: isSame ? before?.since ?? now : now,
      grid: rating.grid ?? before?.grid, points: rating.points ?? before?.points ?? [], by: rating.by)
  }

  /// Its colour, where it is the one that a report of this grid is about; a report without a grid is about one without.
  package func risk(in grid: String?) -> Risk? {
    guard let own = self.grid else { return risk }
    return grid.map { ByteText($0) == ByteText(own) } == true ? risk : nil
  }
}
