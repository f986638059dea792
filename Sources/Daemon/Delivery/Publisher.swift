internal import Custody
internal import Formats
internal import GridCore
internal import Ledger
internal import Linux
internal import Spool
internal import Words

/// Announces staged notices and lays them before their addressees: the half of the delivery that writes no papers, so that the next
/// ones can be written meanwhile.
struct Publisher: Sendable {
  let seat: LedgerSeat
  let outbox: Outbox
  let alarms: Alarms
  let journal: Journal

  /// What became of a page.
  struct Laid: Sendable {
    /// The notices that lie, or lay, where they belong, and do so for good.
    var rows: [Int64] = []
    /// Those of them that were laid down just now, and those that had been before.
    var now: [Notice] = []
    var before: [Notice] = []
    /// Whether the papers of the next page are synced too.
    var coversNext = false
  }

  /// Makes papers that are staged survive a power cut, unless they do already, announces them, together with what was `delivered`
  /// before, and lays them down, synced.
  ///
  /// - Parameter next: raised once the next page is staged. The sync that ends this page then also covers that one.
  func layDown(
    _ staged: [AnnouncedNotice], isSynced: Bool, delivered: [Int64], next: Latch? = nil, _ now: Timestamp
  ) throws(Failure) -> Laid {
    if !isSynced { try attempt { try outbox.syncStaged(staged.count) } }
    try seat.demandOurs()
    try attempt { try seat.ledger.advance(publishing: staged.map(\.row), delivered: delivered, at: now) }
    var laid = try publish(staged, syncing: next == nil)
    if let next {
      laid.coversNext = next.isRaised
      try attempt { try outbox.sync() }
    }
    tell(laid)
    return laid
  }

  /// Renames staged papers into the outbox; answers those that lie, or lay, there, to be told once that is durable. A blocked folder
  /// holds up nobody else.
  func publish(_ notices: [AnnouncedNotice], syncing: Bool = true) throws(Failure) -> Laid {
    let results = try attempt {
      try outbox.publish(notices.map { (id: $0.notice.id, to: $0.notice.to.parts) }, syncing: syncing)
    }
    var laid = Laid()
    // Of many blocked folders always the same one is told, so that the journal is not filled with their turns.
    var troubles: [String: Bilingual] = [:]
    for (notice, result) in zip(notices, results) {
      switch result {
      case .laidDown:
        laid.rows.append(notice.row)
        laid.now.append(notice.notice)
      case .alreadyGone, .taken(same: true):
        laid.rows.append(notice.row)
        laid.before.append(notice.notice)
      case .taken(same: false):
        let (id, place) = (notice.notice.id, notice.notice.to.text)
        troubles[place] = Bilingual(
          en: "another file is in the place of notice \(id) at \(place)", zh: "通知单 \(id) 在 \(place) 的位置被别的文件占用")
      case .failed(let code):
        let place = notice.notice.to.text
        troubles[place] = WorldFault.text(code, en: "outbox/\(place)", zh: "outbox/\(place)")
      }
    }
    if let first = troubles.min(by: { $0.key < $1.key }) { alarms.raise(.outbox, first.value) }
    return laid
  }

  /// A line a notice while they are few; a sum when they come by the thousand.
  func tell(_ laid: Laid) {
    if laid.before.count > 20 {
      journal.info("\(laid.before.count) notices had been laid down before", "\(laid.before.count) 张通知单此前已投放")
    } else {
      for notice in laid.before {
        let (id, to) = (notice.id, notice.to.text)
        journal.info("notice \(id) had been laid down at \(to) before", "通知单 \(id) 此前已投放到 \(to)")
      }
    }
    guard laid.now.count <= 20 else {
      journal.info("\(laid.now.count) notices laid down", "投放通知单 \(laid.now.count) 张")
      return
    }
    for notice in laid.now {
      let what = Self.what(notice)
      journal.info(
        "notice \(notice.id) -> \(notice.to.text)" + (what.map { " (\($0.en))" } ?? ""),
        "通知单 \(notice.id) -> \(notice.to.text)" + (what.map { "（\($0.zh)）" } ?? ""))
    }
  }

  /// What a notice is laid down for; nil for plain work at the post.
  private static func what(_ notice: Notice) -> Bilingual? {
    guard notice.kind == .task else { return wording(notice.kind) }
    return notice.rung == 0 ? nil : Bilingual(en: "escalated, rung \(notice.rung)", zh: "升级上报，第 \(notice.rung) 级")
  }
}
