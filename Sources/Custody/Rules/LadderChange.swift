internal import Linux
package import Spool
internal import Synchronization

/// Whether another ladder, or a calendar that is known further, has come into force since the items were last looked at: whoever stood
/// at the top of the ladder before may have a rung above now, and a provisional deadline may be another.
///
/// A witness beside the ledger outlives the process: a daemon that is killed in between looks at its next start.
package final class LadderChange: Sendable {
  /// How many changes there were.
  private struct Changes {
    /// For which the witness was left.
    var left = 0
    /// Those of them that are in force.
    var inForce = 0
  }

  /// Up when the items are to be looked at.
  private let isDue = Latch()
  /// Held while the witness is left or taken away.
  private let changes = Mutex(Changes())
  /// Nil where there is no state, in a test.
  private let folder: StateFolder?

  /// Takes up what the process before left undone.
  package init(in folder: StateFolder?) throws(Failure) {
    self.folder = folder
    if let folder, try attempt({ try LadderWitness.isThere(in: folder) }) { isDue.raise() }
  }

  /// Whether the items are to be looked at.
  package var isRaised: Bool { isDue.isRaised }

  /// Says that another ladder is about to come into force, before the ledger knows of it.
  package func leaveWitness() throws(Failure) {
    try changes.withLock { changes throws(Failure) in
      changes.left += 1
      if let folder { try attempt { try LadderWitness.leave(in: folder) } }
    }
  }

  /// Says that it is in force.
  package func raise() {
    changes.withLock { $0.inForce = $0.left }
    isDue.raise()
  }

  /// Has the items looked at if they are to be; after a failure they still are.
  ///
  /// - Parameter look: answers how many it changed.
  package func heed(_ look: () throws(Failure) -> Int) throws(Failure) -> Int {
    guard isDue.takeDown() else { return 0 }
    let heeded = changes.withLock { $0.inForce }
    do throws(Failure) {
      let changed = try look()
      try changes.withLock { changes throws(Failure) in
        // One that was left meanwhile has yet to be heeded.
        if let folder, changes.left == heeded { try attempt { try LadderWitness.remove(from: folder) } }
      }
      return changed
    } catch {
      isDue.raise()
      throw error
    }
  }
}
