internal import CLinux
internal import Glibc

/// Wakes a loop: rings that come while it works are one ring. A ring is a hint; what there is to do is found by looking.
///
/// The wait is counted by the kernel as a length and not up to a moment, so no clock that is set can shorten or prolong it.
package final class Doorbell: Sendable {
  private let number: Int32
  private let isMissed = Latch()

  /// A bell that nobody has rung yet; throws where no more files can be opened (eventfd(2)).
  package init() throws(WorldError) {
    number = gp_make_bell()
    guard number >= 0 else { throw .io(operation: "make", path: "eventfd", errno: -number) }
  }

  deinit { close(number) }

  /// Has it rung by the signals that stop the daemon or have it read its rules again; it must then live as long as the process.
  package func heedSignals() {
    gp_heed_signals(number)
  }

  /// Wakes whoever waits, now or at his next wait.
  package func ring() {
    var one: UInt64 = 1
    // A counter that is full has rung.
    if write(number, &one, MemoryLayout<UInt64>.size) < 0, errno != EAGAIN { isMissed.raise() }
  }

  /// Rings once more for a ring that the machine did not let through; answers whether it is let through now.
  package func makeUp() -> Bool {
    if isMissed.takeDown() { ring() }
    return !isMissed.isRaised
  }

  /// How long a bell that cannot be listened to is taken for one that does not ring.
  private static let deaf: UInt32 = 200_000

  /// Waits until it rings, and so long at the most; a signal may end the wait too. Answers whether it has rung.
  @discardableResult package func wait(_ longest: Duration) -> Bool {
    let (seconds, attoseconds) = longest.components
    // Rounded up, so that nobody wakes a moment before there is something to do.
    let milliseconds = max(0, min(seconds, 3600) * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    var watched = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
    let answer = poll(&watched, 1, Int32(milliseconds))
    guard answer != 0 else { return false }
    var rings: UInt64 = 0
    let count = read(number, &rings, MemoryLayout<UInt64>.size)
    // Whatever is wrong with the machine, nobody shall run in circles for it.
    if count < 0, milliseconds > 0 { usleep(min(Self.deaf, UInt32(milliseconds) * 1000)) }
    return count > 0
  }
}
