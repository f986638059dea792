internal import GridCore
package import Ledger

extension SQLiteLedger {
  package func changes(after seq: Int64, limit: Int) throws(LedgerError) -> Changes {
    // Not one snapshot: an item may be newer than its line, which is what whoever follows wants.
    let items = try changedItems(after: seq, limit: limit)
    let known = Dictionary(items.items.map { ($0.position, $0.item) }) { first, _ in first }
    let entries = try entries(after: seq, through: items.through) { known[$0] != nil }
    let lines = entries.compactMap { line in known[line.position].map { Changes.Line(entry: line.entry, item: $0) } }
    return Changes(lines: lines, through: items.through)
  }

  package func entries(
    after seq: Int64, through last: Int64, of isWanted: (Int64) -> Bool
  ) throws(LedgerError) -> [(position: Int64, entry: NumberedEntry)] {
    try read { db in
      var statement = try LedgerStatement(
        """
        SELECT e.item, e.seq, \(SQLiteRows.historyColumns)
        FROM entry e JOIN rules u ON u.row = e.rules
        WHERE e.seq > ? AND e.seq <= ? AND e.kind = 'history' ORDER BY e.seq
        """, in: db)
      statement.bind(seq)
      statement.bind(last)
      var found: [(position: Int64, entry: NumberedEntry)] = []
      try statement.each { row in
        let position = row.int()
        guard isWanted(position) else { return }
        found.append((position, NumberedEntry(seq: row.int(), entry: try row.historyEntry())))
      }
      return found
    }
  }

  package func lastEntry() throws(LedgerError) -> Int64 {
    try read { db in
      var statement = try LedgerStatement("SELECT entries FROM meta", in: db)
      return try statement.first { $0.int() } ?? 0
    }
  }
}
