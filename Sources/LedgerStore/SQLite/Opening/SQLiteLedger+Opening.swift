internal import CSQLite
internal import GRDB
internal import GRDBSQLite
internal import Glibc
package import Ledger
package import Proof
internal import Seals

extension SQLiteLedger {
  /// Makes a new ledger at a path where nothing is, and opens it for writing.
  ///
  /// A crash leaves the whole new ledger, or none (and perhaps a file named `.making` beside it, which the next attempt takes
  /// away). Throws `.unavailable` where something already lies there.
  ///
  /// An empty `.making` is used as it is: whoever puts it there decides to whom the ledger belongs, and SQLite has its other files
  /// belong to whom this one does.
  ///
  /// - Parameter committed: told of every commit of this opening, once it is durable; it must not call the ledger.
  package static func create(
    path: String, earlier: EarlierItems = .none, committed: (@Sendable (LedgerStanding) -> Void)? = nil
  ) throws(LedgerError) -> SQLiteLedger {
    guard SQLiteFile.size(of: path) == nil else { throw .unavailable("'\(path)' exists already") }
    let making = makingPath(of: path)
    if SQLiteFile.size(of: making) != 0 { unlink(making) }
    for leftover in [making + "-journal", making + "-wal", making + "-shm"] { unlink(leftover) }
    do {
      let queue = try DatabaseQueue(path: making, configuration: configuration(readonly: false))
      try queue.inDatabase { db in
        try makeTables(db)
        try LedgerStatement.execute("PRAGMA journal_mode = WAL", in: db)
      }
      // The last connection that leaves takes `-wal` and `-shm` with it: the file is complete.
      try queue.close()
      SpentQueues.keep(queue)
    } catch {
      throw LedgerError(sqlite: error).naming(path)
    }
    try SQLiteFile.publish(making, as: path)
    return try open(path: path, writing: true, earlier: earlier, committed: committed)
  }

  /// Where a new ledger is made before it gets its name.
  package static func makingPath(of path: String) -> String { path + ".making" }

  /// Opens the ledger at a path; never makes one.
  ///
  /// Opening for writing takes a new epoch, from which on every earlier writer is fenced off. Opening for reading changes nothing
  /// in the file, never checkpoints, and works beside a writer and without one. A ledger of an earlier release is migrated by its
  /// first writer, whole or not at all, and read as it is. Throws `.missing`, `.corrupt` (empty, no database, not a ledger, damaged)
  /// or `.tooNew`, which changes nothing.
  ///
  /// - Parameters:
  ///   - seat: who asks and writes, of several machines.
  ///   - earlier: tells what an earlier release did not write of its items.
  ///   - committed: told of every commit of this opening, the epoch's own first; it must not call the ledger.
  package static func open(
    path: String, writing: Bool, seat: Seat = .first, earlier: EarlierItems = .none,
    committed: (@Sendable (LedgerStanding) -> Void)? = nil
  ) throws(LedgerError) -> SQLiteLedger {
    guard let size = SQLiteFile.size(of: path) else { throw .missing(path: path) }
    guard size > 0 else { throw .corrupt(.emptyFile, path: path) }
    let walSize = SQLiteFile.size(of: path + "-wal")
    let alone = !writing && walSize == nil
    do {
      let address = SQLiteFile.address(of: path, options: alone ? "mode=ro&immutable=1" : "mode=ro")
      let queue = try DatabaseQueue(
        path: writing ? SQLiteFile.address(of: path, options: "mode=rw") : address,
        configuration: configuration(readonly: !writing))
      let begun = try queue.inDatabase { db -> (standing: LedgerStanding, schemaBefore: Int?)? in
        try demandLedger(db, path: path)
        guard writing else { return nil }
        try LedgerStatement.execute("PRAGMA journal_mode = WAL", in: db)
        SQLiteFile.keepLog(of: db)
        return try begin(db, seat: seat, earlier, afterUncleanStop: (walSize ?? 0) > 0)
      }
      // Taking the epoch has made all of them; who only reads minds the file itself.
      let files = try LedgerFiles(of: path, beside: writing ? ["-wal", "-shm"] : [])
      let reader = { @Sendable in
        let reader = try DatabaseQueue(path: address, configuration: configuration(readonly: true))
        // Opened late, it must read the very file that the others read.
        if let gone = files.displaced() { throw LedgerError.displaced(path: gone) }
        return reader
      }
      guard let (standing, schemaBefore) = begun else {
        return SQLiteLedger(
          path: path, seat: seat, queue: queue, readers: ReaderPool(queue, open: reader), epoch: nil, alone: alone,
          earlier: earlier)
      }
      let readers = ReaderPool(try reader(), open: reader)
      committed?(standing)
      return SQLiteLedger(
        path: path, seat: seat, queue: queue, readers: readers, epoch: standing.epoch, alone: false,
        earlier: earlier, schemaBefore: schemaBefore, files: files, committed: committed)
    } catch {
      throw LedgerError(sqlite: error).naming(path)
    }
  }

