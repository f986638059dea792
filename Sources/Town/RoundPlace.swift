package import GridCore

/// A place at which a round is raised.
package struct RoundPlace: Hashable, Sendable {
  /// The id of the grid, community or subdistrict, or the name of the subject.
  package let id: String
  package let community: String?
  package let grid: String?
  /// Of a subject; nil of any other place.
  package let colour: Colour?

  init(id: String, community: String?, grid: String?, colour: Colour? = nil) {
    self.id = id
    self.community = community
    self.grid = grid
    self.colour = colour
  }
}

extension RoundRule.Places {
  /// Whether a place lies among them.
  func contains(_ place: RoundPlace) -> Bool {
    (community == nil || community == place.community) && (grid == nil || grid == place.grid)
      && (colour == nil || colour == place.colour)
  }
}

private struct Where: Hashable {
  let audience: RoundRule.Audience
  let places: RoundRule.Places
}

extension RoundRule {
  /// What it is about, for people.
  package var told: String { summary ?? name }
}

extension RuleBook {
  /// A subject of the register as a place of a round; nil where the round is not raised at it.
  package func place(of subject: RatedSubject, in rule: RoundRule) -> RoundPlace? {
    guard let place = subject.grid.flatMap(place(ofGrid:)) else { return nil }
    let found = RoundPlace(
      id: subject.name, community: place.community, grid: place.grid, colour: Colour(subject.risk))
    return rule.places.contains(found) ? found : nil
  }

  /// The places of a round in the order of the rules; none of a round for subjects, which the register knows.
  package func places(of rule: RoundRule) -> [RoundPlace] {
    let all: [RoundPlace] =
      switch rule.audience {
      case .grid:
        grids.map { RoundPlace(id: $0.id, community: communities[$0.community].id, grid: $0.id) }
      case .community: communities.map { RoundPlace(id: $0.id, community: $0.id, grid: nil) }
      case .subdistrict: [RoundPlace(id: subdistrict.id, community: nil, grid: nil)]
      case .subject: []
      }
    return all.filter { rule.places.contains($0) }
  }

  /// How many reports the rounds raise a month at places that the rules know: the mean of the twelve months from a moment, rounded up.
  ///
  /// Subjects are not counted, whose number no rules file knows, and neither is what is not raised for one that is still open.
  package func raisingsAMonth(from now: Timestamp) -> Int {
    let (day, second) = calendar.local(now)
    let date = CivilDate(dayNumber: day)
    // From the last day of February, the first of March.
    let last = (CivilDate(year: date.year + 1, month: date.month, day: date.day)?.dayNumber) ?? day + 366
    let end = calendar.moment(day: last, second: second)
    // Many rounds may share their places, of which there are thousands.
    var counts: [Where: Int] = [:]
    let year = rounds.reduce(0) { sum, rule in
      let key = Where(audience: rule.audience, places: rule.places)
      let places = counts[key] ?? places(of: rule).count
      counts[key] = places
      return places == 0 ? sum : sum + places * RoundCalendar(rule, calendar).all(after: now, through: end).count
    }
    return (year + 11) / 12
  }
}

extension RoundRule {
  /// The id of the report that a call of a round has.
  package static func reportID(of call: RoundCall, sha256: (String) -> Digest) -> String {
    id(call.name, call.period, call.place, sha256)
  }

  /// The most bytes of an id as it is.
  private static let longestID = 256

  /// The id of the report that it raises for a period at a place: the same whoever raises it, however often.
  ///
  /// - Parameter sha256: of the bytes of a text. In an id that would be too long it stands for the place.
  package func reportID(of period: Period, at place: String, sha256: (String) -> Digest) -> String {
    Self.id(name, period.text, place, sha256)
  }

  private static func id(_ name: String, _ period: String, _ place: String, _ sha256: (String) -> Digest) -> String {
    let start = "\(name)/\(period)/"
    guard start.utf8.count + place.utf8.count > longestID else { return start + place }
    return start + "sha256:" + sha256(place).hex.prefix(32)
  }
}
