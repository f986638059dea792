internal import Glibc
package import GridCore

/// The daemon's idea of now: the wall clock at its start plus the time elapsed since, sleep included.
///
/// A wall clock that is set while the daemon runs therefore neither fires nor delays anything; `step` tells how far it was set.
package enum ServiceClock: Sendable {
  /// Both readings in nanoseconds, taken at the start.
  case running(wall: Int64, boot: Int64)
  /// Stands still: `pass --at`.
  case fixed(Timestamp)

  /// A step of the wall clock up to this many seconds is nobody's business.
  package static let tolerance: Int64 = 60

  /// A clock that starts to run now.
  package static func started() -> ServiceClock {
    .running(wall: nanoseconds(CLOCK_REALTIME), boot: nanoseconds(CLOCK_BOOTTIME))
  }

  package var now: Timestamp {
    switch self {
    case .fixed(let moment): moment
    case .running(let wall, let boot):
      Timestamp(seconds: (wall + Self.nanoseconds(CLOCK_BOOTTIME) - boot) / 1_000_000_000)
    }
  }

  /// How long it is until now is later than this moment, in whole seconds as moments are compared.
  package func timeUntil(after moment: Timestamp) -> Duration {
    switch self {
    case .fixed(let now): .seconds(max(0, moment.adding(1).seconds - now.seconds))
    case .running(let wall, let boot):
      .seconds(moment.adding(1).seconds)
        - .nanoseconds(wall + Self.nanoseconds(CLOCK_BOOTTIME) - boot)
    }
  }

  /// How many seconds the wall clock is ahead (behind when negative) of this clock.
  package var step: Int64 {
    switch self {
    case .fixed: 0
    case .running: Self.nanoseconds(CLOCK_REALTIME) / 1_000_000_000 - now.seconds
    }
  }

  /// Seconds since the machine was started, sleep included: the same in every process.
  package static var bootSeconds: Int64 { nanoseconds(CLOCK_BOOTTIME) / 1_000_000_000 }
  package static var bootNanoseconds: Int64 { nanoseconds(CLOCK_BOOTTIME) }
  /// Since the machine was started, its sleep left out.
  package static var awake: Duration { .nanoseconds(nanoseconds(CLOCK_MONOTONIC)) }
  package static var bootMilliseconds: Int64 { nanoseconds(CLOCK_BOOTTIME) / 1_000_000 }

  /// How long the machine has slept since it was started, which waits are not counted through.
  package static var slept: Duration { .nanoseconds(nanoseconds(CLOCK_BOOTTIME) - nanoseconds(CLOCK_MONOTONIC)) }

  /// How often somebody has to look at the world who is told of nothing.
  package static let beat: Int64 = 2

  /// Until the next beat: all who beat do so at the same moments, so that the machine is woken once for all of them.
  ///
  /// - Parameter beats: how many of them to wait for.
  package static func untilBeat(_ beats: Int64 = 1) -> Duration {
    let length = beat * 1_000_000_000
    return .nanoseconds(length * max(1, beats) - nanoseconds(CLOCK_MONOTONIC) % length)
  }

  /// The wall clock, for commands that ask once.
  package static var wallTime: Timestamp {
    Timestamp(seconds: nanoseconds(CLOCK_REALTIME) / 1_000_000_000)
  }

  /// In 2096: sums of two still fit into nanoseconds, whatever a clock is set to.
  private static let latest: Int64 = 4_000_000_000

  private static func nanoseconds(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    // Cannot fail: both clocks exist on every kernel this runs on, and the address is ours.
    clock_gettime(clock, &time)
    return min(max(Int64(time.tv_sec), -latest), latest) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
