internal import Formats
internal import Glibc
package import GridCore
package import LedgerStore
internal import Linux
package import Rules
internal import Spool
internal import Synchronization
package import Words

/// Keeps the rules in force: loads them at the start, watches the file, swaps one value when a good one comes.
///
/// All that can fail comes before the swap, so a bad file changes nothing and is told about. The last good text lies beside the
/// ledger for a start without a usable file. Books that decided older items are read again from the ledger, and kept.
package final class RuleKeeper: Sendable {
  /// The largest rules file that is read.
  package static let maxBytes = RuleFile.largest

  /// A rules text with what became of it.
  package struct Reading: Sendable {
    package let bytes: [UInt8]
    package let rules: LoadedRules

    /// Reads the bytes of a file that is called so; nil stands for more of them than a rules file may have.
    package init(_ bytes: [UInt8]?, name: String) {
      self.bytes = bytes ?? []
      rules =
        bytes.map { RuleFile.load(bytes: $0, name: name, digest: sha256(of: $0)) } ?? RuleFile.tooLarge(name: name)
    }

    /// The faults as people read them.
    package func rendered(_ language: Language, colour: Bool = false) -> String {
      DiagnosticRendering(name: rules.name, bytes: bytes, language: language, colour: colour).text(rules.diagnostics)
    }
  }

  /// What a look at the file found.
  package enum Look: Sendable {
    case unchanged
    /// Changed a moment ago: look again soon.
    case unsettled
    case missing
    case unreadable(errno: Int32)
    case refused(Reading)
    case good(RuleBook, Reading)
  }

  private struct Signature: Hashable {
    let inode: UInt64
    let size: Int64
    let modified: Int64
    let changed: Int64
  }

  private struct State {
    var current: RuleBook
    var signature: Signature?
    var older: [Digest: RuleBook] = [:]
  }

  package let path: String
  private let state: Mutex<State>

  package init(path: String, current: RuleBook) {
    self.path = path
    state = Mutex(State(current: current))
  }

  package var current: RuleBook { state.withLock { $0.current } }

  /// Puts a book in force.
  package func swap(to book: RuleBook) {
    state.withLock { $0.current = book }
  }

  /// The book with this digest: the one in force, or an older one from the ledger; nil where that text no longer reads.
  package func book(_ digest: Digest, from ledger: any LedgerReading) throws(LedgerError) -> RuleBook? {
    let known = state.withLock { $0.current.digest == digest ? $0.current : $0.older[digest] }
    if let known { return known }
    guard let text = try ledger.rulesText(digest) else { return nil }
    let book = RuleFile.load(bytes: text, name: digest.hex, digest: digest).book
    state.withLock { state in
      // A handful of books is in use at a time; a town that has seen hundreds need not keep them all in memory.
      if state.older.count >= 8 { state.older.removeAll() }
      state.older[digest] = book
    }
    return book
  }

  /// Has the next look take the file for one that was not seen yet.
  package func forgetSight() {
    state.withLock { $0.signature = nil }
  }

  /// Looks at the file, and reads it when it is not the one seen last (or when told to).
  package func look(force: Bool) -> Look {
    guard let before = Self.signature(path) else {
      state.withLock { $0.signature = nil }
      return errno == ENOENT ? .missing : .unreadable(errno: errno)
    }
    if !force, state.withLock({ $0.signature == before }) { return .unchanged }
    let reading: Reading
    switch Self.read(path) {
    case .failure(let problem): return problem.code == ENOENT ? .missing : .unreadable(errno: problem.code)
    case .success(let found): reading = found
    }
    // Somebody is still saving: what was read may be half of it.
    guard Self.signature(path) == before else { return .unsettled }
    state.withLock { $0.signature = before }
    guard let book = reading.rules.book else { return .refused(reading) }
    return .good(book, reading)
  }

  /// Why a file could not be read (errno(3)).
  package struct Errno: Error {
    package let code: Int32

    /// Whether what is under the path is to blame, and not the world: only a person puts that right.
    var isOfTheFile: Bool {
      [ENOENT, ENOTDIR, EISDIR, EINVAL, ENXIO, ELOOP, ENAMETOOLONG, EACCES, EPERM].contains(code)
    }
  }

  /// Reads and checks a rules file.
  package static func read(_ path: String) -> Result<Reading, Errno> {
    do {
      guard let bytes = try DurableFile.read(path: path, max: maxBytes) else {
        return .failure(Errno(code: ENOENT))
      }
      return .success(Reading(bytes, name: path))
    } catch .io(_, _, EFBIG) {
      return .success(Reading(nil, name: path))
    } catch {
      return .failure(Errno(code: error.number ?? EIO))
    }
  }

  private static func signature(_ path: String) -> Signature? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    return Signature(
      inode: UInt64(status.st_ino), size: Int64(status.st_size),
      modified: Int64(status.st_mtim.tv_sec) &* 1_000_000_000 &+ Int64(status.st_mtim.tv_nsec),
      changed: Int64(status.st_ctim.tv_sec) &* 1_000_000_000 &+ Int64(status.st_ctim.tv_nsec))
  }
}
