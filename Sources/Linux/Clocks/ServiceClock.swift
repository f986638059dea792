internal import Glibc
package import GridCore
internal import Synchronization

/// The daemon's idea of now: the wall clock at its start plus the time elapsed since, sleep included.
///
/// A wall clock that is set while the daemon runs therefore neither fires nor delays anything; `step` tells how far it was set. A
/// clock that is `held` stands still, because the wall clock lies before a moment that is known to be over.
package final class ServiceClock: Sendable {
  /// Both clocks of the machine at one instant, in nanoseconds.
  package struct Reading: Hashable, Sendable {
    /// Since 1970, as the clock is set.
    package var wall: Int64
    /// Since the machine was started, its sleep included.
    package var boot: Int64

    package init(wall: Int64, boot: Int64) {
      self.wall = wall
      self.boot = boot
    }

    /// The machine's own.
    package static var now: Reading {
      Reading(wall: ServiceClock.nanoseconds(CLOCK_REALTIME), boot: ServiceClock.nanoseconds(CLOCK_BOOTTIME))
    }
  }

  private enum Course {
    /// From these readings on.
    case running(Reading)
    /// At this moment, until the wall clock is not before it any more.
    case held(Timestamp)
    /// For ever: `pass --at`.
    case fixed(Timestamp)
  }

  /// A step of the wall clock up to this many seconds is nobody's business.
  package static let tolerance: Int64 = 60

  private let read: @Sendable () -> Reading
  private let course: Mutex<Course>

  private init(_ course: Course, read: @escaping @Sendable () -> Reading) {
    self.read = read
    self.course = Mutex(course)
  }

  /// A clock that starts to run now.
  ///
  /// - Parameter read: reads the machine's clocks; a test has its own.
  package static func started(read: @escaping @Sendable () -> Reading = { .now }) -> ServiceClock {
    ServiceClock(.running(read()), read: read)
  }

  /// A clock that stands still at this moment.
  package static func fixed(_ moment: Timestamp) -> ServiceClock {
    ServiceClock(.fixed(moment), read: { .now })
  }

  package var now: Timestamp { face.now(boot: read().boot) }

  /// How long it is until now is later than this moment, in whole seconds as moments are compared.
  package func timeUntil(after moment: Timestamp) -> Duration {
    let later = Duration.seconds(moment.adding(1).seconds)
    switch face {
    case .standing(let now): return max(.zero, later - .seconds(now.seconds))
    case .ahead(let nanoseconds): return later - .nanoseconds(read().boot + nanoseconds)
    }
  }

  /// How many seconds the wall clock is ahead (behind when negative) of this clock.
  package var step: Int64 {
    if case .fixed = course.withLock({ $0 }) { return 0 }
    return read().wall / 1_000_000_000 - now.seconds
  }

  /// All that another process needs to have the same now.
  package enum Face: Hashable, Sendable {
    /// So many nanoseconds ahead of the clock that counts from the start of the machine.
    case ahead(Int64)
    /// At this moment.
    case standing(Timestamp)

    /// What the clock with this face shows now.
    package var now: Timestamp { now(boot: ServiceClock.bootNanoseconds) }

    fileprivate func now(boot: Int64) -> Timestamp {
      switch self {
      case .ahead(let nanoseconds): Timestamp(seconds: (boot &+ nanoseconds) / 1_000_000_000)
      case .standing(let moment): moment
      }
    }
  }

  package var face: Face {
    course.withLock { course in
      switch course {
      case .running(let start): .ahead(start.wall - start.boot)
      case .held(let moment), .fixed(let moment): .standing(moment)
      }
    }
  }

  // MARK: Being held

  /// Whether it stands still until the wall clock has come to where it must be.
  package var isHeld: Bool {
    if case .held = course.withLock({ $0 }) { return true }
    return false
  }

  /// Whether it is a running clock that lies before a moment which is known to be over, by more than the tolerance.
  package func lies(before moment: Timestamp) -> Bool {
    guard case .running(let start) = course.withLock({ $0 }) else { return false }
    return Self.lies(start.wall, before: moment)
  }

  /// Has it stand still at a moment that is known to be over.
  package func hold(at moment: Timestamp) {
    course.withLock { $0 = .held(moment) }
  }

  /// Lets a clock that is held go on by the wall clock, if that has come to where it must be; answers whether it runs.
  package func goOn() -> Bool {
    course.withLock { course in
      guard case .held(let moment) = course else { return true }
      let reading = read()
      guard !Self.lies(reading.wall, before: moment) else { return false }
      course = .running(reading)
      return true
    }
  }

  private static func lies(_ wall: Int64, before moment: Timestamp) -> Bool {
    wall / 1_000_000_000 < moment.adding(-tolerance).seconds
  }
}

// MARK: - The machine's clocks

extension ServiceClock {
  /// Seconds since the machine was started, sleep included: the same in every process.
  package static var bootSeconds: Int64 { nanoseconds(CLOCK_BOOTTIME) / 1_000_000_000 }
  package static var bootMilliseconds: Int64 { nanoseconds(CLOCK_BOOTTIME) / 1_000_000 }
  package static var bootNanoseconds: Int64 { nanoseconds(CLOCK_BOOTTIME) }

  /// Since the machine was started, its sleep left out.
  package static var awake: Duration { .nanoseconds(nanoseconds(CLOCK_MONOTONIC)) }
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

  static func nanoseconds(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    // Cannot fail: these clocks exist on every kernel this runs on, and the address is ours.
    clock_gettime(clock, &time)
    return min(max(Int64(time.tv_sec), -latest), latest) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
