package import GridCore

extension Mining {
  /// The override that decides in the book in force whatever a proposal takes, of reports without a risk; nil where there is none, or
  /// more than one: what it says beside the post must not be lost.
  package func rule(deciding proposal: Proposal) -> Override? {
    let when = proposal.when
    let grids = book.grids.indices.filter { grid in
      (when.grid ?? grid) == grid && (when.community ?? book.grids[grid].community) == book.grids[grid].community
    }
    let spans = bounds.filter { when.hours?.contains($0) ?? true }
    // A source that no override names stands for all of those.
    let sources = when.source.map { [$0] } ?? KindSpace([book]).sources.map(\.text) + [""]
    var found: Int?
    for grid in grids {
      for second in spans {
        for source in sources {
          let report = Report(matter: book.matters[when.matter].code, grid: book.grids[grid].id)
          let moment = book.calendar.moment(day: 0, second: second)
          let by = book.assign(report, source: source, received: moment).assignedBy
          guard by.why.kind == .override, let line = by.line, line == found ?? line else { return nil }
          found = line
        }
      }
    }
    return found.flatMap { line in book.overrides.first { $0.line == line } }
  }
}
