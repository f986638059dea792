import Answers
import Figures
import Formats
import GridCore
import LedgerStories
import Reports
import Testing

/// The figures of a report against the histories of its items, counted apart.
@Suite struct FigureTests {
  private static let states: [ReportColumn] = [.onSite, .triage, .open, .suspended, .resolved, .closed, .void]

  /// What a column counts, told from an item's history and its state alone; nil where only the item knows.
  private func counts(_ life: ReportLives.Life, in column: ReportColumn) -> Bool? {
    let (item, history) = (life.item, life.history)
    let did = { (kind: StepKind, outcome: Outcome?) in
      history.contains { $0.what == .step(kind) && (outcome == nil || $0.outcome == outcome) }
    }
    let wasReopened = did(.reopen, nil) || did(.visit, .fail) || did(.check, .fail)
    let isOnSite = life.cameResolved && item.state.kind == .closed && !wasReopened
    let isTriage = item.state.kind == .open && item.holder == .triage
    return switch column {
    case .received: true
    case .onSite: isOnSite
    case .triage: isTriage
    case .open: item.state.kind == .open && !isTriage
    case .suspended: item.state.kind == .suspended
    case .resolved: item.state.kind == .resolved
    case .closed: item.state.kind == .closed && !isOnSite
    case .void: item.state.kind == .void
    case .returned: did(.return, nil)
    case .bounced: history.contains { $0.what == .bounce }
    case .transferred: did(.transfer, nil)
    case .extended: did(.extend, nil)
    case .suspendedOnce: did(.suspend, nil)
    case .rework: did(.check, .fail)
    case .reopened: did(.reopen, nil) || did(.visit, .fail)
    case .escalated: history.contains { $0.what == .escalate && $0.to != nil }
    case .satisfied, .dissatisfied:
      history.last { $0.what == .step(.visit) && $0.outcome != .unreached }
        .map { ($0.outcome == .pass) == (column == .satisfied) } ?? false
    case .recurred: false
    case .onTime, .late, .overdue: nil
    }
  }

  @Test(arguments: 0..<6 as Range<UInt64>) func everyColumnIsWhatTheHistoriesTell(_ seed: UInt64) {
    let walk = ReportLives(60, seed: seed)
    var table = FigureTable(by: .grid)
    for life in walk.lives { table.add(life.item, at: walk.end, in: ReportLives.book.calendar) }
    for column in ReportColumn.allCases {
      let told = walk.lives.compactMap { counts($0, in: column) }
      if told.count == walk.lives.count {
        #expect(table.total[column] == told.filter { $0 }.count, "\(column) of seed \(seed)")
      }
    }
    #expect(Self.states.reduce(0) { $0 + table.total[$1] } == table.total[.received])
    #expect(table.total[.onTime] + table.total[.late] == table.total[.closed])
  }

  @Test(arguments: 0..<6 as Range<UInt64>) func rowsAddUpToTheTotal(_ seed: UInt64) {
    let walk = ReportLives(60, seed: seed &+ 100)
    for axis in ReportAxis.allCases {
      var table = FigureTable(by: axis)
      for life in walk.lives { table.add(life.item, at: walk.end, in: ReportLives.book.calendar) }
      for column in ReportColumn.allCases {
        #expect(table.rows.reduce(0) { $0 + $1.figures[column] } == table.total[column], "\(axis) \(column)")
      }
      let keys = table.rows.map(\.key)
      #expect(keys.compactMap(\.self) == keys.compactMap(\.self).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
      #expect(!keys.dropLast().contains(nil))
    }
  }

  @Test(arguments: 0..<4 as Range<UInt64>) func theTimeTakenIsThatOfTheSpellsThatCount(_ seed: UInt64) {
    let walk = ReportLives(60, seed: seed &+ 200)
    var figures = ReportFigures()
    var taken: [Int64] = []
    for life in walk.lives {
      figures.add(life.item, at: walk.end)
      guard life.item.state.kind == .closed, !life.item.onSite else { continue }
      taken.append(
        life.item.spells(of: life.history, at: walk.end).filter { $0.why != .suspended && $0.why != .ended }
          .reduce(0) { $0 + $1.seconds })
    }
    taken.sort()
    for percentile in [50, 90] {
      // The nearest rank: the first with at least so many hundredths of all up to it.
      let rank = (1...taken.count).first { $0 * 100 >= percentile * taken.count } ?? 0
      #expect(figures.handling(percentile: percentile) == taken[rank - 1], "seed \(seed)")
    }
  }

  @Test(arguments: 0..<4 as Range<UInt64>) func returnsAreAllTold(_ seed: UInt64) {
    let walk = ReportLives(60, seed: seed &+ 300)
    var fold = ReturnFold()
    for life in walk.lives { fold.add(life.history, matter: life.item.facts.matter) }
    let sums = fold.figures.values
    let returns = walk.lives.reduce(0) { $0 + $1.item.memory.counts.returns }
    #expect(returns > 0 && sums.reduce(0) { $0 + $1.returns } == returns)
    #expect(sums.allSatisfy { $0.returns == $0.moved + $0.amended + $0.bounced && $0.amended >= 0 })
    #expect(sums.reduce(0) { $0 + $1.bounced } == walk.lives.reduce(0) { $0 + $1.item.memory.counts.bounces })
    #expect(sums.reduce(0) { $0 + $1.limitGained } == walk.lives.reduce(0) { $0 + $1.gained })
    #expect(fold.figures.filter { $0.key.from == $0.key.to }.allSatisfy { $0.value.limitGained == 0 })
  }

  @Test func timeIsTheSumOfAllSpells() {
    let walk = ReportLives(80, seed: 7)
    var figures = TimeFigures()
    var all: Int64 = 0
    for life in walk.lives {
      let spells = life.item.spells(of: life.history, at: walk.end)
      figures.add(spells)
      all += spells.reduce(0) { $0 + $1.seconds }
    }
    #expect(all > 0 && figures.rows.reduce(0) { $0 + $1.seconds } == all)
    #expect(figures.rows.allSatisfy { ($0.holder == nil) == ($0.why == .ended) })
    #expect(figures.rows.last?.holder == nil)
  }
}
