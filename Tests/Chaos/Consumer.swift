import Foundation
import Glibc
import Synchronization

/// Somebody who takes notices at random moments, and remembers how often each of them appeared.
final class Consumer: Sendable {
  /// What it saw.
  struct Memory {
    /// How often each notice was laid before us.
    var appearances: [String: Int] = [:]
    var addresses: [String: String] = [:]
    /// Which file it was each time: inode and the time of its last change, for whoever looks for the reason.
    var traces: [String: [String]] = [:]
    /// What lay there at the last look.
    var present: Set<String> = []
    var taken: Set<String> = []
    /// Items of notices it read, the newest last.
    var items: [String] = []
    fileprivate var dice: Dice
  }

  private let outbox: String
  /// How many of the notices it sees it takes each time.
  private let greed: Double
  private let memory: Mutex<Memory>
  private let stopped = Atomic(false)
  private let ended = DispatchSemaphore(value: 0)

  init(_ ground: Ground, dice: Dice, greed: Double = 0.3) {
    outbox = ground.outbox
    self.greed = greed
    memory = Mutex(Memory(dice: dice))
    Thread.detachNewThread { [self] in
      while !stopped.load(ordering: .relaxed) {
        look()
        usleep(1_000)
      }
      ended.signal()
    }
  }

  /// Stops looking, once; what it remembers is complete from now on, but for what is laid down later.
  func stop() {
    guard !stopped.exchange(true, ordering: .relaxed) else { return }
    ended.wait()
    look()
  }

  var remembered: Memory { memory.withLock { $0 } }

  /// Lets nobody look while the world changes; then goes on from what lies there.
  func hold<Result>(_ body: () throws -> Result) rethrows -> Result {
    try memory.withLock { memory in
      let result = try body()
      // What a power cut brought back was laid down before it, and is not laid down again.
      memory.present = Set(Self.papers(below: outbox).map(Self.name))
      for name in memory.present { memory.appearances[name] = max(1, memory.appearances[name] ?? 0) }
      return result
    }
  }

  private func look() {
    memory.withLock { memory in
      let paths = Self.papers(below: outbox)
      var present: Set<String> = []
      for path in paths {
        let name = Self.name(of: path)
        guard present.insert(name).inserted else { continue }
        let trace = Self.trace(of: outbox + "/" + path)
        // Whatever is laid down is renamed, and so changes; the same file, not seen for a moment, is not laid down again.
        if !memory.present.contains(name), memory.traces[name]?.last != trace {
          memory.appearances[name, default: 0] += 1
          memory.traces[name, default: []].append(trace)
          memory.addresses[name] = path.split(separator: "/").dropLast().joined(separator: "/")
          if memory.items.count < 10_000 { memory.items.append(String(name.prefix(16))) }
        }
        if memory.dice.chance(greed), unlink(outbox + "/" + path) == 0 {
          present.remove(name)
          memory.taken.insert(name)
        }
      }
      memory.present = present
    }
  }

  private static func trace(of path: String) -> String {
    var status = stat()
    guard lstat(path, &status) == 0 else { return "gone" }
    return "inode \(status.st_ino) laid down \(status.st_ctim.tv_sec).\(status.st_ctim.tv_nsec)"
  }

  private static func name(of path: String) -> String {
    String(path.split(separator: "/").last?.dropLast(5) ?? "")
  }

  private static func papers(below outbox: String) -> [String] {
    Ground.files(below: outbox, skippingHidden: true).filter { $0.hasSuffix(".json") }
  }
}
