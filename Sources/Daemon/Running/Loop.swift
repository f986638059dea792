internal import Custody
internal import Formats
internal import Glibc
internal import LedgerStore
internal import Linux
internal import Spool
internal import Synchronization
internal import Words

/// The dull shell around one pass: passes, waits for its bell, rests after a fault of the world, ends on anything worse.
///
/// A pass blocks, and so does the wait; each loop has a thread of its own.
final class Loop: Sendable {
  /// What a loop does, all of it on its thread.
  struct Work {
    /// One pass; answers when it wants to look again, if sooner than the pause.
    let pass: () throws(Failure) -> Duration?
    /// What is left to do after the last pass, whether or not it ended well.
    let finally: () throws(Failure) -> Void

    init(finally: @escaping () throws(Failure) -> Void = {}, pass: @escaping () throws(Failure) -> Duration?) {
      self.pass = pass
      self.finally = finally
    }
  }

  /// Longest rest after a fault: what was cured is noticed within this time.
  static let longestRest = Duration.seconds(3)
  private static let shortestRest = Duration.milliseconds(500)

  /// What its thread is called, and the fault it shows while its pass fails.
  private let code: DegradationCode
  private let station: Station
  private let bell: Doorbell
  private let pause: Duration
  private let pulse: Pulse
  /// Locked by its thread for as long as it runs, and by nobody else.
  private let work: Mutex<Work>
  private let mustStop = Latch()

  /// - Parameters:
  ///   - pause: how long it waits for its bell at the most.
  ///   - onlyCalls: whether it does nothing of its own but look at the world.
  init(
    _ code: DegradationCode, station: Station, bell: Doorbell, pause: Duration, onlyCalls: Bool = false,
    work: sending Work
  ) {
    self.code = code
    self.station = station
    self.bell = bell
    self.pause = pause
    self.work = Mutex(work)
    pulse = station.pulse(of: code.rawValue, onlyCalls: onlyCalls)
  }

  /// Runs until it is stopped.
  ///
  /// - Parameter onFailure: told, on its thread, why it cannot go on.
  func start(onFailure: @escaping @Sendable (Failure) -> Void) throws(Failure) -> Strand {
    let body = { @Sendable [self] in
      work.withLock { work in
        do throws(Failure) { try run(work.pass) } catch { onFailure(error) }
        pulse.work()
        do throws(Failure) { try work.finally() } catch { onFailure(error) }
        pulse.rest()
      }
    }
    return try attempt { try Strand(code.rawValue, pulse: pulse, body) }
  }

  /// Asks it to end with the pass it is in.
  func stop() {
    mustStop.raise()
    bell.ring()
  }

  private func run(_ pass: () throws(Failure) -> Duration?) throws(Failure) {
    var rest = Self.shortestRest
    while !mustStop.isRaised {
      let ledger = station.ledger
      pulse.work()
      do throws(Failure) {
        let soon = try pass()
        station.lower(code)
        rest = Self.shortestRest
        pulse.rest()
        bell.wait(min(soon ?? pause, pause))
      } catch {
        guard error.isTransient else { throw error }
        // The fence of the spool: whoever took over the state has taken away the lock as well.
        try station.seat.demandLock()
        station.raise(code, error.text)
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
      try station.seat.reopen(insteadOf: ledger)
    } catch {
      // The disk may still be full; the next turn fails as uncertain again and comes back here.
      guard error.isTransient else { throw error }
    }
  }
}
