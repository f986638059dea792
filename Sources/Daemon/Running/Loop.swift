internal import Custody
internal import Glibc
internal import Ledger
internal import Linux
internal import Synchronization
internal import Words

/// The dull shell around turns: takes one, waits for its bell, rests after a fault of the world, ends on anything worse.
///
/// A turn blocks, and so does the wait; each loop has a thread of its own.
final class Loop: Sendable {
  /// How long it waits for its bell at the most: whoever is rung for has nothing else to look for.
  private static let longestWait = Duration.seconds(3600)
  /// Longest rest after a fault: what was cured is noticed within this time.
  static let longestRest = Duration.seconds(3)
  private static let shortestRest = Duration.milliseconds(500)

  /// What its thread is called, and the fault it shows while its turns fail.
  private let code: DegradationCode
  /// Whoever takes the turns; locked by the loop's thread for as long as it runs, and by nobody else.
  private let work: Mutex<any Turning>
  private let seat: LedgerSeat
  private let clock: ServiceClock
  private let alarms: Alarms
  private let pulse: Pulse
  private let bell: Doorbell
  private let mustStop = Latch()

  /// - Parameters:
  ///   - clock: tells each turn its moment.
  ///   - bell: what it is woken with.
  init(
    _ code: DegradationCode, _ work: sending any Turning, seat: LedgerSeat, clock: ServiceClock, alarms: Alarms,
    pulse: Pulse, bell: Doorbell
  ) {
    self.code = code
    self.work = Mutex(work)
    self.seat = seat
    self.clock = clock
    self.alarms = alarms
    self.pulse = pulse
    self.bell = bell
  }

  /// Runs until it is stopped.
  ///
  /// - Parameter onFailure: told, on its thread, why it cannot go on.
  func start(onFailure: @escaping @Sendable (Failure) -> Void) throws(Failure) -> Strand {
    let body = { @Sendable [self] in
      work.withLock { work in
        do throws(Failure) { try run(work) } catch { onFailure(error) }
        pulse.work()
        do throws(Failure) { try work.finish() } catch { onFailure(error) }
        pulse.rest()
      }
    }
    return try attempt { try Strand(code.rawValue, pulse: pulse, body) }
  }

  /// Asks it to end with the turn it is in.
  func stop() {
    mustStop.raise()
    bell.ring()
  }

  private func run(_ work: any Turning) throws(Failure) {
    var rest = Self.shortestRest
    while !mustStop.isRaised {
      let ledger = seat.ledger
      pulse.work()
      do throws(Failure) {
        let soon = try work.turn(clock.now)
        alarms.lower(code)
        rest = Self.shortestRest
        pulse.rest()
        bell.wait(min(soon ?? Self.longestWait, Self.longestWait))
      } catch {
        guard error.isTransient else { throw error }
        // The fence of the spool: whoever took over the state has taken away the lock as well.
        try seat.demandLock()
        alarms.raise(code, error.text)
        if case .ledger(.uncertain) = error { try reopen(insteadOf: ledger) }
        take(rest)
        rest = min(rest * 2, Self.longestRest)
      }
    }
  }

  /// Not to be cut short by any hint, for what failed may itself be what rings: a file that was put back, say.
  private func take(_ rest: Duration) {
    pulse.rest()
    var left = rest
    while left > .zero, !mustStop.isRaised {
      usleep(100_000)
      left -= .milliseconds(100)
    }
  }

  private func reopen(insteadOf ledger: any LedgerWriting) throws(Failure) {
    do throws(Failure) {
      try seat.reopen(insteadOf: ledger)
    } catch {
      // The disk may still be full; the next turn fails as uncertain again and comes back here.
      guard error.isTransient else { throw error }
    }
  }
}
