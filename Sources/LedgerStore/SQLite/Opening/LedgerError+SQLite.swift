internal import GRDB
internal import GRDBSQLite
internal import Ledger

extension LedgerError {
  /// What a failure before any commit means: nothing was changed, or the ledger is damaged.
  init(sqlite error: any Error) {
    switch error {
    case let error as LedgerError: self = error
    case let error as SQLiteFailure: self.init(code: error.code, message: error.message)
    case let error as DatabaseError:
      self.init(code: error.extendedResultCode.rawValue, message: error.message ?? error.description)
    default: self = .unavailable("\(error)")
    }
  }

  private init(code: Int32, message: String) {
    let text = "\(message) (sqlite \(code))"
    // The low byte is the kind, the rest says more about it.
    switch code & 0xFF {
    case SQLITE_CORRUPT, SQLITE_NOTADB: self = .corrupt(.database(text))
    // Our statements are the same for ever: where one cannot be run, the tables or their numbers are not those we wrote.
    case SQLITE_ERROR, SQLITE_MISMATCH: self = .corrupt(.database(text))
    default: self = .unavailable(text)
    }
  }

  /// Whether there was no room for what was to be written.
  static func tellsOfAFullDisk(_ error: any Error) -> Bool {
    let code = (error as? SQLiteFailure)?.code ?? (error as? DatabaseError)?.resultCode.rawValue
    return code.map { $0 & 0xFF } == SQLITE_FULL
  }

  /// What the failure of a commit means: it may have happened.
  init(commit error: any Error) {
    self = .uncertain(LedgerError(sqlite: error).reason)
  }

  private var reason: String {
    switch self {
    case .unavailable(let text), .uncertain(let text), .corrupt(.database(let text), _): text
    case .corrupt, .missing, .displaced, .tooNew, .fenced: "\(self)"
    }
  }
}
