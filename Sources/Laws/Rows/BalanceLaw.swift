internal import GridCore
internal import Ledger
internal import Postings
internal import Proof

/// owed = delivered + pending, for each addressee and in sum; what was announced and delivered is what the entries say.
struct BalanceLaw {
  private struct Account {
    var owed: Int64 = 0
    var delivered: Int64 = 0
    var pending: Int64 = 0
    /// The first notice that is neither, or both.
    var odd: Int64?
  }

  private(set) var findings = LawFindings()
  /// There are as many as the town has posts, groups and offices.
  private var accounts: [String: Account] = [:]
  /// Notices that the entries call announced or delivered, and how many there are.
  private var told: [NoticeStage: RowSet] = [.announced: RowSet(), .delivered: RowSet()]
  private var toldCount: [NoticeStage: Int64] = [:]
  private var found: [NoticeStage: Int64] = [:]
  private var raisedByItems: Int64 = 0

  mutating func take(_ notice: StoredNotice) {
    var account = accounts[notice.addressee] ?? Account()
    account.owed += 1
    switch (notice.state, notice.deliveredAt) {
    case ("delivered", .some): account.delivered += 1
    case ("owed", nil), ("publishing", nil): account.pending += 1
    default: account.odd = account.odd ?? notice.row
    }
    accounts[notice.addressee] = account
    if notice.state == "owed", notice.seat != 0 {
      findings.add(.balance, LawPlace(.notice, notice.row), .notice(.owedFromSomewhere))
    }
    for move in Self.moves(of: notice) { found[move, default: 0] += 1 }
  }

  private static func moves(of notice: StoredNotice) -> [NoticeStage] {
    switch notice.state {
    case "owed": []
    case "delivered": [.announced, .delivered]
    default: [.announced]
    }
  }

  /// Takes the next entry about notices.
  ///
  /// - Parameter firstNotMoved: the first notice of a range that is not where the entry says. It is asked of the store: to be compared
  ///   here, the moves of all notices would have to be kept in mind.
  mutating func take(_ entry: ChainedEntry, firstNotMoved: (ClosedRange<Int64>) throws -> Int64?) rethrows {
    // What a restored ledger was told of notices it does not know.
    guard entry.row.kind == .delivery, entry.row.what != EntryRow.carriedWord else { return }
    guard let ranges = entry.row.note.flatMap(RowRanges.init(text:))?.ranges else {
      return findings.add(.balance, LawPlace(.entry, entry.seq), .notice(.namesNoNotices))
    }
    let move: NoticeStage = entry.row.what == "delivered" ? .delivered : .announced
    for range in ranges {
      if let notice = try firstNotMoved(range) {
        findings.add(
          .balance, LawPlace(.notice, notice), .notice(.notMoved(what: entry.row.what, entry: entry.seq)))
      }
      told[move]?.insert(range)
      toldCount[move, default: 0] += Int64(range.count)
    }
  }

  mutating func take(_ item: StoredItem) {
    raisedByItems += Int64(item.item?.memory.notices ?? 0)
  }

  /// After the last row.
  ///
  /// - Parameter notices: all of them once more, to name the one that no entry tells of; asked for only where there is one.
  mutating func end(_ tally: Tally, again notices: () throws -> RowStream<StoredNotice>) throws {
    for (addressee, account) in accounts.sorted(by: { $0.key < $1.key }) {
      guard let odd = account.odd else { continue }
      findings.add(
        .balance, LawPlace(.notice, odd),
        .notice(
          .account(
            addressee: addressee, owed: account.owed, delivered: account.delivered, pending: account.pending)))
    }
    let pending = pending
    if tally[.owed] != tally[.delivered] + pending {
      findings.add(
        .balance, .tally,
        .notice(.tallyOfNotices(owed: tally[.owed], delivered: tally[.delivered], pending: pending)))
    }
    for move in [.announced, .delivered] as [NoticeStage] where found[move] ?? 0 != toldCount[move] ?? 0 {
      let row = try firstUntold(move, try notices())
      findings.add(
        .balance, LawPlace(.notice, row),
        .notice(.movedUntold(what: move, found: found[move] ?? 0, told: toldCount[move] ?? 0)))
    }
    if raisedByItems != tally[.owed] {
      findings.add(.balance, .tally, .notice(.noticesOfItems(owed: tally[.owed], raised: raisedByItems)))
    }
  }

  private func firstUntold(_ move: NoticeStage, _ notices: RowStream<StoredNotice>) throws -> Int64 {
    while let notice = try notices.next() {
      guard Self.moves(of: notice).contains(move) else { continue }
      if told[move]?.firstAbsent(of: notice.row...notice.row) != nil { return notice.row }
    }
    return 0
  }

  var owed: Int64 { accounts.values.reduce(0) { $0 + $1.owed } }
  var delivered: Int64 { accounts.values.reduce(0) { $0 + $1.delivered } }
  var pending: Int64 { accounts.values.reduce(0) { $0 + $1.pending } }
  var addressees: Int64 { Int64(accounts.count) }
}
