internal import GRDB
internal import GridCore
internal import Ledger
internal import Postings

/// The rows of what the daemon itself brings forth.
extension WriteSession {
  func storeOwn() throws {
    try storeDefinitions()
    guard !(posting.ownRows.isEmpty && posting.rounds.isEmpty && posting.progress.isEmpty) else { return }
    var insert = try LedgerStatement(
      "INSERT INTO own (position, source, name, period, place) VALUES (?, ?, ?, ?, ?)", in: db)
    for row in posting.ownRows {
      insert.bind(row.position)
      for text in [row.source, row.name, row.period, row.place] { insert.bind(text) }
      try insert.run()
    }
    var add = try LedgerStatement(
      """
      INSERT INTO round (name, period, due, raised, missed, spared, skipped) VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (name, period) DO UPDATE SET due = excluded.due, raised = raised + excluded.raised,
        missed = missed + excluded.missed, spared = spared + excluded.spared, skipped = skipped + excluded.skipped
      """, in: db)
    for (key, figures) in posting.rounds {
      add.bind(key.name)
      add.bind(key.period)
      add.bind(figures.due)
      for count in [figures.raised, figures.missed, figures.spared, figures.skipped] { add.bind(Int64(count)) }
      try add.run()
    }
    guard !posting.progress.isEmpty else { return }
    let rows = try SQLiteLedger.definitions(in: db)
    var advance = try LedgerStatement(
      "UPDATE definition SET done = ?, place = ?, seal = ? WHERE source = ? AND name = ?", in: db)
    for progress in posting.progress {
      let known = rows.first { $0.source == EventIdentity.rounds && ByteText($0.name) == ByteText(progress.name) }
      guard var row = known else { continue }
      (row.done, row.place) = (progress.done, progress.place)
      advance.bind(row.done)
      advance.bind(row.place)
      advance.bind(row.seal)
      advance.bind(row.source)
      advance.bind(row.name)
      try advance.run()
    }
  }

  /// Of a book that comes into force.
  private func storeDefinitions() throws {
    guard let rules = posting.adopted?.rules else { return }
    let before = try SQLiteLedger.definitions(in: db)
    let after = DefinitionRow.rows(of: rules.definitions, at: rules.loadedAt, after: before)
    guard before != after else { return }
    try beginAnew(rules.definitions.filter { definition in !before.contains { $0.isSame(as: definition) } })
    try LedgerStatement.execute("DELETE FROM definition", in: db)
    var insert = try LedgerStatement(
      "INSERT INTO definition (source, name, text, since, done, place, seal) VALUES (?, ?, ?, ?, ?, ?, ?)", in: db)
    for row in after {
      for text in [row.source, row.name, row.text] { insert.bind(text) }
      insert.bind(row.since)
      insert.bind(row.done)
      insert.bind(row.place)
      insert.bind(row.seal)
      try insert.run()
    }
  }
}
