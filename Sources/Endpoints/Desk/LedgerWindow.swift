package import Custody
internal import GridCore
package import Ledger
internal import Linux
internal import Synchronization
package import Web
internal import Words

/// The ledger beside a running daemon, opened once and read by many; opened anew when another file lies in its place.
///
/// Guarantees: it never writes, takes no lock, and holds up nobody who does. A ledger that is not there yet, or cannot be trusted now,
/// is a `Problem` that is told and may pass.
package final class LedgerWindow: Sendable {
  private struct Opened {
    let ledger: any LedgerReading
    let file: FileMark.Place
  }

  private let settings: Settings
  private let opened = Mutex<Opened?>(nil)

  /// Opens nothing yet.
  package init(_ settings: Settings) {
    self.settings = settings
  }

  /// The ledger as it is now; nil where the state has none yet.
  package func ledger() throws(Problem) -> (any LedgerReading)? {
    let mark = FileMark(settings.ledgerPath)?.place
    do {
      return try opened.withLock { opened in
        if let known = opened, known.file == mark { return known.ledger }
        // Whoever still reads the old one ends its use.
        opened = nil
        guard let mark, let ledger = try LedgerDoor.openForReading(settings) else { return nil }
        opened = Opened(ledger: ledger, file: mark)
        return ledger
      }
    } catch { throw Problem(any: error) }
  }
}

extension Problem {
  /// The world failed, or the ledger cannot be read: whoever asks may come again.
  package init(_ failure: Failure) {
    self.init(.worldFailed, failure.text)
  }

  /// What reading the ledger or the state came to; what no room below should throw is our own fault, and one request's only.
  package init(any error: any Error) {
    switch error {
    case let problem as Problem: self = problem
    case let error as LedgerError: self.init(.ledger(error))
    case let error as WorldError: self.init(.world(error))
    case let failure as Failure: self.init(failure)
    default:
      self.init(
        .worldFailed, Bilingual(en: "a fault of ours: \(error)", zh: "程序自身的错误：\(error)"), kind: "internal")
    }
  }
}
