import Answers
import Figures
import GridCore
import Ledger
import LedgerStore
import LedgerStories
import Reports
import Testing

/// Figures that are kept are those that a walk counts.
@Suite struct KeptFiguresTests {
  private static let axes: [ReportAxis?] = [nil] + ReportAxis.allCases

  /// A table as far as a reader can tell it from another.
  private func told(_ table: FigureTable) -> [String] {
    let cells = { (figures: ReportFigures) in FigureColumn.all.map { "\($0.cell(of: figures))" }.joined(separator: " ")
    }
    return table.rows.map { "\($0.key ?? "-"): \(cells($0.figures))" } + [cells(table.total)]
  }

  @Test(arguments: 0..<6 as Range<UInt64>) func everyAxisIsWhatAWalkCounts(_ seed: UInt64) {
    let (before, after) = (ReportLives(80, seed: seed &+ 400), ReportLives(80, seed: seed &+ 500))
    let calendar = ReportLives.book.calendar
    var kept = KeptFigures(in: calendar, rowsOfASheet: 4 + Int(seed))
    // Each item is counted as it was first, out of order, and then as it is.
    for (place, life) in before.lives.enumerated().reversed() { kept.take(life.item, at: Int64(place)) }
    for (place, life) in after.lives.enumerated() { kept.take(life.item, at: Int64(place)) }
    #expect(kept.count == 80)
    let days = after.lives.map { calendar.local($0.item.receivedAt).day }.sorted()
    for range in [Int.min..<Int.max, days[20]..<days[60], days[3]..<days[3]] {
      for axis in Self.axes {
        for moment in [after.end, noon(40_000)] {
          var walked = FigureTable(by: axis)
          for life in after.lives where range.contains(calendar.local(life.item.receivedAt).day) {
            walked.add(life.item, at: moment, in: calendar)
          }
          #expect(told(kept.table(by: axis, days: range, at: moment)) == told(walked), "\(String(describing: axis))")
        }
      }
    }
  }

  @Test func aKeeperFollowsALedgerThroughWhatChanges() throws {
    let ledger = try SQLiteLedger.inMemory()
    let intake = TestIntake(ledger: ledger)
    try ledger.adopt(TestTown.rulesRecord)
    var keeper = FigureKeeper(TestTown.book)
    func agrees(_ moment: Timestamp) throws {
      try keeper.follow(ledger)
      for axis in Self.axes {
        var query = ReportQuery(at: moment)
        query.axis = axis
        #expect(
          told(try query.figures(TestTown.book, ledger, keeper)) == told(try query.figures(TestTown.book, ledger)))
      }
      for axis in LoadAxis.allCases {
        let kept = try LoadReport(by: axis, at: moment, under: TestTown.book, in: ledger, keeper)
        let walked = try LoadReport(by: axis, at: moment, under: TestTown.book, in: ledger)
        #expect(kept.sheet(TestTown.book).csv == walked.sheet(TestTown.book).csv)
      }
      let query = ReportQuery(at: moment)
      let sheets = try [keeper, nil].map { kept in
        [
          ReportQuery.sheet(try query.returns(TestTown.book, ledger, kept), TestTown.book).csv,
          ReportQuery.sheet(try query.times(TestTown.book, ledger, kept), TestTown.book).csv,
        ]
      }
      #expect(sheets[0] == sheets[1])
      for axis in Self.axes {
        var query = ReportQuery(at: moment)
        query.axis = axis
        let keys = try query.figures(TestTown.book, ledger).rows.map { $0.key ?? "" } + ["nobody's"]
        for (column, key) in ReportColumn.allCases.flatMap({ column in keys.map { (column, axis == nil ? nil : $0) } })
        {
          var (kept, walked): ([EventKey], [EventKey]) = ([], [])
          let counted = query.items(in: column, key: key, keeper, ledger)
          try query.each(in: column, key: key, TestTown.book, ledger, keeper) { item in
            kept.append(item.key)
            return true
          }
          try query.each(in: column, key: key, TestTown.book, ledger) { item in
            walked.append(item.key)
            return true
          }
          #expect(kept == walked && counted.count == walked.count, "\(column) of \(key ?? "all")")
        }
      }
    }
    try agrees(noon())
    try intake.take(TestFile(.report("r1"), .report("r2", onSite: true), .report("r3", matter: "unheard of")))
    try agrees(noon())
    // Nothing has happened, and time has.
    try agrees(noon(90_000))
    try intake.take(TestFile(.step("s1", .resolve, on: "r1"), .step("s2", .reopen, on: "r2")), TestFile(.report("r4")))
    try agrees(noon(100_000))
    try intake.take(TestFile(.step("s3", .void, on: "r3"), .step("s4", .return, on: "r4")))
    try agrees(noon(100_000))
    // What had ended is taken up again, what is taken in hand waits, and a note changes nothing.
    try intake.take(
      TestFile(.step("s5", .reopen, on: "r1"), .step("s6", .accept, on: "r1"), .step("s7", .note, on: "r3")))
    try agrees(noon(200_000))
    try intake.take(TestFile(.step("s8", .resolve, on: "r1")))
    try agrees(noon(300_000))
    try intake.take(TestFile(.step("s9", .note, on: "r1"), .step("s10", .reopen, on: "r1")))
    try agrees(noon(300_000))
    // Thirty days behind, what was received no longer counts as load, and what is open does.
    try agrees(noon(30 * 86_400 - 1))
    try agrees(noon(30 * 86_400))
    try agrees(noon(40 * 86_400))
  }

  @Test(arguments: 0..<6 as Range<UInt64>) func timesAreTheSumsOfAllSpells(_ seed: UInt64) {
    let lives = ReportLives(120, seed: seed &+ 600)
    let calendar = ReportLives.book.calendar
    var kept = KeptTimes()
    let (day, isOwn) = ({ calendar.local(lives.lives[$0].item.receivedAt).day }, { $0 % 5 == 0 })
    // Entry by entry of all items in turn, as a ledger has them.
    for place in 0..<30 {
      for (number, life) in lives.lives.enumerated() where !life.item.onSite && place < life.history.count {
        // What was put right on the spot may be met when it is reopened, and not before.
        let first = life.history.dropFirst().firstIndex { $0.to != nil } ?? .max
        if life.cameResolved, number % 2 == 0, place < first { continue }
        kept.take(life.history[place], of: Int64(number), receivedOn: day(number), isOwn: isOwn(number)) {
          Array(life.history.prefix(place))
        }
      }
    }
    let days = lives.lives.indices.map(day).sorted()
    for wanted in [Int.min..<Int.max, days[20]..<days[60], days[3]..<days[3]] {
      for (moment, countsOwn) in [(lives.end, true), (lives.end.adding(500_000), false), (noon(40_000), true)] {
        var walked = TimeFigures()
        for (number, life) in lives.lives.enumerated()
        where wanted.contains(day(number)) && (countsOwn || !isOwn(number)) {
          walked.add(life.item.spells(of: life.history, at: moment))
        }
        let told = { (holder: Addressee?, why: Spell.Why, seconds: Int64) in "\(holder?.text ?? "") \(why) \(seconds)" }
        let rows = kept.rows(days: wanted, at: moment, countsOwn: countsOwn)
        #expect(Set(rows.map(told)) == Set(walked.rows.map(told)) && rows.count == walked.rows.count)
      }
    }
  }
}
