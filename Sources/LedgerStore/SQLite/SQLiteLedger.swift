internal import GRDB
internal import GRDBSQLite
internal import GridCore
package import Ledger
internal import Proof
internal import Synchronization

/// The ledger in one SQLite file, in WAL mode with full sync.
///
/// Guarantees what the three protocols promise, for one writer and any number of readers, in this process or others. One connection
/// makes all writes and all checkpoints; a few others read, each on the snapshot it began with. A checkpoint moves into the file only
/// what every snapshot may see there: the `-wal` grows by what is written while the longest read goes on. Once no reader looks into the
/// log, the next commits write it from its beginning again, and cut it to 64 MiB. A crash leaves the last commit and, beside the file,
/// its `-wal` and `-shm`, which the next opening reads; after a clean close they stay, empty, so that readers have nothing to create.
/// Throws `LedgerError` as the protocols say; after a commit that failed every call throws `.uncertain` until the file is opened anew.
package final class SQLiteLedger: LedgerWriting, LedgerProving {
  /// Where it lies; nil in memory.
  package let path: String?
  /// The epoch that this opening took for its writes; nil where it only reads.
  package let epoch: Int64?
  /// The schema that this version writes.
  package static let schema = SQLiteSchema.version
  /// The schema that this opening found and brought to its own; nil where there was nothing to do.
  package let schemaBefore: Int?
  /// Whose files, papers and rules are asked for and written.
  package let seat: Seat
  /// Tells what the rows of earlier releases do not say.
  let earlier: EarlierItems
  /// The connection that writes; where the ledger was opened for reading only, the first of the readers.
  let queue: DatabaseQueue
  /// The connections that read.
  let readers: ReaderPool
  /// The files that a writer opened; nil where it only reads, and in memory.
  private let files: LedgerFiles?
  /// Told of every commit of this opening, once it is durable.
  private let committed: (@Sendable (LedgerStanding) -> Void)?
  /// A reader that found no `-wal` reads the file as if nothing could change it, and must see if something does.
  private let alone: Bool
  private let ended = Mutex<LedgerError?>(nil)

  init(
    path: String?, seat: Seat, queue: DatabaseQueue, readers: ReaderPool, epoch: Int64?, alone: Bool,
    earlier: EarlierItems = .none, schemaBefore: Int? = nil,
    files: LedgerFiles? = nil, committed: (@Sendable (LedgerStanding) -> Void)? = nil
  ) {
    self.path = path
    self.seat = seat
    self.queue = queue
    self.readers = readers
    self.epoch = epoch
    self.alone = alone
    self.earlier = earlier
    self.schemaBefore = schemaBefore
    self.files = files
    self.committed = committed
  }

  deinit {
    SpentQueues.keep(queue)
  }

  // MARK: Transactions

  /// Runs reads on one snapshot, beside whoever writes: what is committed is seen, and nobody waits.
  func read<T>(_ body: (Database) throws -> T) throws(LedgerError) -> T {
    try usable { try readers.withReader { try onSnapshot($0, body) } }
  }

  /// The same on the connection that writes: after the commit that is on its way, for whoever is about to decide.
  func readInTurn<T>(_ body: (Database) throws -> T) throws(LedgerError) -> T {
    try usable { try queue.inDatabase { try onSnapshot($0, body) } }
  }

  private func onSnapshot<T>(_ db: Database, _ body: (Database) throws -> T) throws -> T {
    try LedgerStatement.execute("BEGIN", in: db)
    defer { rollBack(db) }
    return try body(db)
  }

  private func usable<T>(_ reads: () throws -> T) throws(LedgerError) -> T {
    try demandUsable()
    do {
      let value = try reads()
      try demandStillAlone()
      return value
    } catch {
      throw LedgerError(sqlite: error).naming(path)
    }
  }

  /// Runs writes in one transaction, fenced by the epoch, and commits them.
  func write<T>(_ body: (inout WriteSession) throws -> T) throws(LedgerError) -> T {
    guard let epoch else { throw .unavailable("the ledger was opened for reading only") }
    try demandUsable()
    do {
      return try queue.inDatabase { db in
        try demandInPlace(db)
        try LedgerStatement.execute("BEGIN IMMEDIATE", in: db)
        let value: T
        let standing: LedgerStanding
        do {
          var session = try WriteSession(db, epoch: epoch)
          value = try body(&session)
          standing = try session.finish()
        } catch {
          rollBack(db)
          throw error
        }
        try commit(db)
        // A file that was taken away during the commit took the commit along: then nobody may count on it.
        try demandInPlace(db)
        committed?(standing)
        return value
      }
    } catch {
      throw LedgerError(sqlite: error).naming(path)
    }
  }

  private func commit(_ db: Database) throws(LedgerError) {
    do {
      try LedgerStatement.execute("COMMIT", in: db)
    } catch {
      // The commit may be in the file though it failed here, and this connection would not see it (guarantees §1.1).
      let uncertain = LedgerError(commit: error).naming(path)
      end(with: uncertain)
      rollBack(db)
      throw uncertain
    }
  }

  /// Ends the transaction that is open, if one is; a connection that cannot is not used again.
  private func rollBack(_ db: Database) {
    // SQLite has rolled back by itself after some errors.
    guard db.isInsideTransaction else { return }
    do {
      try LedgerStatement.execute("ROLLBACK", in: db)
    } catch {
      end(with: .uncertain("a transaction could not be rolled back: \(LedgerError(sqlite: error))"))
    }
  }

  private func end(with error: LedgerError) {
    ended.withLock { $0 = $0 ?? error.naming(path) }
  }

  func demandUsable() throws(LedgerError) {
    if let error = ended.withLock({ $0 }) { throw error }
    try demandStillAlone()
  }

  func demandStillAlone() throws(LedgerError) {
    guard alone, let path, SQLiteFile.size(of: path + "-wal") != nil else { return }
    throw .unavailable("a writer has opened the ledger meanwhile: open it anew")
  }

  // MARK: Being in place

  /// Throws `.displaced`, and so does every later call, where one of the files was moved away, removed or replaced since it was
  /// opened for writing; SQLite would go on writing into a file that nobody will find again.
  package func demandInPlace() throws(LedgerError) {
    guard let files, files.displaced() != nil else { return }
    do {
      try queue.inDatabase { db in try demandInPlace(db) }
    } catch {
      throw LedgerError(sqlite: error).naming(path)
    }
  }

  private func demandInPlace(_ db: Database) throws(LedgerError) {
    guard let files, let gone = files.displaced() else { return }
    let error = LedgerError.displaced(path: gone)
    end(with: error)
    if gone != path { saveLog(db) }
    throw error
  }

  /// The file is in its place and only what lay beside it is gone: moves all that was committed into the file while we still hold
  /// it, for the next opening finds nothing else.
  private func saveLog(_ db: Database) {
    // Where it fails, the next start misses what is lost by what stood before.
    do { try LedgerStatement.execute("PRAGMA wal_checkpoint(FULL)", in: db) } catch { return }
  }

  // MARK: Closing

  /// Ends the use of the ledger; a writer first moves all of the `-wal` into the file.
  ///
  /// Whatever it throws, nothing committed is lost: the next opening reads it from the `-wal`.
  package func close() throws(LedgerError) {
    let isOver = ended.withLock { $0 } != nil
    end(with: .unavailable("the ledger was closed"))
    do {
      try readers.close()
      if epoch != nil, !isOver {
        try queue.inDatabase { db in
          // Readers may hold it up; what they hold up stays in the `-wal`.
          sqlite3_busy_timeout(db.sqliteConnection, 1000)
          try LedgerStatement.execute("PRAGMA wal_checkpoint(TRUNCATE)", in: db)
        }
      }
      try queue.close()
    } catch {
      throw LedgerError(sqlite: error).naming(path)
    }
  }

  /// Gives back the page cache that a busy time filled; for when nothing is to be done.
  package func releaseMemory() {
    queue.releaseMemory()
    readers.releaseMemory()
  }
}

extension LedgerStatement {
  /// Runs a statement without values; rows it answers are passed over.
  static func execute(_ sql: String, in db: Database) throws {
    var statement = try LedgerStatement(sql, in: db)
    try statement.run()
  }
}
