internal import Synchronization

/// What the watcher was told of since the last look: files that come while we run need not wait behind a backlog.
///
/// Hints, never the truth: what does not fit here, or was never told, is found by a sweep. One that has begun may miss what came since;
/// so it is known whether anything was dropped, and then another sweep follows at once, not when the timer comes round.
final class Arrivals: Sendable {
  struct Arrival: Hashable {
    let producer: [UInt8]?
    let name: [UInt8]
    /// It came by a rename, so whoever wrote it had finished.
    let isWhole: Bool
  }

  private static let most = 4096

  private struct State {
    var waiting: [Arrival] = []
    var hasDropped = false
  }

  private let state = Mutex(State())

  func add(_ arrivals: [Arrival]) {
    state.withLock { state in
      let room = max(0, Self.most - state.waiting.count)
      state.waiting += arrivals.prefix(room)
      if arrivals.count > room { state.hasDropped = true }
    }
  }

  /// Notes that something came of which nobody knows the name any more.
  func drop() { state.withLock { $0.hasDropped = true } }

  /// Whether a sweep that has begun may have missed something: what was dropped, or waits here to be looked at.
  var outlastSweep: Bool { state.withLock { $0.hasDropped || !$0.waiting.isEmpty } }

  /// Before a sweep begins: it will find what was dropped until now.
  func beginSweep() { state.withLock { $0.hasDropped = false } }

  /// Takes the earliest, at most so many.
  func take(_ count: Int) -> [Arrival] {
    state.withLock { state in
      let taken = Array(state.waiting.prefix(count))
      state.waiting.removeFirst(taken.count)
      return taken
    }
  }
}
