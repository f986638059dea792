internal import Custody
internal import Formats
internal import GridCore
internal import Ledger
internal import Linux
internal import Spool
internal import Words

/// Lays owed notices before their addressees: staged, synced, announced, renamed, synced, recorded, in this order; of many, the next
/// page is written while the last one is laid down, and the last one's second sync is its first, if it is written by then.
///
/// The staging file is the witness: after a crash an announced notice whose paper is still staged is laid down now, and one whose
/// paper is gone was laid down before, whoever took it since. So a notice is never lost and never laid down twice.
final class Delivery: Turning {
  let seat: LedgerSeat
  let journal: Journal
  let outbox: Outbox
  /// Notices that are laid down together: each page has the volume synced.
  let page = 1024
  /// Notices that are read at once.
  private static let batch = 512
  /// How many of the latest go along with a full page of the oldest: what comes now, an answer to a step above all, does not wait
  /// until all that is owed is delivered.
  private static let newest = 256
  /// So many are worth a thread.
  private static let many = 64
  /// About so many bytes of reports are in memory at once.
  private let mostBytes = 8 << 20
  /// Announced notices of a crash, of a failed commit or of a blocked folder may be waiting: true from before an announcement
  /// until the ledger knows what became of it.
  private var mustFinish = true
  private let rules: RulesInForce
  private let alarms: Alarms
  /// What a restored ledger was told of notices that lay before their addressees already.
  private let laidDownBefore: LaidDownNotices
  private let publisher: Publisher
  /// Where a page is laid down while the next one is written, and the rows of that page.
  private let aside: Aside<Result<Publisher.Laid, Failure>>
  private var underway: Set<Int64> = []
  /// Whether the page after it is staged.
  private let nextIsStaged = Latch()
  /// Up to here the oldest have been taken up.
  private var cursor: Int64 = 0
  /// What was laid down last, and is not recorded as such.
  private var laid = Publisher.Laid()
  private var laidDown = 0
  private var nextTidy: Timestamp?
  /// Whether some notice could not be laid down: an addressee's folder that cannot take it.
  private(set) var isBlocked = false
  /// Whether the pass ended with its turn and not with its work.
  private(set) var hasMore = false
  /// How long a pass goes on before it answers.
  private static let longestPass = Duration.seconds(1)
  /// When to try again what an addressee's folder could not take.
  private static let blockedPause = Duration.seconds(2)

  /// - Parameters:
  ///   - folder: where the outbox lies.
  ///   - laidDownBefore: notices that a restored ledger owes and that lay before their addressees already.
  init(
    _ seat: LedgerSeat, folder: StateFolder, rules: RulesInForce, alarms: Alarms, journal: Journal, pulses: Pulses,
    laidDownBefore: LaidDownNotices = LaidDownNotices()
  ) {
    self.seat = seat
    self.rules = rules
    self.alarms = alarms
    self.journal = journal
    self.laidDownBefore = laidDownBefore
    outbox = Outbox(folder)
    publisher = Publisher(seat: seat, outbox: outbox, alarms: alarms, journal: journal)
    aside = Aside("publisher", pulse: pulses.pulse(of: "publisher"))
  }

  /// Delivers what is owed; answers when to go on though nobody rings.
  func turn(_ now: Timestamp) throws(Failure) -> Duration? {
    _ = try pass(now)
    return hasMore ? .zero : isBlocked ? Self.blockedPause : nil
  }

  /// Delivers what is owed, for as long as its turn lasts; answers how many notices were laid down.
  func pass(_ now: Timestamp) throws(Failure) -> Int {
    try seat.demandOurs()
    (cursor, laid, laidDown) = (0, Publisher.Laid(), mustFinish ? try finishAnnounced(now) : 0)
    mustFinish = true
    do throws(Failure) {
      try deliver(now)
    } catch {
      // Nothing may write behind a pass that has ended.
      _ = aside.finish()
      underway = []
      throw error
    }
    mustFinish = isBlocked
    if laidDown == 0, !hasMore, nextTidy.map({ now >= $0 }) ?? true {
      try tidyStaging()
      nextTidy = now.adding(60)
    }
    if !isBlocked { alarms.lower(.outbox) }
    return laidDown
  }

  private func deliver(_ now: Timestamp) throws(Failure) {
    let end = ContinuousClock.now + Self.longestPass
    hasMore = true
    while .now < end, hasMore {
      let (staged, last) = try stagePage(now)
      if staged.isEmpty {
        // Whoever came meanwhile is found from the beginning.
        hasMore = !underway.isEmpty || last != 0
        try collect()
        cursor = 0
      } else {
        try layDown(staged, last, now)
      }
    }
    try collect()
    let rest = laid.rows
    if !rest.isEmpty { try attempt { try seat.ledger.advance(publishing: [], delivered: rest, at: now) } }
  }

