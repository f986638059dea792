/// One of the `rounds:` of the rules: what the calendar brings forth, how often, where, and for whom.
package struct RoundRule: Sendable {
  /// How often it comes: once in each such period.
  package enum Every: String, Sendable, CaseIterable {
    case day, workday, week, month, quarter, year

    /// The period in which it comes once.
    package var period: Period.Unit { self == .workday ? .day : Period.Unit(rawValue: rawValue) ?? .day }

    /// The last day of the longest such period.
    package var mostDays: Int {
      switch self {
      case .day, .workday: 1
      case .week: 7
      case .month: 31
      case .quarter: 92
      case .year: 366
      }
    }
  }

  /// What a day that is no working day does with it.
  package enum Holidays: String, Sendable, CaseIterable {
    case run, skip
    /// The first working day after it within the period, else the last before it within the period.
    case next
  }

  /// Where it is raised: once for each of these.
  package enum Audience: String, Sendable, CaseIterable {
    case grid, community, subdistrict
    /// Subjects of the register that have a grid.
    case subject
  }

  /// Who has it.
  package enum Target: Hashable, Sendable {
    /// The post that the matter is routed to.
    case routed
    case post(String)
    /// The grid's branch, and its integrity station.
    case branch, station
    /// The matter's functional group, of the community.
    case group
    case office(String)

    /// As the rules write it.
    package var text: String {
      switch self {
      case .routed: "post"
      case .post(let id): "post/" + id
      case .branch: "branch"
      case .station: "station"
      case .group: "group"
      case .office(let id): "subdistrict/" + id
      }
    }
  }

  /// Which of its places it is raised at; nil: at all.
  package struct Places: Hashable, Sendable {
    package var community: String?
    package var grid: String?
    package var colour: Colour?

    package init(community: String? = nil, grid: String? = nil, colour: Colour? = nil) {
      self.community = community
      self.grid = grid
      self.colour = colour
    }
  }

  package let name: String
  package let every: Every
  /// The n-th day of the period, from 1, Monday being the first of a week; of a shorter period its last.
  package let day: Int
  /// The second of the local day; nil: the first opening of the calendar's hours.
  package let at: Int?
  package let holidays: Holidays
  package let audience: Audience
  package let places: Places
  package let to: Target
  /// The code of its matter; nil: it has neither matter nor duty.
  package let matter: String?
  /// Beats those of matter and overrides.
  package let limit: TimeLimit?
  package let summary: String?
  /// Whether it is not raised at a place where the one before is not ended.
  package let unlessOpen: Bool
  /// The line of the rules file that says so, from 1.
  package let line: Int
  /// All of it but `summary` and `line`: two definitions are the same exactly when these are.
  package let definition: ByteText

  /// A round as the rules define it; the text of its definition is worked out here, so that a changed one begins anew.
  package init(
    name: String, every: Every, day: Int = 1, at: Int? = nil, holidays: Holidays, audience: Audience,
    places: Places = Places(), to: Target, matter: String? = nil, limit: TimeLimit? = nil, summary: String? = nil,
    unlessOpen: Bool = true, line: Int
  ) {
    self.name = name
    self.every = every
    self.day = day
    self.at = at
    self.holidays = holidays
    self.audience = audience
    self.places = places
    self.to = to
    self.matter = matter
    self.limit = limit
    self.summary = summary
    self.unlessOpen = unlessOpen
    self.line = line
    let parts = [
      name, every.rawValue, String(day), at.map { String($0) } ?? "", holidays.rawValue, audience.rawValue,
      places.community ?? "", places.grid ?? "", places.colour?.rawValue ?? "", to.text, matter ?? "",
      limit?.text ?? "", unlessOpen ? "unless open" : "",
    ]
    // No part holds the end of a line.
    definition = ByteText(parts.joined(separator: "\n"))
  }
}
