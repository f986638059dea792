package import Ledger
internal import Synchronization

/// The ledger in the hands of its one writer: opened anew after a commit whose outcome is unknown, and let go of once it is not ours.
package final class LedgerSeat: Sendable {
  private let current: Mutex<any LedgerWriting>
  private let journal: Journal
  private let hold: @Sendable () throws(Failure) -> Void
  private let open: @Sendable () throws(Failure) -> any LedgerWriting

  /// - Parameters:
  ///   - hold: throws where the state is not ours any more.
  ///   - open: opens the ledger anew, so that what is durable can be seen.
  package init(
    _ ledger: any LedgerWriting, journal: Journal, hold: @escaping @Sendable () throws(Failure) -> Void,
    open: @escaping @Sendable () throws(Failure) -> any LedgerWriting
  ) {
    current = Mutex(ledger)
    self.journal = journal
    self.hold = hold
    self.open = open
  }

  /// The ledger as it is open now.
  package var ledger: any LedgerWriting { current.withLock { $0 } }

  /// Stops everything when the lock or the ledger's files are no longer those we opened, before anything is written.
  package func demandOurs() throws(Failure) {
    try hold()
    try attempt { try ledger.demandInPlace() }
  }

  /// Stops everything when the lock is no longer ours.
  package func demandLock() throws(Failure) { try hold() }

  /// After a commit whose outcome is unknown: closes the ledger and opens it anew, unless somebody else has done so.
  package func reopen(insteadOf old: any LedgerWriting) throws(Failure) {
    try demandOurs()
    let result = current.withLock { ledger -> Result<Void, Failure> in
      guard ledger === old else { return .success(()) }
      closeQuietly(ledger)
      do throws(Failure) {
        ledger = try open()
        return .success(())
      } catch {
        return .failure(error)
      }
    }
    try result.get()
  }

  /// Closes the ledger for good.
  package func close() { current.withLock { closeQuietly($0) } }

  /// A ledger that cannot be closed well is whole all the same: the next opening finds all that was committed.
  private func closeQuietly(_ ledger: any LedgerWriting) {
    do throws(LedgerError) { try ledger.close() } catch { journal.warning("\(error)", "关闭台账时：\(error)") }
  }
}