  /// Writes the papers of the oldest that have not been taken up, and with a full page of them some of the latest; answers where the
  /// oldest end.
  private func stagePage(_ now: Timestamp) throws(Failure) -> (staged: [AnnouncedNotice], last: Int64) {
    let ledger = seat.ledger
    var staged: [AnnouncedNotice] = []
    var last = cursor
    while staged.count < page {
      let after = last
      let oldest = try attempt { try ledger.owed(after: after, limit: Self.batch, bytes: mostBytes) }
      last = oldest.last?.row ?? last
      try stage(oldest, &staged, now)
      if oldest.count < Self.batch { return (staged, last) }
    }
    let end = last
    try stage(try attempt { try ledger.newestOwed(after: end, limit: Self.newest, bytes: mostBytes / 4) }, &staged, now)
    return (staged, last)
  }

  private func stage(_ owed: [OwedNotice], _ staged: inout [AnnouncedNotice], _ now: Timestamp) throws(Failure) {
    let papers = laidDownBefore.isEmpty ? owed : try withoutLaidDown(owed.filter { !underway.contains($0.row) }, now)
    let count = staged.count + papers.count
    // By their places: a paper comes with its item, which is large.
    for index in papers.indices where !underway.contains(papers[index].row) {
      try stage(papers[index], among: count)
      staged.append(AnnouncedNotice(row: papers[index].row, notice: papers[index].notice))
    }
  }

  /// Lays a staged page down: a long one on a thread of its own, for there may be more to be written meanwhile.
  private func layDown(_ staged: [AnnouncedNotice], _ last: Int64, _ now: Timestamp) throws(Failure) {
    nextIsStaged.raise()
    try collect()
    _ = nextIsStaged.takeDown()
    let (publisher, before, next) = (publisher, laid, nextIsStaged)
    laid = Publisher.Laid()
    guard staged.count >= Self.many else {
      let done = try publisher.layDown(staged, isSynced: before.coversNext, delivered: before.rows, now)
      return note(done, of: staged.count)
    }
    aside.begin {
      Result { () throws(Failure) in
        try publisher.layDown(staged, isSynced: before.coversNext, delivered: before.rows, next: next, now)
      }
    }
    underway = Set(staged.map(\.row))
    cursor = last
  }

  /// Waits until the page that is under way lies where it belongs.
  private func collect() throws(Failure) {
    let count = underway.count
    underway = []
    if let result = aside.finish() { note(try result.get(), of: count) }
  }

  private func note(_ laid: Publisher.Laid, of count: Int) {
    self.laid = laid
    laidDown += laid.rows.count
    isBlocked = isBlocked || laid.rows.count < count
  }

  /// Lays down what a crashed run had announced; what was only owed waits for the next pass.
  func recover(_ now: Timestamp) throws(Failure) {
    try seat.demandOurs()
    _ = try finishAnnounced(now)
  }

  /// After a restore: what lay before its addressee already is recorded as delivered and not laid down again.
  private func withoutLaidDown(_ page: [OwedNotice], _ now: Timestamp) throws(Failure) -> [OwedNotice] {
    let rows = page.filter { laidDownBefore.contains($0.notice) }.map(\.row)
    try attempt { try seat.ledger.advance(publishing: rows, delivered: rows, at: now) }
    return page.filter { !laidDownBefore.contains($0.notice) }
  }

  /// Finishes what a crash or a blocked folder left announced; answers how many were laid down.
  private func finishAnnounced(_ now: Timestamp) throws(Failure) -> Int {
    var laidDown = 0
    var last: Int64 = 0
    isBlocked = false
    while true {
      let ledger = seat.ledger
      let announced = try attempt { try ledger.announced(after: last, limit: page) }
      guard let end = announced.last else { break }
      last = end.row
      let done = try publisher.publish(announced, syncing: false)
      isBlocked = isBlocked || done.rows.count < announced.count
      laidDown += done.rows.count
      // What a killed run had laid down, or one whose last sync failed, may not be durable yet.
      if !done.rows.isEmpty { try attempt { try outbox.sync() } }
      publisher.tell(done)
      try attempt { try ledger.advance(publishing: [], delivered: done.rows, at: now) }
    }
    return laidDown
  }

  private func stage(_ owed: OwedNotice, among count: Int) throws(Failure) {
    let assignedBy = NoticeWriter.assignedBy(owed.notice, of: owed.item, history: owed.history)
    let book = try attempt { try rules.book(assignedBy.rules, from: seat.ledger) }
    let bytes = NoticeWriter(book: book ?? rules.current, language: journal.language).write(
      owed.notice, seq: owed.row, of: owed.item, report: owed.report, previous: owed.previous, history: owed.history)
    try attempt { try outbox.stage(id: owed.notice.id, bytes: bytes, among: count) }
  }
}
