internal import GRDB
internal import GridCore

extension LawWalk {
  /// owed = delivered + pending, for each addressee and in sum.
  mutating func balance() throws {
    var pending: Int64 = 0
    var addressees: Int64 = 0
    var statement = try LedgerStatement(
      """
      SELECT addressee, count(*), sum(state = 'delivered' AND delivered_at IS NOT NULL),
        sum(state IN ('owed', 'publishing') AND delivered_at IS NULL)
      FROM notice GROUP BY addressee
      """, in: db)
    try statement.each { row in
      let addressee = row.text()
      let (owed, delivered, waiting) = (row.int(), row.int(), row.int())
      addressees += 1
      counted[.owed] += owed
      counted[.delivered] += delivered
      pending += waiting
      if owed != delivered + waiting {
        let row = try number("SELECT min(row) FROM notice WHERE (state = 'delivered') <> (delivered_at IS NOT NULL)")
        fault(
          .balance, "notice \(row): to \(addressee) \(owed) owed, \(delivered) delivered, \(waiting) pending",
          "通知单 notice \(row)：\(addressee) 应发 \(owed)，已投放 \(delivered)，待投放 \(waiting)")
      }
    }
    if tally[.owed] != tally[.delivered] + pending {
      fault(
        .balance, "tally 1: \(tally[.owed]) owed, \(tally[.delivered]) delivered, \(pending) pending",
        "tally 1：应发 \(tally[.owed])，已投放 \(tally[.delivered])，待投放 \(pending)")
    }
    if let seated = try first("SELECT min(row), count(*) FROM notice WHERE state = 'owed' AND seat <> 0") {
      fault(
        .balance, "notice \(seated.row): owed, and names who announced it", "通知单 notice \(seated.row)：待投放，却写有投放者")
    }
    let (owed, delivered) = (counted[.owed], counted[.delivered])
    summarise(
      .balance, "\(owed) owed = \(delivered) delivered + \(pending) pending, to \(some(addressees, "addressee"))",
      "应发 \(owed) = 已投放 \(delivered) + 待投放 \(pending)，收件处 \(addressees) 个")
  }

  /// What the entries say of notices is all there is.
  mutating func checkMoves() throws {
    for (moved, told, en, zh) in [
      ("state <> 'owed'", told.announced, "announced", "已发布"),
      ("state = 'delivered'", told.delivered, "delivered", "已投放"),
    ] {
      let found = try number("SELECT count(*) FROM notice WHERE \(moved)")
      guard found != told else { continue }
      let row = try firstUntold(moved, what: en == "announced" ? "publishing" : "delivered")
      fault(
        .balance, "notice \(row): \(en), and no entry says so; \(found) are \(en), the entries say \(told)",
        "通知单 notice \(row)：\(zh)，经过中却没有；实有 \(found) 张\(zh)，经过记 \(told) 张")
    }
  }

  /// The first notice in a state that no entry tells of; 0 where every one is told of.
  private func firstUntold(_ state: String, what: String) throws -> Int64 {
    var told: [ClosedRange<Int64>] = []
    var entries = try LedgerStatement(
      "SELECT note FROM entry WHERE kind = 'delivery' AND what = ? ORDER BY seq", in: db)
    entries.bind(what)
    try entries.each { told += $0.optionalText().flatMap(RowRanges.init(text:))?.ranges ?? [] }
    told.sort { $0.lowerBound < $1.lowerBound }
    var next = told.makeIterator()
    var range = next.next()
    var notices = try LedgerStatement("SELECT row FROM notice WHERE \(state) ORDER BY row", in: db)
    var untold: Int64 = 0
    try notices.each { row in
      let notice = row.int()
      while let passed = range, passed.upperBound < notice { range = next.next() }
      if untold == 0, range?.contains(notice) != true { untold = notice }
    }
    return untold
  }

  /// Notices that were announced are owed no more, and delivered ones were so at that time.
  mutating func checkDelivery(_ entry: EntryRow, seq: Int64) throws {
    // What a restored ledger was told of notices it does not know.
    if entry.what == EntryRow.carriedWord { return }
    guard let ranges = entry.note.flatMap(RowRanges.init(text:))?.ranges else {
      return fault(.balance, "entry \(seq): names no notices", "经过 entry \(seq)：未写明通知单")
    }
    let isDelivery = entry.what == "delivered"
    let moved = isDelivery ? "state = 'delivered' AND delivered_at = ?" : "state <> 'owed' AND ? IS NOT NULL"
    var statement = try LedgerStatement(
      "SELECT count(*) FROM notice WHERE row BETWEEN ? AND ? AND seat = ? AND " + moved, in: db)
    for range in ranges {
      statement.bind(range.lowerBound)
      statement.bind(range.upperBound)
      statement.bind(entry.seat)
      statement.bind(entry.at)
      let found = try statement.first { $0.int() } ?? 0
      if found != Int64(range.count) {
        let row = try firstUnmoved(in: range, moved, by: entry)
        fault(
          .balance, "notice \(row): not \(entry.what), as entry \(seq) says",
          "通知单 notice \(row)：与经过 entry \(seq) 所记（\(entry.what)）不符")
      }
      if isDelivery { told.delivered += Int64(range.count) } else { told.announced += Int64(range.count) }
    }
  }

  /// The first of these notices that is gone, or not as it should be.
  private func firstUnmoved(in range: ClosedRange<Int64>, _ moved: String, by entry: EntryRow) throws -> Int64 {
    var expected = range.lowerBound
    var statement = try LedgerStatement(
      "SELECT row FROM notice WHERE row BETWEEN ? AND ? AND seat = ? AND \(moved) ORDER BY row", in: db)
    statement.bind(range.lowerBound)
    statement.bind(range.upperBound)
    statement.bind(entry.seat)
    statement.bind(entry.at)
    try statement.each { row in
      if row.int() == expected { expected += 1 }
    }
    return expected
  }
}