  /// A new ledger in memory, for tests.
  package static func inMemory() throws(LedgerError) -> SQLiteLedger {
    do {
      let queue = try DatabaseQueue(configuration: configuration(readonly: false))
      let standing = try queue.inDatabase { db in
        try makeTables(db)
        return try begin(db, seat: .first, .none, afterUncleanStop: false).standing
      }
      return SQLiteLedger(
        path: nil, seat: .first, queue: queue, readers: ReaderPool(sharing: queue), epoch: standing.epoch, alone: false)
    } catch {
      throw LedgerError(sqlite: error)
    }
  }

  /// Once, before the first opening; where another part of the process was earlier it stays as it is, a little slower.
  private static let hasNoStatistics = gp_sqlite_without_statistics() == SQLITE_OK
  /// The same; a SQLite that does not let us is as it was.
  private static let allocatesSharedMemory = gp_sqlite_allocate_shared_memory() == SQLITE_OK

  static func configuration(readonly: Bool) -> Configuration {
    _ = (hasNoStatistics, allocatesSharedMemory)
    var configuration = Configuration()
    configuration.readonly = readonly
    // A file system whose locks fail looks to SQLite like a busy ledger: the daemon tells of it before long.
    configuration.busyMode = .timeout(readonly ? 5 : 2)
    configuration.foreignKeysEnabled = true
    // A failed commit leaves a transaction open: GRDB would trap on it, this ledger answers `.uncertain`.
    configuration.allowsUnsafeTransactions = true
    configuration.prepareDatabase { db in
      try db.execute(
        sql: """
          PRAGMA synchronous = FULL;
          PRAGMA mmap_size = 0;
          PRAGMA cache_size = \(readonly ? -4096 : -8192);
          PRAGMA wal_autocheckpoint = 4000;
          PRAGMA journal_size_limit = 67108864;
          PRAGMA trusted_schema = OFF;
          """)
      if readonly { try SQLiteSchema.coverOlder(db) }
    }
    return configuration
  }

  private static func makeTables(_ db: Database) throws {
    try db.execute(sql: "PRAGMA application_id = \(SQLiteSchema.applicationID)")
    try LedgerStatement.execute("BEGIN IMMEDIATE", in: db)
    try SQLiteSchema.migrate(db, .none)
    var statement = try LedgerStatement(
      "INSERT INTO meta (one, ledger, epoch, revision, records, record_chain, entries, entry_chain, seal) "
        + "VALUES (1, ?, 0, 0, 0, ?, 0, ?, zeroblob(32))", in: db)
    statement.bind((0..<2).map { _ in String(UInt64.random(in: 0...UInt64.max), radix: 36) }.joined())
    statement.bind(HashChain().head)
    statement.bind(HashChain().head)
    try statement.run()
    try LedgerStatement.execute("INSERT INTO tally (one) VALUES (1)", in: db)
    try HeartSeal.renew(in: db)
    try LedgerStatement.execute("COMMIT", in: db)
  }

  static func demandLedger(_ db: Database, path: String) throws {
    let application = try number("PRAGMA application_id", in: db)
    guard application == SQLiteSchema.applicationID else { throw LedgerError.corrupt(.noLedger, path: path) }
    let version = try SQLiteSchema.version(in: db)
    guard version <= SQLiteSchema.version else {
      throw LedgerError.tooNew(found: version, known: SQLiteSchema.version)
    }
    guard version > 0 else { throw LedgerError.corrupt(.noSchema, path: path) }
    if let stranger = try SchemaLook.stranger(in: db, ofVersion: version) {
      throw LedgerError.corrupt(stranger, path: path)
    }
  }

