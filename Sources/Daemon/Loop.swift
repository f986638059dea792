internal import Dispatch
internal import Formats
internal import LedgerStore
internal import ServiceLifecycle

/// The dull shell around one pass: waits for its bell, passes, waits longer after a fault of the world, ends on anything worse.
///
/// A pass blocks, so each loop works on a queue of its own.
actor Loop: Service {
  /// Longest wait after a fault: what was cured is noticed within this time.
  static let longestBackoff = Duration.seconds(4)

  private let name: String
  private let station: Station
  private let bell: Doorbell
  private let pause: Duration
  private let pass: () throws(Failure) -> Duration?
  private let executor: QueueExecutor
  private var backoff = Duration.milliseconds(250)
  /// Not to be woken before this by any hint, for what failed may itself be what rings: a file put back, say.
  private var rests: ContinuousClock.Instant?

  /// - Parameters:
  ///   - pause: how long it waits for its bell at the most.
  ///   - pass: one pass; answers when it wants to look again, if sooner.
  init(
    _ name: String, station: Station, bell: Doorbell, pause: Duration,
    pass: sending @escaping () throws(Failure) -> Duration?
  ) {
    self.name = name
    self.station = station
    self.bell = bell
    self.pause = pause
    self.pass = pass
    executor = QueueExecutor(label: "gridpost.\(name)")
  }

  nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  func run() async throws {
    for await _ in bell.rings.cancelOnGracefulShutdown() {
      if let rest = rests.map({ ContinuousClock.now.duration(to: $0) }), rest > .zero {
        bell.ring(after: rest)
      } else {
        bell.ring(after: try turn())
      }
    }
  }

  private func turn() throws(Failure) -> Duration {
    let ledger = station.ledger
    do throws(Failure) {
      let soon = try pass()
      backoff = .milliseconds(250)
      rests = nil
      station.lower(name)
      return soon.map { min($0, pause) } ?? pause
    } catch {
      guard error.isTransient else { throw error }
      station.raise(name, error.text)
      if case .ledger(.uncertain) = error { try reopen(insteadOf: ledger) }
      backoff = min(backoff * 2, Self.longestBackoff)
      rests = .now + backoff
      return backoff
    }
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

  init(label: String) {
    queue = DispatchQueue(label: label)
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
  }
}
