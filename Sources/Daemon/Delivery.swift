internal import Formats
package import GridCore
internal import LedgerStore
internal import Rules
internal import Spool

/// Lays owed notices before their addressees: staged, synced, announced, renamed, recorded, in this order.
///
/// The staging file is the witness: after a crash an announced notice whose paper is still staged is laid down now, and one whose
/// paper is gone was laid down before, whoever took it since. So a notice is never lost and never laid down twice.
package final class Delivery {
  let station: Station
  let outbox: Outbox
  let batch = 1024
  /// How many of the latest go along with a full batch of the oldest: what comes now, an answer to a step above all, does not wait
  /// until all that is owed is delivered.
  private let newest = 256
  /// About so many bytes of reports are in memory at once.
  private let mostBytes = 8 << 20
  /// Announced notices of a crash, of a failed commit or of a blocked folder may be waiting: true from before an announcement
  /// until the ledger knows what became of it.
  private var mustSettle = true
  private var nextTidy: Timestamp?
  /// Whether some notice could not be laid down: an addressee's folder that cannot take it.
  package private(set) var isBlocked = false
  /// Whether the pass ended with its turn and not with its work.
  package private(set) var hasMore = false
  /// How long a pass goes on before it answers.
  private let turn = Duration.seconds(1)

  package init(_ station: Station) {
    self.station = station
    outbox = Outbox(station.folder)
  }

  /// Delivers what is owed, for as long as its turn lasts; answers how many notices were laid down.
  package func pass(_ now: Timestamp) throws(Failure) -> Int {
    try station.assertLock()
    var laidDown = mustSettle ? try settle(now) : 0
    mustSettle = true
    var done: [Int64] = []
    let end = ContinuousClock.now + turn
    hasMore = true
    while .now < end {
      let ledger = station.ledger
      let page = try next(of: ledger)
      hasMore = !page.isEmpty
      if page.isEmpty { break }
      let owed = try withoutLaidDown(page, now)
      if owed.isEmpty { continue }
      for paper in owed { try stage(paper, among: owed.count) }
      try attempt { try outbox.syncStaged(owed.count) }
      try station.assertLock()
      try attempt { try ledger.advance(publishing: owed.map(\.row), delivered: done, at: now) }
      done = try publish(owed.map { UnsettledNotice(row: $0.row, notice: $0.notice) })
      laidDown += done.count
      isBlocked = isBlocked || done.count < owed.count
      tell(owed)
    }
    if !done.isEmpty {
      try attempt { try station.ledger.advance(publishing: [], delivered: done, at: now) }
    }
    mustSettle = isBlocked
    if laidDown == 0, !hasMore, nextTidy.map({ now >= $0 }) ?? true {
      try tidyStaging()
      nextTidy = now.adding(60)
    }
    if !isBlocked { station.lower("outbox") }
    return laidDown
  }

  private func next(of ledger: SQLiteLedger) throws(Failure) -> [OwedNotice] {
    let oldest = try attempt { try ledger.owed(after: 0, limit: batch, bytes: mostBytes) }
    guard oldest.count == batch, let last = oldest.last?.row else { return oldest }
    return oldest + (try attempt { try ledger.newestOwed(after: last, limit: newest, bytes: mostBytes / 4) })
  }

  /// Lays down what a crashed run had announced; what was only owed waits for the next pass.
  package func recover(_ now: Timestamp) throws(Failure) {
    try station.assertLock()
    _ = try settle(now)
  }

  /// After a restore: what lay before its addressee already is recorded as delivered and not laid down again.
  private func withoutLaidDown(_ page: [OwedNotice], _ now: Timestamp) throws(Failure) -> [OwedNotice] {
    let before = station.laidDownBefore
    guard !before.isEmpty else { return page }
    let rows = page.filter { before.contains($0.notice) }.map(\.row)
    try attempt { try station.ledger.advance(publishing: rows, delivered: rows, at: now) }
    return page.filter { !before.contains($0.notice) }
  }

  /// Settles what a crash or a blocked folder left announced; answers how many were laid down.
  private func settle(_ now: Timestamp) throws(Failure) -> Int {
    var laidDown = 0
    var last: Int64 = 0
    isBlocked = false
    while true {
      let ledger = station.ledger
      let unsettled = try attempt { try ledger.unsettled(after: last, limit: batch) }
      guard let end = unsettled.last else { break }
      last = end.row
      let done = try publish(unsettled)
      isBlocked = isBlocked || done.count < unsettled.count
      laidDown += done.count
      try attempt { try ledger.advance(publishing: [], delivered: done, at: now) }
    }
    return laidDown
  }

  private func stage(_ paper: OwedNotice, among count: Int) throws(Failure) {
    let book = try attempt { try station.rules.book(paper.item.assignedBy.rules, from: station.ledger) }
    let writer = NoticeWriter(book: book ?? station.rules.current, language: station.journal.language)
    let bytes = writer.write(paper.notice, of: paper.item, report: paper.report, previous: paper.previous)
    try attempt { try outbox.stage(id: paper.notice.id, bytes: bytes, among: count) }
  }

  /// Renames staged papers into the outbox; answers the rows of those that lie, or lay, there. A blocked folder holds up nobody else.
  private func publish(_ notices: [UnsettledNotice]) throws(Failure) -> [Int64] {
    let results = try attempt {
      try outbox.publish(notices.map { (id: $0.notice.id, to: $0.notice.to.parts) })
    }
    var done: [Int64] = []
    // Of many blocked folders always the same one is told, so that the journal is not filled with their turns.
    var troubles: [String: Bilingual] = [:]
    for (notice, result) in zip(notices, results) {
      let (id, place) = (notice.notice.id, notice.notice.to.text)
      switch result {
      case .laidDown, .alreadyGone, .taken(same: true): done.append(notice.row)
      case .taken(same: false):
        troubles[place] = Bilingual(
          en: "another file is in the place of notice \(id) at \(place)", zh: "通知单 \(id) 在 \(place) 的位置被别的文件占用")
      case .failed(let code): troubles[place] = WorldFault.text(code, en: "outbox/\(place)", zh: "outbox/\(place)")
      }
    }
    if let first = troubles.min(by: { $0.key < $1.key }) { station.raise("outbox", first.value) }
    return done
  }

  /// A line a notice while they are few; a sum when they come by the thousand.
  private func tell(_ owed: [OwedNotice]) {
    guard owed.count <= 20 else {
      station.journal.info("\(owed.count) notices laid down", "投放通知单 \(owed.count) 张")
      return
    }
    for paper in owed {
      let (id, to, rung) = (paper.notice.id, paper.notice.to.text, paper.notice.rung)
      station.journal.info(
        rung == 0 ? "notice \(id) -> \(to)" : "notice \(id) -> \(to) (escalated, rung \(rung))",
        rung == 0 ? "通知单 \(id) -> \(to)" : "通知单 \(id) -> \(to)（升级上报，第 \(rung) 级）")
    }
  }
}
