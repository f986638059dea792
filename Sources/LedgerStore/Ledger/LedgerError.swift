/// How a ledger fails. None of these ever condemns the input.
package enum LedgerError: Error, Hashable, Sendable {
  /// Nothing was changed: full disk, I/O error, no permission, locked too long. Wait and try again.
  case unavailable(String)
  /// A commit failed and may still have happened: close, open anew, look the batch up.
  case uncertain(String)
  /// The ledger is damaged, or is not a ledger.
  case corrupt(String)
  /// The file that should be there is not.
  case missing(path: String)
  /// One of its files was moved away, removed or replaced while it was open: nothing more may be written.
  case displaced(path: String)
  /// Made by a later version than this one.
  case tooNew(found: Int, known: Int)
  /// Another writer has taken over since.
  case fenced
}

extension LedgerError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unavailable(let text): "ledger unavailable: \(text)"
    case .uncertain(let text): "ledger commit uncertain: \(text)"
    case .corrupt(let text): "ledger damaged: \(text)"
    case .missing(let path): "ledger missing: \(path)"
    case .displaced(let path): "ledger moved away, removed or replaced while it was open: \(path)"
    case .tooNew(let found, let known):
      "ledger was made by a later version (schema \(found), this one knows \(known))"
    case .fenced: "another daemon has taken over this ledger"
    }
  }
}

extension LedgerError {
  /// The same failure, whose text says which ledger it is about.
  func naming(_ path: String?) -> LedgerError {
    guard let path else { return self }
    let named = { (text: String) in text.contains(path) ? text : "\(path): \(text)" }
    return switch self {
    case .unavailable(let text): .unavailable(named(text))
    case .uncertain(let text): .uncertain(named(text))
    case .corrupt(let text): .corrupt(named(text))
    case .missing, .displaced, .tooNew, .fenced: self
    }
  }
}
