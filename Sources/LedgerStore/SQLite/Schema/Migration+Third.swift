extension Migration {
  /// The life of a case: what an item remembers, what a line of history says beside, what a notice is for.
  ///
  /// Old items keep their rows, and what they remember is told from their history; what others look for them by is filled in (subject and place by `SQLiteSchema`).
  static let third = Migration(
    version: 3, name: "the life of a case",
    columns: [
      Column("item", "subject", "TEXT", absent: "NULL"),
      Column("item", "place", "TEXT", absent: "NULL"),
      Column("item", "life", "TEXT", absent: "NULL"),
      Column("item", "wake", "INTEGER", absent: "CASE state WHEN 'open' THEN next_due END"),
      Column("item", "ended_at", "INTEGER", absent: "NULL"),
      Column("entry", "more", "TEXT", absent: "NULL"),
      Column("notice", "kind", "TEXT", absent: "NULL"),
    ],
    then: """
      DROP INDEX item_due;
      CREATE INDEX item_wake ON item (wake) WHERE wake IS NOT NULL;
      CREATE INDEX item_subject ON item (matter, subject, ended_at) WHERE subject IS NOT NULL;
      CREATE INDEX item_place ON item (matter, grid, place, ended_at) WHERE place IS NOT NULL;
      """,
    filling: """
      UPDATE item SET wake = next_due WHERE state = 'open' AND next_due IS NOT NULL;
      UPDATE item SET ended_at = coalesce(
        (SELECT max(at) FROM entry e WHERE e.item = item.position AND e.what IN ('resolve', 'void')), received_at)
      WHERE state IN ('closed', 'void');
      """)
}
