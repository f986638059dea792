package import Change
internal import Formats
package import GridCore
internal import Laws
package import Ledger

/// Replays the reports of a ledger under other rules, in pages, so that a million need no more memory than a few thousand.
package struct BacktestRun {
  /// How far a replay has come.
  package struct Progress: Sendable {
    package let events: Int
    /// Of the records of the ledger, 0 to 1.
    package let share: Double
    package let seconds: Double
  }

  package let new: RuleBook
  /// The old side's book; nil: what was decided.
  package let old: RuleBook?
  /// The book that the new one would replace.
  package let replaced: RuleBook
  /// The bounds that were asked for: received at the one or later, and before the other.
  private let since: Timestamp?
  private let until: Timestamp?
  package let now: Timestamp
  package private(set) var backtest: Backtest
  /// How long the replay took.
  package private(set) var seconds = 0.0

  private static let page = 4_096

  /// - Parameters:
  ///   - old: the book of the old side; nil: what was decided.
  ///   - replaced: the book in force, whose order and names things are told in.
  package init(
    to new: RuleBook, against old: RuleBook?, replacing replaced: RuleBook, since: Timestamp?, until: Timestamp?,
    at now: Timestamp
  ) {
    (self.new, self.old, self.since, self.until, self.now) = (new, old, since, until, now)
    self.replaced = old ?? replaced
    backtest = Backtest(to: new, against: old, at: now)
  }

  /// The first moment: as it was asked for, or of the first report; nil where there is none.
  package var first: Timestamp? { since ?? backtest.earliest }
  /// The load in the order of the old book.
  package var rows: [Backtest.LoadRow] { backtest.rows(inOrderOf: [replaced, new]) }

  /// The moment before which they came: as it was asked for, or now.
  package var last: Timestamp { until ?? now }

  /// Replays all of them.
  ///
  /// - Parameter tell: is told after each page.
  package mutating func replay(
    _ ledger: any LedgerReading, tell: (Progress) -> Void = { _ in }
  ) throws(LedgerError) {
    let clock = ContinuousClock()
    let start = clock.now
    defer { seconds = (clock.now - start) / .seconds(1) }
    let (from, to) = (since ?? Timestamp(seconds: .min), until.map { $0.adding(-1) } ?? now)
    guard from <= to else { return }
    let records = try ledger.standing().records
    let shelf = BookShelf()
    var position: Int64 = 0
    while true {
      let page = try ledger.pastReports(receivedIn: from...to, after: position, limit: Self.page)
      guard let last = page.rows.last else { return }
      try add(page) { (digest) throws(LedgerError) in try shelf.book(digest, from: ledger) }
      position = last.position
      tell(
        Progress(
          events: backtest.events, share: min(1, Double(position) / Double(max(1, records))),
          seconds: (clock.now - start) / .seconds(1)))
    }
  }

  private mutating func add(
    _ page: PastReports, book: @escaping (Digest) throws(LedgerError) -> RuleBook?
  ) throws(LedgerError) {
    for row in page.rows {
      guard var report = past(row, page) else { continue }
      if old == nil {
        report.first = page.bytes.withUnsafeBytes { backtest.first(UnsafeRawBufferPointer(rebasing: $0[row.first])) }
        report.deadline = row.deadline
        report.rules = page.rules[row.rules]
      }
      report.end =
        switch row.end {
        case .none: .none
        case .stopped(let moment): .stopped(moment)
        case .void: .void
        }
      try backtest.add(report, PastRecall(book: book) { Self.said(row, page) })
    }
  }

  /// What a report says; nil where nobody can read it any more.
  private func past(_ row: PastReports.Row, _ page: PastReports) -> PastReport? {
    guard let glance = ReportGlance(page.bytes[row.report]) else {
      // An envelope, or escapes.
      return Self.said(row, page).map { backtest.numbered($0.report, source: $0.source, received: row.receivedAt) }
    }
    var report = PastReport(received: row.receivedAt)
    page.bytes.withUnsafeBytes { bytes in
      let number = { (place: Range<Int>) in backtest.names.number(of: UnsafeRawBufferPointer(rebasing: bytes[place])) }
      report.source = number(row.source)
      report.matter = glance.matter.map(number)
      report.community = glance.community.map(number)
      report.grid = glance.grid.map(number)
    }
    (report.risk, report.isOnSite) = (glance.risk, glance.isOnSite)
    return report
  }

  private static func said(_ row: PastReports.Row, _ page: PastReports) -> (report: Report, source: String)? {
    guard let event = EventReader.again(Array(page.bytes[row.report]), received: row.receivedAt),
      case .report(let report) = event.body
    else { return nil }
    return (report, event.identity.source)
  }
}
