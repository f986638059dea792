internal import GRDB
internal import GridCore
internal import Ledger

extension SQLiteLedger {
  /// Of each trouble the two latest items that have not ended, and the two latest of those that closed since a moment: the latest may be
  /// the very item that is assigned, which stood under its trouble in triage already.
  static func troubles(_ wanted: [TroubleKey: Timestamp], in db: Database) throws -> [TroubleKey: [Trouble]] {
    var found: [TroubleKey: [Trouble]] = [:]
    if wanted.isEmpty { return found }
    var bySubject = try TroubleQuestion("matter = ? AND subject = ?", in: db)
    var byPlace = try TroubleQuestion("matter = ? AND grid = ? AND place = ?", in: db)
    for (key, since) in wanted {
      let troubles =
        switch key {
        case .subject(let matter, let subject): try bySubject.latest(key, [matter, subject], since)
        case .place(let matter, let grid, let place): try byPlace.latest(key, [matter, grid, place], since)
        }
      if !troubles.isEmpty { found[key] = troubles }
    }
    return found
  }
}

/// Asks for items with the same trouble, again and again: every report that names a place asks.
private struct TroubleQuestion {
  private var any: LedgerStatement
  private var inHand: LedgerStatement
  private var closed: LedgerStatement

  init(_ place: String, in db: Database) throws {
    // The latest is chosen here: for the first of an order SQLite makes a table in memory each time, which costs more than to look.
    let question = """
      SELECT received_at, position, key, state, ended_at FROM item
      WHERE \(place) AND position NOT IN (SELECT position FROM own)
      """
    any = try LedgerStatement("SELECT 1 FROM item WHERE \(place) LIMIT 1", in: db)
    inHand = try LedgerStatement("\(question) AND ended_at IS NULL ORDER BY position DESC", in: db)
    closed = try LedgerStatement("\(question) AND ended_at >= ? AND state = 'closed'", in: db)
  }

  mutating func latest(_ key: TroubleKey, _ texts: [ByteText], _ since: Timestamp) throws -> [Trouble] {
    for text in texts { any.bind(text.text) }
    // Most troubles are the first of their kind: one look tells.
    if try any.first({ _ in true }) == nil { return [] }
    for text in texts {
      inHand.bind(text.text)
      closed.bind(text.text)
    }
    closed.bind(since)
    return try Self.latest(key, &inHand) + Self.latest(key, &closed)
  }

  private static func latest(_ key: TroubleKey, _ statement: inout LedgerStatement) throws -> [Trouble] {
    var latest: [Trouble] = []
    try statement.each { row in
      let (receivedAt, position) = (row.moment(), row.int())
      let place =
        latest.firstIndex { ($0.receivedAt.seconds, $0.order) < (receivedAt.seconds, position) } ?? latest.count
      guard place < 2 else { return }
      let trouble = Trouble(
        key: key, item: try row.key(), receivedAt: receivedAt, order: position,
        state: try row.word(.itemState, ItemState.init(rawValue:)), end: row.optionalMoment())
      latest.insert(trouble, at: place)
      if latest.count > 2 { latest.removeLast() }
    }
    return latest
  }
}
