internal import GRDB
internal import Synchronization

/// Keeps the first few closed connections of the process from being taken apart: a dispatch queue that goes away has libdispatch
/// start threads of its own, which then wake up every second for as long as the process lives.
enum SpentQueues {
  /// A start closes two or three; a ledger that has to be opened anew again and again must not fill the memory.
  private static let most = 16

  private static let kept = Mutex<[DatabaseQueue]>([])

  /// Closes a connection that nobody uses any more, and keeps what is left of it.
  static func keep(_ queue: DatabaseQueue) {
    // One that does not let itself be closed closes when it goes away.
    do { try queue.close() } catch { return }
    kept.withLock { kept in
      if kept.count < most { kept.append(queue) }
    }
  }
}
