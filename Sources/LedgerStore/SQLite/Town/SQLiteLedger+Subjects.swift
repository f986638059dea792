internal import GRDB
package import GridCore
package import Ledger
internal import Postings
package import Proof

/// The register of subjects: what their ratings say, the last one of each.
extension SQLiteLedger {
  private static let columns = "seq, at, subject, risk, since, grid, points, by, note"

  /// What the register has of these subjects.
  static func register(of names: Set<ByteText>, in db: Database) throws -> [ByteText: RatedSubject] {
    var found: [ByteText: RatedSubject] = [:]
    guard !names.isEmpty, try hasRatings(in: db) else { return found }
    var statement = try LedgerStatement(
      "SELECT \(columns) FROM rating WHERE subject = ? ORDER BY seq DESC LIMIT 1", in: db)
    for name in names {
      statement.bind(name.text)
      found[name] = try statement.first { try $0.rating().subject }
    }
    return found
  }

  /// Nearly always nothing is rated, and then nobody asks a thousand times.
  private static func hasRatings(in db: Database) throws -> Bool {
    var statement = try LedgerStatement("SELECT 1 FROM rating LIMIT 1", in: db)
    return try statement.first { _ in true } ?? false
  }

  package func figures(
    ofSubject name: String, receivedIn moments: ClosedRange<Timestamp>, visitedIn days: ClosedRange<Int>
  ) throws(LedgerError) -> SubjectFigures {
    try read { db in
      var items = try LedgerStatement(
        """
        SELECT total(state IN ('open', 'suspended', 'resolved')), total(received_at BETWEEN ? AND ?) FROM item
        WHERE subject = ?
        """, in: db)
      items.bind(moments.lowerBound)
      items.bind(moments.upperBound)
      items.bind(name)
      var figures = SubjectFigures()
      try items.each { (figures.open, figures.year) = ($0.number(), $0.number()) }
      var visits = try LedgerStatement(
        "SELECT total(own), total(own = 0) FROM visit WHERE subject = ? AND day BETWEEN ? AND ?", in: db)
      visits.bind(name)
      visits.bind(Int64(days.lowerBound))
      visits.bind(Int64(days.upperBound))
      try visits.each { (figures.visits, figures.otherVisits) = ($0.number(), $0.number()) }
      return figures
    }
  }

  package func ratings(of subject: String) throws(LedgerError) -> [RatingRow] {
    try read { db in
      var statement = try LedgerStatement("SELECT \(Self.columns) FROM rating WHERE subject = ? ORDER BY seq", in: db)
      statement.bind(subject)
      return try statement.all { try $0.rating() }
    }
  }

  package func subjects(after name: String, limit: Int) throws(LedgerError) -> [RatedSubject] {
    try read { db in
      var statement = try LedgerStatement(
        """
        SELECT \(Self.columns) FROM rating
        WHERE seq IN (SELECT max(seq) FROM rating WHERE subject > ? GROUP BY subject ORDER BY subject LIMIT ?) ORDER BY subject
        """, in: db)
      statement.bind(name)
      statement.bind(Int64(limit))
      return try statement.all { try $0.rating().subject }
    }
  }

  /// What the ratings before a record had made of a subject.
  static func rating(of subject: String, before seq: Int64, in db: Database) throws -> RatedSubject? {
    var statement = try LedgerStatement(
      "SELECT \(columns) FROM rating WHERE subject = ? AND seq < ? ORDER BY seq DESC LIMIT 1", in: db)
    statement.bind(subject)
    statement.bind(seq)
    return try statement.first { try $0.rating().subject }
  }
}

extension SQLiteSnapshot {
  package func rating(of subject: String, before seq: Int64) throws -> RatedSubject? {
    try SQLiteLedger.rating(of: subject, before: seq, in: db)
  }

  package func ratings() throws -> RowStream<KeptRating> {
    try RowCursor.stream(
      """
      SELECT t.seq, t.at, t.subject, t.risk, t.since, t.grid, t.points, t.by, t.note, b.bytes, r.received_at
      FROM rating t LEFT JOIN record r ON r.seq = t.seq AND r.state = 'accepted' LEFT JOIN raw b ON b.seq = r.seq
      ORDER BY t.seq
      """, in: db
    ) { row in
      KeptRating(row: try row.rating(), bytes: row.optionalBytes(), receivedAt: row.moment())
    }
  }
}

extension WriteSession {
  func storeRatings() throws {
    guard !posting.ratings.isEmpty else { return }
    var insert = try LedgerStatement(
      "INSERT INTO rating (seq, at, subject, risk, since, grid, points, by, note) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      in: db)
    for row in posting.ratings {
      let subject = row.subject
      insert.bind(row.seq)
      insert.bind(row.at)
      insert.bind(subject.name)
      insert.bind(subject.risk?.rawValue)
      insert.bind(subject.since)
      insert.bind(subject.grid)
      insert.bind(RatingRow.text(of: subject.points))
      insert.bind(subject.by)
      insert.bind(row.note)
      try insert.run()
    }
  }
}

extension LedgerRow {
  /// Reads `seq, at, subject, risk, since, grid, points, by, note`.
  fileprivate mutating func rating() throws -> RatingRow {
    let (seq, at, name) = (int(), moment(), text())
    let risk = try optionalWord(.risk, Risk.init(rawValue:))
    let (since, grid, points) = (moment(), optionalText(), optionalText() ?? "")
    guard let points = RatingRow.points(in: points) else {
      throw LedgerError.corrupt(.fields(String(points.prefix(80))))
    }
    let subject = RatedSubject(name: name, risk: risk, since: since, grid: grid, points: points, by: optionalText())
    return RatingRow(seq: seq, at: at, subject: subject, note: optionalText())
  }
}
