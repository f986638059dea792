internal import GRDB
internal import GridCore
internal import Ledger

extension SQLiteLedger {
  /// Of each trouble the latest item that has not ended, and the latest of those that closed since a moment.
  static func troubles(_ wanted: [TroubleKey: Timestamp], in db: Database) throws -> [TroubleKey: [Trouble]] {
    var found: [TroubleKey: [Trouble]] = [:]
    for (key, since) in wanted {
      let inHand = try latest(key, "ended_at IS NULL", [], in: db)
      let closed = try latest(key, "ended_at >= ? AND state = 'closed'", [since], in: db)
      let both = [inHand, closed].compactMap { $0 }
      if !both.isEmpty { found[key] = both }
    }
    return found
  }

  private static func latest(
    _ key: TroubleKey, _ condition: String, _ moments: [Timestamp], in db: Database
  ) throws -> Trouble? {
    let (place, texts): (String, [ByteText]) =
      switch key {
      case .subject(let matter, let subject): ("matter = ? AND subject = ?", [matter, subject])
      case .place(let matter, let grid, let place): ("matter = ? AND grid = ? AND place = ?", [matter, grid, place])
      }
    var statement = try LedgerStatement(
      """
      SELECT key, position, received_at, state, ended_at FROM item
      WHERE \(place) AND \(condition) AND position NOT IN (SELECT position FROM own)
      ORDER BY received_at DESC, position DESC LIMIT 1
      """, in: db)
    for text in texts { statement.bind(text.text) }
    for moment in moments { statement.bind(moment) }
    return try statement.first { row in
      let (item, position, receivedAt) = (try row.key(), row.int(), row.moment())
      return Trouble(
        key: key, item: item, receivedAt: receivedAt, order: position,
        state: try row.word(.itemState, ItemState.init(rawValue:)), end: row.optionalMoment())
    }
  }
}
