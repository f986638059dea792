internal import Dispatch
internal import Formats
internal import Glibc
internal import LedgerStore
internal import ServiceLifecycle

/// The dull shell around one pass: passes, waits for its bell, rests after a fault of the world, ends on anything worse.
///
/// A pass blocks, and so does the wait; each loop works on a queue of its own.
actor Loop: Service {
  /// Longest rest after a fault: what was cured is noticed within this time.
  static let longestRest = Duration.seconds(3)
  private static let shortestRest = Duration.milliseconds(500)

  private let name: String
  private let station: Station
  private let bell: Doorbell
  private let pause: Duration
  private let pass: () throws(Failure) -> Duration?
  private let executor: QueueExecutor
  private let pulse: Pulse
  private let stop = Latch()
  private var rest = Loop.shortestRest

  /// - Parameters:
  ///   - pause: how long it waits for its bell at the most.
  ///   - onlyCalls: whether it does nothing of its own but look at the world.
  ///   - pass: one pass; answers when it wants to look again, if sooner.
  init(
    _ name: String, station: Station, bell: Doorbell, pause: Duration, onlyCalls: Bool = false,
    pass: sending @escaping () throws(Failure) -> Duration?
  ) {
    self.name = name
    self.station = station
    self.bell = bell
    self.pause = pause
    self.pass = pass
    pulse = station.pulse(of: name, onlyCalls: onlyCalls)
    executor = QueueExecutor(label: "gridpost.\(name)", pulse: pulse)
  }

  nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  func run() async throws {
    try await withTaskCancellationOrGracefulShutdownHandler {
      try work()
    } onCancelOrGracefulShutdown: { [stop, bell] in
      stop.raise()
      bell.ring()
    }
  }

  private func work() throws(Failure) {
    while !stop.isRaised {
      let ledger = station.ledger
      pulse.work()
      do throws(Failure) {
        let soon = try pass()
        station.lower(name)
        rest = Self.shortestRest
        pulse.rest()
        bell.wait(min(soon ?? pause, pause))
      } catch {
        guard error.isTransient else { throw error }
        // The fence of the spool: whoever took over the state has taken away the lock as well.
        try station.demandLock()
        station.raise(name, error.text)
        if case .ledger(.uncertain) = error { try reopen(insteadOf: ledger) }
        takeRest()
      }
    }
  }

  /// Not to be cut short by any hint, for what failed may itself be what rings: a file that was put back, say.
  private func takeRest() {
    pulse.rest()
    var left = rest
    while left > .zero, !stop.isRaised {
      usleep(100_000)
      left -= .milliseconds(100)
    }
    rest = min(rest * 2, Self.longestRest)
  }

  private func reopen(insteadOf ledger: SQLiteLedger) throws(Failure) {
    do throws(Failure) {
      try station.reopenLedger(insteadOf: ledger)
    } catch {
      // The disk may still be full; the next turn fails as uncertain again and comes back here.
      guard error.isTransient else { throw error }
    }
  }
}

/// Runs an actor's work on a dispatch queue of its own, so that blocking calls never hold up the shared threads.
final class QueueExecutor: SerialExecutor {
  private let queue: DispatchQueue

  private let pulse: Pulse?

  init(label: String, pulse: Pulse? = nil) {
    queue = DispatchQueue(label: label)
    self.pulse = pulse
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { [pulse] in
      pulse?.begin()
      defer { Pulse.end() }
      job.runSynchronously(on: self.asUnownedSerialExecutor())
    }
  }
}
