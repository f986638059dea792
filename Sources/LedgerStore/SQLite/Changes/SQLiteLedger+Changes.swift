internal import GridCore
package import Ledger

extension SQLiteLedger {
  package func changes(after seq: Int64, limit: Int) throws(LedgerError) -> Changes {
    // Not one snapshot: an item may be newer than its line, which is what whoever follows wants.
    let items = try changedItems(after: seq, limit: limit)
    let known = Dictionary(items.items.map { ($0.position, $0.item) }) { first, _ in first }
    let lines: [Changes.Line] = try read { db in
      var statement = try LedgerStatement(
        """
        SELECT e.item, e.seq, \(SQLiteRows.historyColumns)
        FROM entry e JOIN rules u ON u.row = e.rules
        WHERE e.seq > ? AND e.seq <= ? AND e.kind = 'history' ORDER BY e.seq
        """, in: db)
      statement.bind(seq)
      statement.bind(items.through)
      return try statement.all { row in
        let position = row.int()
        let numbered = NumberedEntry(seq: row.int(), entry: try row.historyEntry())
        return known[position].map { Changes.Line(entry: numbered, item: $0) }
      }.compactMap { $0 }
    }
    return Changes(lines: lines, through: items.through)
  }

  package func lastEntry() throws(LedgerError) -> Int64 {
    try read { db in
      var statement = try LedgerStatement("SELECT entries FROM meta", in: db)
      return try statement.first { $0.int() } ?? 0
    }
  }
}
