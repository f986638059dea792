internal import Synchronization

/// What the watcher was told of since the last look: files that come while we run need not wait behind a backlog.
///
/// Hints, never the truth: what does not fit here, or was never told, is found by the sweep.
final class Arrivals: Sendable {
  struct Arrival: Hashable {
    let producer: [UInt8]?
    let name: [UInt8]
    /// It came by a rename, so whoever wrote it had finished.
    let isWhole: Bool
  }

  private static let most = 4096

  private let waiting = Mutex<[Arrival]>([])

  func add(_ arrivals: [Arrival]) {
    waiting.withLock { waiting in waiting += arrivals.prefix(Self.most - waiting.count) }
  }

  /// Takes the earliest, at most so many.
  func take(_ count: Int) -> [Arrival] {
    waiting.withLock { waiting in
      let taken = Array(waiting.prefix(count))
      waiting.removeFirst(taken.count)
      return taken
    }
  }
}
