internal import Dispatch
internal import Synchronization

/// Has one job at a time done on a thread of its own, and answers with what came of it when asked.
final class Aside<Value: Sendable>: Sendable {
  private let queue: DispatchQueue
  private let group = DispatchGroup()
  private let outcome = Mutex<Value?>(nil)

  init(_ name: String) { queue = DispatchQueue(label: name) }

  /// Begins a job; the one before must have been finished.
  func begin(_ job: @escaping @Sendable () -> Value) {
    queue.async(group: group) { [self] in
      let value = job()
      outcome.withLock { $0 = value }
    }
  }

  /// Waits for the job that was begun; nil where none was.
  func finish() -> Value? {
    group.wait()
    return outcome.withLock { outcome in
      defer { outcome = nil }
      return outcome
    }
  }
}
