internal import GRDB
package import GridCore
package import Ledger

extension SQLiteLedger {
  /// So many items are looked at: beyond the known calendar hardly any item is not provisional.
  private static let mostLookedAt = 10_000

  package func hasProvisionalItem(dueFrom moment: Timestamp) throws(LedgerError) -> Bool {
    try read { db in
      for (column, index) in [("deadline", "item_deadline"), ("wake", "item_wake")] {
        var statement = try LedgerStatement(
          """
          SELECT 1 FROM (
            SELECT provisional, state FROM main.item INDEXED BY \(index)
            WHERE \(column) >= ? AND \(column) IS NOT NULL\(column == "deadline" ? " AND state = 'open'" : "")
            ORDER BY \(column) DESC LIMIT \(Self.mostLookedAt)
          ) WHERE provisional = 1 AND state = 'open' LIMIT 1
          """, in: db)
        statement.bind(moment)
        if try statement.first({ _ in true }) != nil { return true }
      }
      return false
    }
  }
}
