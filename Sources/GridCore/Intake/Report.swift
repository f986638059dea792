/// The risk colour a report may carry.
package enum Risk: String, Sendable, CaseIterable {
  case red, orange, yellow, blue
}

/// The fields of a report that decide where it goes; everything else stays in the raw bytes.
package struct Report: Hashable, Sendable {
  /// A matter's code or exact name.
  package var matter: String?
  package var community: String?
  package var grid: String?
  package var risk: Risk?
  /// The enterprise or premises concerned, and where: by them the same trouble is known again.
  package var subject: String?
  package var place: String?
  /// Put right on the spot.
  package var resolved: OnSiteResolution?
  /// What brought it forth, where this binary itself did.
  package var own: OwnReport?

  /// The name by which the register may know its colour; nil where it says one itself, or is about nobody.
  package var rated: String? { risk == nil ? subject.flatMap(Link.trimmed) : nil }

  package init(
    matter: String? = nil, community: String? = nil, grid: String? = nil, risk: Risk? = nil, subject: String? = nil,
    place: String? = nil, resolved: OnSiteResolution? = nil
  ) {
    self.matter = matter
    self.community = community
    self.grid = grid
    self.risk = risk
    self.subject = subject
    self.place = place
    self.resolved = resolved
  }
}

/// Who put it right on the spot, when, and what he says about it.
package struct OnSiteResolution: Hashable, Sendable {
  package let by: String?
  package let at: Timestamp?
  package let note: String?

  package init(by: String?, at: Timestamp?, note: String?) {
    self.by = by
    self.at = at
    self.note = note
  }
}
