internal import Formats
internal import Glibc
package import Ledger
internal import LedgerStore
internal import Linux
internal import Proof
internal import Spool

/// Copies a ledger into one file, consistently, beside a running daemon or without one.
///
/// The copy is made beside its place under a dot name, checked, synced and only then named: nothing half ever bears the name, and
/// what bears it already is never touched. A killed backup leaves at most the dot file. Nothing is written into the state.
package enum Backup {
  /// A copy as it lies there.
  package struct Copy: Sendable {
    package let path: String
    package let standing: LedgerStanding
    package let counts: LedgerCounts
    package let bytes: Int64
  }

  /// Why there is no copy.
  package enum Problem: Error, Sendable {
    case noLedger
    /// Something bears the name.
    case taken
    case failure(Failure)
  }

  /// Makes a consistent copy; throws where its name is taken, or the ledger or the world fails.
  package static func make(_ settings: Settings, to path: String) throws(Problem) -> Copy {
    var status = stat()
    guard lstat(path, &status) != 0 else { throw .taken }
    let (folder, name) = parts(of: path)
    do throws(Failure) {
      guard let ledger = try LedgerDoor.openForCopying(settings) else {
        throw .ledger(.missing(path: settings.ledgerPath))
      }
      let temporary = ".\(name).\(getpid()).tmp"
      let place = folder + "/" + temporary
      defer { for ending in ["", "-journal", "-wal", "-shm"] { unlink(place + ending) } }
      try reserve(temporary, in: folder, settings)
      try attempt { try ledger.copy(to: place) }
      let (standing, counts) = try attempt { try SQLiteLedger.examine(copy: place) }
      let bytes = stat(place, &status) == 0 ? Int64(status.st_size) : 0
      try attempt { try DurableFile.publish(temporary, as: name, in: folder) }
      return Copy(path: path, standing: standing, counts: counts, bytes: bytes)
    } catch {
      switch error {
      case .ledger(.missing): throw .noLedger
      case .world(.io(_, _, EEXIST)): throw .taken
      default: throw .failure(error)
      }
    }
  }

  /// An empty file that only we fill, with the ledger's own mode: a copy is seen by nobody who may not see the ledger.
  private static func reserve(_ name: String, in folder: String, _ settings: Settings) throws(Failure) {
    let path = folder + "/" + name
    var status = stat()
    let mode = stat(settings.ledgerPath, &status) == 0 ? status.st_mode & 0o666 : 0o600
    unlink(path)
    let opened = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
    guard opened >= 0 else { throw .world(.io(operation: "write", path: path, errno: errno)) }
    let file = Descriptor(owning: opened)
    // A copy that is put into the state belongs to whom the state does.
    try attempt {
      try Ownership(ofState: settings.statePath, holding: folder)?.impose(on: file, mode: UInt32(mode), shownAs: path)
    }
  }

  static func parts(of path: String) -> (folder: String, name: String) {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return (".", path) }
    let folder = String(path[..<slash])
    return (folder.isEmpty ? "/" : folder, String(path[path.index(after: slash)...]))
  }
}
