internal import Synchronization

/// Has one job at a time done on a thread of its own, which stays, and answers with what came of it when asked.
///
/// Where the machine has no room for the thread the job is done at once.
package final class Aside<Value: Sendable>: Sendable {
  private final class Exchange: Sendable {
    let job = Mutex<(@Sendable () -> Value)?>(nil)
    let outcome = Mutex<Value?>(nil)
    let isGiven = Turnstile()
    let isDone = Turnstile()

    /// Does one job after the other until it is given none.
    func serve(_ pulse: Pulse) {
      while true {
        isGiven.pass()
        guard let job = job.withLock({ $0.take() }) else { return }
        pulse.work()
        let value = job()
        pulse.rest()
        outcome.withLock { $0 = value }
        isDone.open()
      }
    }
  }

  private let name: String
  private let pulse: Pulse
  private let exchange = Exchange()
  private let thread = Mutex<Strand?>(nil)
  private let isBusy = Latch()

  /// - Parameters:
  ///   - name: of its thread.
  ///   - pulse: how it is getting on.
  package init(_ name: String, pulse: Pulse) {
    self.name = name
    self.pulse = pulse
  }

  deinit { exchange.isGiven.open() }

  /// Begins a job; the one before must have been finished.
  package func begin(_ job: @escaping @Sendable () -> Value) {
    guard hasThread else {
      let value = job()
      return exchange.outcome.withLock { $0 = value }
    }
    isBusy.raise()
    exchange.job.withLock { $0 = job }
    exchange.isGiven.open()
  }

  private var hasThread: Bool {
    thread.withLock { thread in
      do throws(WorldError) {
        if thread == nil { thread = try Strand(name, pulse: pulse) { [exchange, pulse] in exchange.serve(pulse) } }
        return true
      } catch {
        return false
      }
    }
  }

  /// Whether a job that was begun is not done yet.
  package var isWorking: Bool { isBusy.isRaised && exchange.outcome.withLock { $0 == nil } }

  /// Waits for the job that was begun; nil where none was.
  package func finish() -> Value? {
    if isBusy.takeDown() {
      let pulse = Pulse.current
      pulse?.rest()
      exchange.isDone.pass()
      pulse?.work()
    }
    return exchange.outcome.withLock { $0.take() }
  }
}
