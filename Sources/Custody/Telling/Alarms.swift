internal import Formats
package import GridCore
internal import Ledger
package import Linux
package import Words

/// Shows what is wrong until it is well again, says it once, and, where asked, records it in the ledger for good.
package final class Alarms: Sendable {
  /// What every process sees.
  package let board: StatusBoard
  private let seat: LedgerSeat
  private let clock: ServiceClock
  private let journal: Journal

  package init(_ board: StatusBoard, seat: LedgerSeat, clock: ServiceClock, journal: Journal) {
    self.board = board
    self.seat = seat
    self.clock = clock
    self.journal = journal
  }

  /// Shows a fault until it is lowered.
  ///
  /// - Parameters:
  ///   - recording: whether the ledger keeps it for good.
  ///   - since: when it began; nil: now.
  package func raise(_ code: DegradationCode, _ text: Bilingual, recording: Bool = false, since: Timestamp? = nil) {
    let now = clock.now
    guard board.raise(code, at: since ?? now, text.text(journal.language)) else { return }
    let word = code.rawValue
    journal.error("\(word): \(text.en)", "\(word)：\(text.zh)")
    guard recording else { return }
    do throws(LedgerError) {
      try seat.ledger.record(Incident(at: now, code: word, text: text.text(journal.language)))
    } catch {
      journal.error("\(word) is not recorded: \(error)", "\(word) 未能记入台账：\(error)")
    }
  }

  /// Shows a fault no more, and says so once.
  package func lower(_ code: DegradationCode) {
    if board.lower(code) { journal.notice("\(code.rawValue): well again", "\(code.rawValue)：已恢复") }
  }
}
