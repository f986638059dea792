/// How a ledger fails. None of these ever condemns the input.
package enum LedgerError: Error, Hashable, Sendable {
  /// Nothing was changed: full disk, I/O error, no permission, locked too long. Wait and try again.
  case unavailable(String)
  /// A commit failed and may still have happened: close, open anew, look the batch up.
  case uncertain(String)
  /// The ledger is damaged, or is not a ledger; its file, where it has one.
  case corrupt(LedgerDamage, path: String? = nil)
  /// The file that should be there is not.
  case missing(path: String)
  /// One of its files was moved away, removed or replaced while it was open: nothing more may be written.
  case displaced(path: String)
  /// Made by a later version than this one.
  case tooNew(found: Int, known: Int)
  /// Another writer has taken over since.
  case fenced
}

extension LedgerError {
  /// The same failure, which says which ledger it is about.
  package func naming(_ path: String?) -> LedgerError {
    guard let path else { return self }
    let named = { (text: String) in text.contains(path) ? text : "\(path): \(text)" }
    return switch self {
    case .unavailable(let text): .unavailable(named(text))
    case .uncertain(let text): .uncertain(named(text))
    case .corrupt(let damage, let known): .corrupt(damage, path: known ?? path)
    case .missing, .displaced, .tooNew, .fenced: self
    }
  }
}
