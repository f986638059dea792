import Glibc
import Synchronization
import Testing

@testable import Spool

@Suite struct WatcherTests {
  final class Bell: Sendable {
    let rings = Mutex(0)
    let losses = Mutex(0)

    func waitForRing(beyond count: Int) async throws -> Bool {
      for _ in 0..<200 {
        if rings.withLock({ $0 }) > count { return true }
        try await Task.sleep(for: .milliseconds(10))
      }
      return false
    }
  }

  @Test func aHintArrivesForRootAndNewProducers() async throws {
    let state = try TemporaryState()
    let bell = Bell()
    let watcher = try InboxWatcher(
      state.folder, onHint: { bell.rings.withLock { $0 += 1 } }, onLost: { _ in bell.losses.withLock { $0 += 1 } })
    try watcher.renew()
    try state.drop("a.json")
    #expect(try await bell.waitForRing(beyond: 0))
    mkdir(state.path + "/inbox/police", 0o755)
    try await Task.sleep(for: .milliseconds(100))
    let before = bell.rings.withLock { $0 }
    try state.drop("police/b.json")
    #expect(try await bell.waitForRing(beyond: before))
    #expect(bell.losses.withLock { $0 } == 0)
    withExtendedLifetime(watcher) {}
  }

  @Test func aReplacedInboxIsToldAndWatchedAgainByRenew() async throws {
    let state = try TemporaryState()
    let bell = Bell()
    let watcher = try InboxWatcher(
      state.folder, onHint: { bell.rings.withLock { $0 += 1 } }, onLost: { _ in bell.losses.withLock { $0 += 1 } })
    try watcher.renew()
    rename(state.path + "/inbox", state.path + "/old")
    mkdir(state.path + "/inbox", 0o755)
    #expect(try await bell.waitForRing(beyond: 0))
    #expect(bell.losses.withLock { $0 } > 0)
    try watcher.renew()
    let before = bell.rings.withLock { $0 }
    try state.drop("a.json")
    #expect(try await bell.waitForRing(beyond: before))
    withExtendedLifetime(watcher) {}
  }
}
