internal import Formats
package import GridCore
internal import Linux
package import Spool
internal import Synchronization

/// Orders to move items that are not carried out to their end, in the order they were taken.
///
/// A witness beside the ledger names them before the ledger takes them, so that a daemon that is killed in between goes on at its next
/// start. Whether the ledger took one is for it to say.
package final class PendingRedispatches: Sendable {
  private struct Orders {
    var named: [EventIdentity] = []
    /// Those of them whose commit has returned, or failed.
    var taken: [EventIdentity] = []
  }

  private let orders = Mutex(Orders())
  /// Nil where there is no state, in a test.
  private let folder: StateFolder?

  /// Takes up what the process before left undone.
  package init(in folder: StateFolder?) throws(Failure) {
    self.folder = folder
    guard let folder else { return }
    let lines = try attempt { try RedispatchWitness.read(in: folder.path) }
    let left = lines.compactMap(Self.identity)
    orders.withLock { $0 = Orders(named: left, taken: left) }
  }

  /// The earliest that may have to be carried out; nil where there is none.
  package var next: EventIdentity? { orders.withLock { $0.taken.first } }

  /// Says that the ledger is about to take this order; until it is raised nobody looks whether it has, not even after an earlier try
  /// that failed.
  package func name(_ order: EventIdentity) throws(Failure) {
    try orders.withLock { orders throws(Failure) in
      orders.taken.removeAll { $0 == order }
      guard !orders.named.contains(order) else { return }
      try write(orders.named + [order])
      orders.named.append(order)
    }
  }

  /// Says that the ledger has taken it, or that it failed: then whoever is to carry it out finds it there, or does not.
  package func raise(_ order: EventIdentity) {
    orders.withLock { orders in
      if !orders.taken.contains(order) { orders.taken.append(order) }
    }
  }

  /// Says that it is carried out, or was never taken; what cannot be written is thrown, and it is still pending. One that has been
  /// named anew meanwhile stays.
  package func finish(_ order: EventIdentity) throws(Failure) {
    try orders.withLock { orders throws(Failure) in
      guard orders.taken.contains(order) else { return }
      try write(orders.named.filter { $0 != order })
      orders.named.removeAll { $0 == order }
      orders.taken.removeAll { $0 == order }
    }
  }

  private func write(_ orders: [EventIdentity]) throws(Failure) {
    guard let folder else { return }
    let lines = orders.map { Array("\($0.source)\t\($0.id)".utf8) }
    try attempt { try RedispatchWitness.leave(lines, in: folder) }
  }

  // Neither a source nor an id holds a control character.
  private static func identity(_ line: [UInt8]) -> EventIdentity? {
    let parts = line.split(separator: UInt8(ascii: "\t"), maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { return nil }
    return EventIdentity(
      source: String(decoding: parts[0], as: UTF8.self), id: String(decoding: parts[1], as: UTF8.self))
  }
}
