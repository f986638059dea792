package import GridCore

/// An item that is open or suspended, as far as other rules may treat it otherwise.
package struct OpenCase: Sendable {
  package let key: EventKey
  /// Who reported it.
  package let source: String
  /// Its facts as corrected; of an item in triage, what its report says.
  package let report: Report
  /// The matter and the grid it counts under; nil where its facts have none.
  package let matter: String?
  package let grid: String?
  package let community: String?
  /// The receipt of its report or of the `assign`: the time of day its rules are asked for.
  package let moment: Timestamp
  /// When its clock began to run.
  package let start: Timestamp
  package let rung: Int
  package let isInTriage: Bool

  /// - Parameter told: what the report of an item in triage says; its facts stand for it where nothing does.
  package init(_ item: Item, told: Report? = nil) {
    let facts = item.facts
    key = item.key
    source = item.identity.source
    isInTriage = item.isInTriage
    let known = Report(matter: facts.matter, community: facts.community, grid: facts.grid, risk: facts.risk)
    report = item.isInTriage ? told ?? known : known
    (matter, grid, community) = (facts.matter, facts.grid, facts.community)
    moment = item.memory.moment
    start = item.clock.start ?? item.memory.moment
    rung = item.rung
  }
}
