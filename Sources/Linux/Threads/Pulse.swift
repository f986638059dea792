internal import CLinux
internal import Synchronization

/// How one loop is getting on: resting, at work, or waiting for the world in a call of the spool or the ledger.
///
/// Others read it from outside: a call that does not come back is the disk's fault, shown and waited for; work that does not end is
/// ours, and the watchdog's business.
package final class Pulse: Sendable {
  /// A call that takes longer, in milliseconds, is shown.
  private static let mostCalling: Int64 = 2_000
  /// Work that takes longer, in milliseconds, without a single call is stuck.
  private static let mostWorking: Int64 = 20_000

  private enum Beat: Int64 { case resting, working, calling }

  package let name: String
  /// Whether all it does is to look at the world, so that its work counts as a call.
  private let onlyCalls: Bool
  /// The beat, and behind it the millisecond of the machine's clock since which it lasts.
  private let state = Atomic<Int64>(0)

  package init(_ name: String, onlyCalls: Bool) {
    self.name = name
    self.onlyCalls = onlyCalls
  }

  /// The pulse of the thread this code runs on; nil in a command.
  package static var current: Pulse? {
    gp_own().map { Unmanaged<Pulse>.fromOpaque($0).takeUnretainedValue() }
  }

  /// Nothing is to be done.
  package func rest() { set(.resting) }
  /// Work of its own begins, or goes on after a call.
  package func work() { set(onlyCalls ? .calling : .working) }
  /// A call to the world begins.
  package func call() { set(.calling) }

  /// Whether a call has not come back for so long that it is shown.
  package var isHeldUp: Bool { lasts(longer: Self.mostCalling, in: .calling) }

  /// Whether it goes round in circles, as far as can be told from outside.
  package var isStuck: Bool { lasts(longer: Self.mostWorking, in: .working) }

  private func set(_ beat: Beat) {
    state.store(ServiceClock.bootMilliseconds << 2 | beat.rawValue, ordering: .relaxed)
  }

  private func lasts(longer length: Int64, in beat: Beat) -> Bool {
    let now = state.load(ordering: .relaxed)
    return now & 3 == beat.rawValue && ServiceClock.bootMilliseconds - now >> 2 > length
  }
}

extension Strand {
  /// A thread of the daemon; its calls to the world are this pulse's, where there is one.
  package convenience init(_ name: String, pulse: Pulse?, _ body: @escaping @Sendable () -> Void) throws(WorldError) {
    try self.init(name) {
      if let pulse { gp_set_own(Unmanaged.passUnretained(pulse).toOpaque()) }
      withExtendedLifetime(pulse) { body() }
    }
  }
}
