internal import Spool
internal import Synchronization

/// Has one job at a time done on a thread of its own, and answers with what came of it when asked.
///
/// Where the machine has no room for the thread the job is done at once.
final class Aside<Value: Sendable>: Sendable {
  private final class Desk: Sendable {
    let job = Mutex<(@Sendable () -> Value)?>(nil)
    let outcome = Mutex<Value?>(nil)
    let isGiven = Turnstile()
    let isDone = Turnstile()

    /// Does one job after the other until it is given none.
    func serve() {
      while true {
        isGiven.pass()
        guard let job = job.withLock({ $0.take() }) else { return }
        let value = job()
        outcome.withLock { $0 = value }
        isDone.open()
      }
    }
  }

  private let name: String
  private let desk = Desk()
  private let thread = Mutex<Strand?>(nil)
  private let isBusy = Latch()

  init(_ name: String) { self.name = name }

  deinit { desk.isGiven.open() }

  /// Begins a job; the one before must have been finished.
  func begin(_ job: @escaping @Sendable () -> Value) {
    guard hasThread else {
      let value = job()
      return desk.outcome.withLock { $0 = value }
    }
    isBusy.raise()
    desk.job.withLock { $0 = job }
    desk.isGiven.open()
  }

  private var hasThread: Bool {
    thread.withLock { thread in
      do throws(SpoolError) {
        if thread == nil { thread = try Strand(name) { [desk] in desk.serve() } }
        return true
      } catch {
        return false
      }
    }
  }

  /// Waits for the job that was begun; nil where none was.
  func finish() -> Value? {
    if isBusy.takeDown() { desk.isDone.pass() }
    return desk.outcome.withLock { $0.take() }
  }
}
