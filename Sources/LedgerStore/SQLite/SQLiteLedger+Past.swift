internal import GRDB
package import GridCore
package import Ledger
internal import Postings

extension SQLiteLedger {
  private static let pastColumns = """
    SELECT r.seq, r.key, r.received_at, r.rules, r.source, b.bytes, e.holder, e.more, i.state, i.life
    FROM record r JOIN raw b ON b.seq = r.seq JOIN item i ON i.position = r.seq JOIN entry e ON e.seq =
      (SELECT o.seq FROM main.entry o INDEXED BY entry_item WHERE o.item = r.seq ORDER BY o.seq LIMIT 1)
    """

  /// A page ends with the report that fills it up: each may be as long as an event may.
  private static let mostPastBytes = 1 << 22

  package func pastReports(
    receivedIn moments: ClosedRange<Timestamp>, after position: Int64, limit: Int
  ) throws(LedgerError) -> PastReports {
    try read { db in
      var statement = try LedgerStatement(
        """
        \(Self.pastColumns)
        WHERE r.seq > ? AND r.owns = 2 AND r.file <> 0 AND r.received_at >= ? AND r.received_at <= ? ORDER BY r.seq LIMIT ?
        """, in: db)
      statement.bind(position)
      statement.bind(moments.lowerBound)
      statement.bind(moments.upperBound)
      statement.bind(Int64(limit))
      var page = PastReports()
      var rules: [Int64: Int] = [:]
      var earlierOnes: [Int] = []
      _ = try statement.all(while: { page.bytes.count < Self.mostPastBytes }) { row in
        let (position, key, received) = (row.int(), try row.key(), row.moment())
        let book = row.int()
        if rules[book] == nil { rules[book] = page.keep(try Self.digest(ofRules: book, in: db)) }
        let source = row.withBytes { page.keep($0) }
        let report = row.withBytes { page.keep($0) }
        let first = row.withBytes { page.keep($0) }
        let deadline = row.withOptionalBytes { PastReports.Row.deadline(in: $0, at: received) } ?? nil
        let state = try row.word(.itemState, ItemState.init(rawValue:))
        let fate = row.withOptionalBytes { PastReports.Row.fate(of: state, in: $0, received: received) }
        // What an earlier release wrote last tells of its life in its history only.
        if fate == nil { earlierOnes.append(page.rows.count) }
        page.append(
          PastReports.Row(
            position: position, key: key, receivedAt: received, rules: rules[book] ?? 0, source: source,
            report: report, first: first, deadline: deadline, end: fate?.end ?? .none,
            wasMoved: fate?.wasMoved ?? false))
      }
      for place in earlierOnes {
        if let item = try item(page.rows[place].key, in: db) { page.amend(place, by: item) }
      }
      return page
    }
  }

  private static func digest(ofRules row: Int64, in db: Database) throws -> Digest {
    var statement = try LedgerStatement("SELECT digest FROM rules WHERE row = ?", in: db)
    statement.bind(row)
    return try statement.first { try $0.digest() } ?? .zero
  }

  package func eachReport(of keys: [EventKey], _ body: (EventKey, [UInt8]) -> Void) throws(LedgerError) {
    try read { db in
      for key in keys {
        if let bytes = try Self.reportBytes(of: key, in: db) { body(key, bytes) }
      }
    }
  }

  package func eachReport(at positions: [Int64], _ body: (Int64, [UInt8]) -> Void) throws(LedgerError) {
    try read { db in
      var statement = try LedgerStatement(
        "SELECT b.bytes FROM item i JOIN raw b ON b.seq = i.position WHERE i.position = ?", in: db)
      for position in positions {
        statement.bind(position)
        if let bytes = try statement.first({ $0.bytes() }) { body(position, bytes) }
      }
    }
  }
}
