internal import GRDB
package import GridCore
package import Ledger

/// Rounds: how far they are raised, and what a raising hangs on.
extension SQLiteLedger {
  static func definitions(in db: Database) throws -> [DefinitionRow] {
    var statement = try LedgerStatement(
      "SELECT source, name, text, since, done, place FROM definition ORDER BY rowid", in: db)
    return try statement.all { row in
      DefinitionRow(
        source: row.text(), name: row.text(), text: row.text(), since: row.moment(), done: row.moment(),
        place: row.optionalText())
    }
  }

  package func definitions() throws(LedgerError) -> [DefinitionRow] {
    try read { db in try Self.definitions(in: db) }
  }

  package func placesInHand(ofRound name: String) throws(LedgerError) -> Set<ByteText> {
    try readInTurn { db in
      var statement = try LedgerStatement(
        """
        SELECT o.place FROM own o JOIN item i ON i.position = o.position
        WHERE o.position IN (SELECT max(position) FROM own WHERE source = '\(EventIdentity.rounds)' AND name = ? GROUP BY place)
          AND i.state IN ('open', 'suspended', 'resolved')
        """, in: db)
      statement.bind(name)
      return Set(try statement.all { ByteText($0.text()) })
    }
  }

  package func visits(in days: ClosedRange<Int>) throws(LedgerError) -> [ByteText: Int] {
    try readInTurn { db in
      var statement = try LedgerStatement(
        "SELECT subject, count(*) FROM visit WHERE own = 1 AND day BETWEEN ? AND ? GROUP BY subject", in: db)
      statement.bind(Int64(days.lowerBound))
      statement.bind(Int64(days.upperBound))
      var found: [ByteText: Int] = [:]
      try statement.each { row in found[ByteText(row.text())] = row.number() }
      return found
    }
  }

  package func townCounts() throws(LedgerError) -> TownCounts {
    try read { db in
      var counts = TownCounts()
      var rounds = try LedgerStatement(
        "SELECT total(raised), total(missed), total(spared), total(skipped) FROM round", in: db)
      try rounds.each { row in
        (counts.raised, counts.missed, counts.spared, counts.skipped) = (
          row.number(), row.number(), row.number(), row.number()
        )
      }
      var others = try LedgerStatement(
        """
        SELECT (SELECT count(DISTINCT subject) FROM rating),
          (SELECT count(*) FROM own WHERE source = '\(EventIdentity.integrity)')
        """, in: db)
      try others.each { (counts.subjects, counts.signals) = ($0.number(), $0.number()) }
      return counts
    }
  }

  package func roundFigures() throws(LedgerError) -> [RoundFigures.Key: RoundFigures] {
    try read { db in try Self.roundFigures(in: db) }
  }

  static func roundFigures(in db: Database) throws -> [RoundFigures.Key: RoundFigures] {
    var statement = try LedgerStatement(
      "SELECT name, period, due, raised, missed, spared, skipped FROM round", in: db)
    var found: [RoundFigures.Key: RoundFigures] = [:]
    try statement.each { row in
      let key = RoundFigures.Key(name: row.text(), period: row.text())
      var figures = RoundFigures(due: row.moment())
      (figures.raised, figures.missed, figures.spared, figures.skipped) = (
        row.number(), row.number(), row.number(), row.number()
      )
      found[key] = figures
    }
    return found
  }

  package func roundLines(after seq: Int64, limit: Int) throws(LedgerError) -> [NumberedRoundLine] {
    try read { db in
      var statement = try LedgerStatement(
        """
        SELECT seq, at, what, note FROM main.entry INDEXED BY entry_incident
        WHERE kind = 'incident' AND seq > ? AND what IN ('missed', 'spared', 'skipped') ORDER BY seq LIMIT ?
        """, in: db)
      statement.bind(seq)
      statement.bind(Int64(limit))
      return try statement.all { row in
        let (seq, at, what, note) = (row.int(), row.moment(), row.text(), row.text())
        guard let line = RoundLine(what: what, note: note) else { throw LedgerError.corrupt(.fields(note)) }
        return NumberedRoundLine(seq: seq, at: at, line: line)
      }
    }
  }

  package func roundItems(
    named name: String, period: String, after position: Int64, limit: Int
  ) throws(LedgerError) -> [PlacedItem] {
    try read { db in
      var statement = try LedgerStatement(
        """
        SELECT i.position, \(SQLiteRows.itemColumns) FROM \(SQLiteRows.itemTables)
        WHERE i.position IN (
          SELECT position FROM own WHERE source = '\(EventIdentity.rounds)' AND name = ? AND period = ? AND position > ?
          ORDER BY position LIMIT ?)
        ORDER BY i.position
        """, in: db)
      statement.bind(name)
      statement.bind(period)
      statement.bind(position)
      statement.bind(Int64(limit))
      return try statement.all { PlacedItem(position: $0.int(), item: try $0.item(in: db, earlier)) }
    }
  }
}
