import Dispatch
import Glibc
import Synchronization

/// Writes lines to stderr from a queue of its own, so that nobody who says something waits for whoever reads it.
///
/// A reader that stalls costs lines and nothing else: beyond a bounded number they are dropped, and their number is told once
/// there is room again.
final class Scribe: Sendable {
  private static let mostBytes = 1 << 20

  private struct Backlog {
    var bytes = 0
    var dropped = 0
  }

  private let queue = DispatchQueue(label: "gridpost.scribe")
  private let backlog = Mutex(Backlog())
  private let write: @Sendable ([UInt8]) -> Void

  init(write: @escaping @Sendable ([UInt8]) -> Void) {
    self.write = write
  }

  func say(_ line: [UInt8]) {
    let dropped: Int? = backlog.withLock { backlog in
      guard backlog.bytes + line.count <= Self.mostBytes else {
        backlog.dropped += 1
        return nil
      }
      backlog.bytes += line.count
      defer { backlog.dropped = 0 }
      return backlog.dropped
    }
    guard let dropped else { return }
    queue.async { [self] in
      if dropped > 0 {
        write(
          Array(gridpost.say("(\(dropped) lines were dropped: nobody read them)\n", "（无人读取，丢弃 \(dropped) 行）\n").utf8))
      }
      write(line)
      backlog.withLock { $0.bytes -= line.count }
    }
  }

  /// Waits until all is written, two seconds at the most.
  func finish() {
    for _ in 0..<200 where backlog.withLock({ $0.bytes > 0 }) { usleep(10_000) }
  }
}
