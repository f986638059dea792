import Glibc
import Linux
import Spool
import Synchronization

/// Writes lines to stderr from a thread of its own, so that nobody who says something waits for whoever reads it.
///
/// A reader that stalls costs lines and nothing else: beyond a bounded number they are dropped, and their number is told once
/// there is room again.
final class Scribe: Sendable {
  private static let mostBytes = 1 << 20

  private struct Backlog {
    var lines: [[UInt8]] = []
    /// Of all lines that are not written, the one that is being written among them.
    var bytes = 0
    var dropped = 0

    mutating func add(_ line: [UInt8]) {
      lines.append(line)
      bytes += line.count
    }

    mutating func take() -> [[UInt8]]? {
      guard !lines.isEmpty else { return nil }
      defer { lines = [] }
      return lines
    }
  }

  private let backlog = Mutex(Backlog())
  private let turnstile = Turnstile()
  private let write: @Sendable ([UInt8]) -> Void

  init(write: @escaping @Sendable ([UInt8]) -> Void) {
    self.write = write
  }

  /// Begins to write; throws where the machine has no room for that.
  func start() throws(WorldError) {
    _ = try Strand("scribe") { [self] in
      while true {
        turnstile.pass()
        writeAll()
      }
    }
  }

  func say(_ line: [UInt8]) {
    let isKept = backlog.withLock { backlog in
      guard backlog.bytes + line.count <= Self.mostBytes else {
        backlog.dropped += 1
        return false
      }
      if backlog.dropped > 0 {
        backlog.add(Array(note(ofDropped: backlog.dropped).utf8))
        backlog.dropped = 0
      }
      backlog.add(line)
      return true
    }
    if isKept { turnstile.open() }
  }

  private func writeAll() {
    while let lines = backlog.withLock({ $0.take() }) {
      for line in lines {
        write(line)
        backlog.withLock { $0.bytes -= line.count }
      }
    }
  }

  /// Waits until all is written, two seconds at the most.
  func finish() {
    for _ in 0..<200 where backlog.withLock({ $0.bytes > 0 }) { usleep(10_000) }
  }
}

private func note(ofDropped count: Int) -> String {
  say("(\(count) lines were dropped: nobody read them)\n", "（无人读取，丢弃 \(count) 行）\n")
}
