internal import GRDB
internal import GridCore

extension LawWalk {
  // MARK: Files

  /// Counts a record to its file.
  mutating func begin(_ record: RecordRow, in files: inout FileRuns) throws {
    if files.file != record.file {
      try endRun(of: &files)
      files.file = record.file
      let facts = try FileFacts.read(record.file, in: db)
      files.seal = facts?.seal(with: &hasher) ?? .zero
      if facts == nil {
        fault(
          .door, "file \(record.file): missing; record \(record.seq) came in it",
          "文件 file \(record.file)：缺失，记录 record \(record.seq) 由它收到")
      }
    }
    files.total += 1
    files.run.records += 1
    files.run.refused += record.wasRefusedAtOnce ? 1 : 0
  }

  private mutating func endRun(of files: inout FileRuns) throws {
    guard let file = files.file else { return }
    defer { files.run = FileRuns.Count() }
    if files.parts[file] == nil, try storedCount(of: file) == files.run {
      files.whole += 1
      return
    }
    guard files.parts.count < FileRuns.mostInParts else {
      return fault(.door, "file \(file): too many files differ from their records", "文件 file \(file)：过多文件与其记录不符")
    }
    files.parts[file, default: FileRuns.Count()].add(files.run)
  }

  private func storedCount(of file: Int64) throws -> FileRuns.Count? {
    var statement = try LedgerStatement("SELECT records, refused FROM file WHERE row = ?", in: db)
    statement.bind(file)
    return try statement.first { FileRuns.Count(records: $0.int(), refused: $0.int()) }
  }

  mutating func finish(_ files: inout FileRuns) throws {
    try endRun(of: &files)
    for (file, found) in files.parts.sorted(by: { $0.key < $1.key }) where try storedCount(of: file) != found {
      fault(
        .door, "file \(file): does not have the \(some(found.records, "record that names", "records that name")) it",
        "文件 file \(file)：与其名下 \(found.records) 条记录不符")
    }
    let withRecords = try number("SELECT count(*) FROM file WHERE records > 0")
    let sum = try number("SELECT sum(records) FROM file")
    if withRecords != files.whole + Int64(files.parts.count) || sum != files.total {
      let bare = "SELECT row FROM file WHERE records > 0 EXCEPT SELECT file FROM record"
      let row = try number("SELECT min(row) FROM (\(bare))")
      fault(
        .door, "file \(row): \(some(withRecords, "file")) had \(some(sum, "record")), \(files.total) found",
        "文件 file \(row)：\(withRecords) 份文件应有记录 \(sum) 条，实有 \(files.total) 条")
    }
    if try number("SELECT max(row) FROM file") != counted[.files] {
      let row = try firstGap(in: "file")
      fault(.door, "file \(row): missing", "文件 file \(row)：缺失")
    }
    if let idle = try first("SELECT min(row), count(*) FROM file WHERE records = 0 AND refused <> 0") {
      fault(.door, "file \(idle.row): has no records and has refused some", "文件 file \(idle.row)：没有记录却有拒收数")
    }
    let unnamed = try first(
      """
      SELECT min(row), count(*) FROM file f
      WHERE records = 0 AND NOT EXISTS (SELECT 1 FROM entry e WHERE e.file = f.row)
      """)
    if let unnamed {
      fault(.door, "file \(unnamed.row): named by no record and no entry", "文件 file \(unnamed.row)：没有任何记录或经过提到它")
    }
    try checkOutcomes()
  }

  /// What became of a file is what its last entry says; one without an entry was taken at once.
  private mutating func checkOutcomes() throws {
    var untaken: Int64 = 0
    var statement = try LedgerStatement(
      """
      SELECT max(e.seq), e.file, e.what, e.by, e.note, f.state, f.code, f.quarantine, f.read_to
      FROM entry e LEFT JOIN file f ON f.row = e.file WHERE e.file IS NOT NULL GROUP BY e.file
      """, in: db)
    try statement.each { row in
      _ = row.int()
      let file = row.int()
      let told = (row.text(), row.optionalText(), row.optionalText())
      let state = row.text()
      let code = row.optionalText()
      let place = row.optionalText()
      let offset = row.optionalInt().map(String.init)
      if state != "taken" { untaken += 1 }
      if (state, code, place ?? offset) != told || (place != nil && offset != nil) {
        fault(
          .door, "file \(file): is \(state), the entries say \(told.0) \(told.2 ?? "")",
          "文件 file \(file)：状态是 \(state)，经过记为 \(told.0) \(told.2 ?? "")")
      }
    }
    let those = "(state <> 'taken' OR coalesce(code, quarantine, read_to) IS NOT NULL)"
    let open = try number("SELECT count(*) FROM file WHERE \(those)")
    if open != untaken {
      let row = try number(
        "SELECT min(row) FROM file f WHERE \(those) AND NOT EXISTS (SELECT 1 FROM entry e WHERE e.file = f.row)")
      fault(
        .door, "file \(row): \(some(open, "file is", "files are")) not taken, the entries say so of \(untaken)",
        "文件 file \(row)：未收下的文件 \(open) 份，经过记 \(untaken) 份")
    }
  }
}

/// Records of one file mostly follow one another; only files that came in parts are kept in mind.
struct FileRuns {
  struct Count: Equatable {
    var records: Int64 = 0
    var refused: Int64 = 0

    mutating func add(_ other: Count) {
      records += other.records
      refused += other.refused
    }
  }

  static let mostInParts = 50_000

  /// The file of the run being counted.
  var file: Int64?
  /// What stands for that file in the chain.
  var seal = Digest.zero
  var run = Count()
  /// Files whose records were one run and all that the file's row says.
  var whole: Int64 = 0
  var parts: [Int64: Count] = [:]
  var total: Int64 = 0
}
