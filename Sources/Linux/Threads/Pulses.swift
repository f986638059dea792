internal import Synchronization

/// The pulses of all threads of a program, for whoever looks at them from outside.
package final class Pulses: Sendable {
  private let all = Mutex<[Pulse]>([])

  package init() {}

  /// A pulse for a new thread.
  ///
  /// - Parameter onlyCalls: whether the thread does nothing of its own but look at the world.
  package func pulse(of name: String, onlyCalls: Bool = false) -> Pulse {
    let pulse = Pulse(name, onlyCalls: onlyCalls)
    all.withLock { $0.append(pulse) }
    return pulse
  }

  /// Whether every thread rests, waits for the world, or has done something lately: no reason for a watchdog to bark.
  package var areSound: Bool { all.withLock { !$0.contains(where: \.isStuck) } }

  /// Who waits for a call that does not come back.
  package var heldUp: [String] { all.withLock { $0.filter(\.isHeldUp).map(\.name) } }
}
