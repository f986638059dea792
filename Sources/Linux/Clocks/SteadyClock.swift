internal import CLinux

/// The wall clock as it would be had nobody set it, beside the wall clock as it is.
///
/// A file's age is told by both: after a step of the wall clock, in either direction, the lesser age is the true one or too
/// low, and so no file passes for settled that is not.
package struct SteadyClock {
  /// A step smaller than this, nanoseconds, is the slewing of a clock that is being kept.
  private static let tolerance: Int64 = 100_000_000
  /// After this long the step is history: whatever was being written when it came has settled.
  private static let grace: Int64 = 60_000_000_000

  private var wall = gp_wall_clock()
  private var boot = gp_boot_clock()
  private var steppedAt: Int64?

  /// A clock that starts with both readings as they are.
  package init() {}

  /// Both clocks now: nanoseconds since 1970, the second as if it had never been set.
  package mutating func read() -> (wall: Int64, steady: Int64) {
    let (now, elapsed) = (gp_wall_clock(), gp_boot_clock())
    let steady = later(wall, by: span(from: boot, to: elapsed))
    if abs(span(from: steady, to: now)) <= Self.tolerance {
      steppedAt = nil
    } else if span(from: steppedAt ?? elapsed, to: elapsed) > Self.grace {
      (wall, boot, steppedAt) = (now, elapsed, nil)
    } else {
      steppedAt = steppedAt ?? elapsed
    }
    return (now, steady)
  }
}
