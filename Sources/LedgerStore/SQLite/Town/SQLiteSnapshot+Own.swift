internal import GRDB
internal import GridCore
package import Ledger
package import Proof

/// What the daemon itself brought forth, for who proves it.
extension SQLiteSnapshot {
  package func own() throws -> RowStream<StoredOwn> {
    try RowCursor.stream(
      """
      SELECT o.position, o.source, o.name, o.period, o.place, r.file IS 0 AND r.owns IS 2 AND r.source IS o.source, r.received_at,
        b.bytes
      FROM own o LEFT JOIN record r ON r.seq = o.position LEFT JOIN raw b ON b.seq = o.position ORDER BY o.position
      """, in: db
    ) { row in
      let own = OwnRow(
        position: row.int(), source: row.text(), name: row.text(), period: row.text(), place: row.text())
      return StoredOwn(row: own, isOwn: row.bool(), receivedAt: row.moment(), bytes: row.optionalBytes())
    }
  }

  package func definitions() throws -> [StoredDefinition] {
    var statement = try LedgerStatement(
      "SELECT source, name, text, since, done, place, seal FROM definition ORDER BY rowid", in: db)
    return try statement.all { row in
      let definition = DefinitionRow(
        source: row.text(), name: row.text(), text: row.text(), since: row.moment(), done: row.moment(),
        place: row.optionalText())
      return StoredDefinition(row: definition, isSealed: row.anyDigest() == definition.seal)
    }
  }

  package func roundFigures() throws -> [RoundFigures.Key: RoundFigures] { try SQLiteLedger.roundFigures(in: db) }
}
