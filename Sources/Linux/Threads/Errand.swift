internal import Synchronization

/// One piece of work on a thread of its own, and what came of it.
package final class Errand<Value: Sendable>: Sendable {
  private final class Outcome: Sendable {
    let value = Mutex<Value?>(nil)
  }

  private let outcome = Outcome()
  private let strand: Strand

  /// Begins the work; throws where the machine has no room for another thread.
  package init(_ name: String, _ work: @escaping @Sendable () -> Value) throws(WorldError) {
    strand = try Strand(name, pulse: nil) { [outcome] in
      let value = work()
      outcome.value.withLock { $0 = value }
    }
  }

  package var isDone: Bool { outcome.value.withLock { $0 != nil } }

  /// Waits until it is done; to be asked once.
  package func finish() -> Value {
    strand.join()
    let value = outcome.value.withLock { $0 }
    guard let value else { preconditionFailure("work that has ended came to something") }
    return value
  }
}