  private static func number(_ sql: String, in db: Database) throws -> Int64 {
    var statement = try LedgerStatement(sql, in: db)
    return try statement.first { $0.int() } ?? 0
  }

  /// The first transaction of a writer: it brings the ledger to this version's schema, looks whether it bore what was before, and
  /// takes a new epoch; or leaves all as it was. Answers how it stands then, and the schema it had, if another.
  private static func begin(
    _ db: Database, seat: Seat, _ earlier: EarlierItems, afterUncleanStop isUnclean: Bool
  ) throws -> (standing: LedgerStanding, schemaBefore: Int?) {
    try LedgerStatement.execute("BEGIN IMMEDIATE", in: db)
    let schemaBefore = try SQLiteSchema.migrate(db, earlier)
    if isUnclean || schemaBefore != nil { try checkEnds(db) }
    var statement = try LedgerStatement(
      "UPDATE meta SET epoch = epoch + 1, revision = revision + 1, seat = ? WHERE one = 1", in: db)
    statement.bind(seat.rawValue)
    try Tally.demandOneRow(statement.run(), of: "meta")
    try HeartSeal.renew(in: db)
    let standing = try standing(in: db)
    do {
      try LedgerStatement.execute("COMMIT", in: db)
    } catch {
      throw LedgerError(commit: error)
    }
    return (standing, schemaBefore)
  }

  /// The writer before was killed, or was of an earlier release: looks whether the file bore it.
  ///
  /// A small ledger is looked through whole. A large one is not: that takes seconds for each million rows, and what a lost
  /// write would hurt is at the ends, so there its small tables, its heads and its latest rows are looked at.
  private static func checkEnds(_ db: Database) throws {
    let bytes = try number("PRAGMA page_count", in: db) * number("PRAGMA page_size", in: db)
    let checks = bytes <= 32 << 20 ? ["quick_check(3)"] : ["quick_check('meta')", "quick_check('tally')"]
    for check in checks {
      var statement = try LedgerStatement("PRAGMA \(check)", in: db)
      let faults = try statement.all { $0.text() }.filter { $0 != "ok" }
      guard faults.isEmpty else { throw LedgerError.corrupt(.pages(faults)) }
    }
    try TailCheck.run(in: db, latest: 1000)
  }
}

/// What this room does with the ledger's file beside SQLite; it never opens it, because closing any descriptor of it would drop
/// SQLite's locks.
enum SQLiteFile {
  /// The size of the file; nil where there is none.
  static func size(of path: String) -> Int64? {
    var status = stat()
    return stat(path, &status) == 0 ? Int64(status.st_size) : nil
  }

  /// The path as an address with options, where this SQLite reads such; the path itself elsewhere.
  static func address(of path: String, options: String) -> String {
    guard sqlite3_compileoption_used("USE_URI") != 0 else { return path }
    let digits = Array("0123456789ABCDEF".utf8)
    var address = Array("file:".utf8)
    for byte in path.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x2F, 0x5F: address.append(byte)
      default: address += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: address, as: UTF8.self) + "?" + options
  }

  /// Lets `-wal` and `-shm` stay when the last connection leaves: readers have nothing to create then.
  static func keepLog(of db: Database) {
    var keep: Int32 = 1
    sqlite3_file_control(db.sqliteConnection, "main", SQLITE_FCNTL_PERSIST_WAL, &keep)
  }

  /// Gives a complete file its name, unless something bears it, and syncs the folder.
  static func publish(_ making: String, as path: String) throws(LedgerError) {
    guard link(making, path) == 0 else { throw failure("cannot name '\(path)'") }
    unlink(making)
    let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
    let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    let descriptor = Glibc.open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure("cannot open '\(folder)'") }
    defer { Glibc.close(descriptor) }
    guard fsync(descriptor) == 0 else { throw failure("cannot sync '\(folder)'") }
  }

  private static func failure(_ what: String) -> LedgerError {
    .unavailable("\(what): \(String(cString: strerror(errno)))")
  }
}
