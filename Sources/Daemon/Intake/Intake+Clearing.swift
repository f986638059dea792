internal import Custody
internal import GridCore
internal import Ledger
internal import Linux
internal import Spool
internal import Words

/// When finished files are removed.
extension Intake {
  /// So many folders of finished files, each of one batch, may wait to be removed.
  private static let mostFinished = 128
  /// So many finished files are removed between two looks at the inbox, and so many at once where nobody waits for the next look or
  /// there is no room for more of them.
  private static let piece = 128
  private static let portion = 1024
  /// How often, and how long, removing lets the delivery go first.
  private static let courtesy = Duration.milliseconds(100)
  private static let longestCourtesy = Duration.seconds(5)
  /// How long a stop goes on removing.
  private static let longestStop = Duration.seconds(5)

  /// Removes all finished files.
  func clearUp() throws(Failure) {
    while try clearing.clearUp(Self.portion) {}
    try attempt { try inbox.returnChanged() }
  }

  /// Removing waits until all is taken and delivered, for some time and for some room; then it goes on in small pieces, so that what
  /// comes meanwhile does not wait. A single pass has somebody else do it.
  func clearUpInTime(_ look: inout Look) throws(Failure) {
    guard isPatient, inbox.finished.folders > 0 else { return }
    let isFull = inbox.finished.folders > Self.mostFinished
    guard look.handled == 0 else {
      idleSince = nil
      if isFull { _ = try clearing.clearUp(Self.portion) }
      return
    }
    let since = idleSince ?? .now
    idleSince = since
    let ledger = seat.ledger
    if !isFull, since.duration(to: .now) < Self.longestCourtesy, try attempt({ try ledger.pendingNotices() }) > 0 {
      look.next = min(look.next ?? Self.courtesy, Self.courtesy)
    } else if try clearing.clearUp(Self.piece) {
      look.next = .zero
    }
  }

  /// Leaves the inbox in good order at a stop: what is claimed and not yet taken goes back, so that the next start need not suspect
  /// it, and finished files are removed for as long as a stop may take.
  static func release(
    _ seat: LedgerSeat, folder: StateFolder, journal: Journal, pulses: Pulses
  ) throws(Failure) {
    try seat.demandOurs()
    let inbox = Inbox(folder)
    try attempt { try inbox.release() }
    let clearing = Clearing(seat, finished: inbox.finished, journal: journal, pulses: pulses)
    let end = ContinuousClock.now + longestStop
    do throws(Failure) {
      try attempt { try inbox.finished.find() }
      while .now < end, try clearing.clearUp(portion) {}
      try attempt { try inbox.returnChanged() }
    } catch {
      journal.warning(
        "finished files are left to the next start: \(error.text.en)", "已收文件留待下次启动时清除：\(error.text.zh)")
    }
  }
}
