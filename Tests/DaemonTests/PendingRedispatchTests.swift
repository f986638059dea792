import Custody
import Foundation
import GridCore
import Spool
import Testing

/// Orders to move items are named beside the ledger until they are carried out.
@Suite struct PendingRedispatchTests {
  private let path = NSTemporaryDirectory() + "/gridpost-orders-\(UUID().uuidString)"
  private let order = EventIdentity(source: "ops", id: "改派 1")

  private func named() throws -> Int { try RedispatchWitness.read(in: path).count }

  @Test func anOrderIsNamedUntilItIsCarriedOutAndByTheNextStartToo() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    let folder = try StateFolder(path: path, create: true)
    let orders = try PendingRedispatches(in: folder)
    try orders.name(order)
    #expect(try orders.next == nil && named() == 1)
    orders.raise(order)
    #expect(orders.next == order)
    let restarted = try PendingRedispatches(in: folder)
    #expect(restarted.next == order)
    try restarted.finish(order)
    #expect(try restarted.next == nil && named() == 0)
  }

  /// A commit failed, and the batch is tried again while somebody looks whether the ledger took the order the first time.
  @Test func oneThatIsAnnouncedAnewStaysNamed() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    let orders = try PendingRedispatches(in: try StateFolder(path: path, create: true))
    try orders.name(order)
    orders.raise(order)
    let looked = try #require(orders.next)
    try orders.name(order)
    #expect(orders.next == nil)
    try orders.finish(looked)
    #expect(try named() == 1)
    orders.raise(order)
    try orders.finish(order)
    #expect(try named() == 0)
  }
}
