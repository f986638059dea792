internal import CLinux
internal import Glibc
internal import Spool

/// Wakes a loop: rings that come while it works are one ring. A ring is a hint; what there is to do is found by looking.
///
/// The wait is counted by the kernel as a length and not up to a moment, so no clock that is set can shorten or prolong it.
package final class Doorbell: Sendable {
  private let number: Int32

  /// A bell that nobody has rung yet; throws where no more files can be opened (eventfd(2)).
  package init() throws(Failure) {
    number = gp_make_bell()
    guard number >= 0 else { throw .spool(.io(operation: "make", path: "eventfd", errno: -number)) }
  }

  deinit { close(number) }

  package func ring() {
    var one: UInt64 = 1
    // A counter that is full has rung.
    _ = write(number, &one, MemoryLayout<UInt64>.size)
  }

  /// Waits until it rings, and so long at the most; a signal may end the wait too.
  package func wait(_ longest: Duration) {
    let (seconds, attoseconds) = longest.components
    let milliseconds = min(max(seconds, 0), 3600) * 1000 + attoseconds / 1_000_000_000_000_000
    var watched = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
    guard poll(&watched, 1, Int32(milliseconds)) > 0 else { return }
    var rings: UInt64 = 0
    _ = read(number, &rings, MemoryLayout<UInt64>.size)
  }
}
