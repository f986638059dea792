internal import Synchronization

/// A flag that anybody raises and one takes down: rules to be read again, watches to be renewed.
package final class Latch: Sendable {
  private let flag = Atomic(false)

  package init() {}

  /// Puts the flag up.
  package func raise() {
    flag.store(true, ordering: .releasing)
  }

  package var isRaised: Bool { flag.load(ordering: .acquiring) }

  /// Takes the flag down; answers whether it was up.
  package func takeDown() -> Bool {
    flag.exchange(false, ordering: .acquiringAndReleasing)
  }
}
