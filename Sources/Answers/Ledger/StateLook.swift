package import Custody
package import GridCore
package import Linux

/// What a state shows beside its ledger, from outside: with a daemon or without, and without a lock.
package struct StateLook: Sendable {
  /// Whether a daemon, or a pass, holds it.
  package var isHeld: Bool
  /// What the holder, or the last one there was, wrote into the lock; nil where it is nothing that can be read.
  package var note: LockNote?
  /// When the ledger was last known to have a daemon; nil where nothing tells, or one holds it now.
  package var markedAt: Timestamp?
  /// The files that wait in the inbox; an inbox that cannot be looked into hides nothing else.
  package var waiting: Result<Int, WorldError>
  /// The rules text that the guard holds back; nil where none is.
  package var held: RuleHold?

  package init(
    isHeld: Bool, note: LockNote?, markedAt: Timestamp?, waiting: Result<Int, WorldError>,
    held: RuleHold? = nil
  ) {
    self.isHeld = isHeld
    self.note = note
    self.markedAt = markedAt
    self.waiting = waiting
    self.held = held
  }

  /// Looks now. To be followed by the ledger's figures: a file that is counted as waiting cannot be missed there.
  ///
  /// - Parameter waiting: counts the files that wait in the inbox.
  package init(_ settings: Settings, waiting: () throws(WorldError) -> Int) throws(Failure) {
    (isHeld, note) = try LockNote.look(settings)
    // While one runs, its beats tell more.
    markedAt = isHeld ? nil : try Marker.writtenAt(path: settings.markerPath)
    self.waiting = Result(catching: waiting)
    held = try attempt { try RuleHold.read(in: settings.statePath) }
  }
}
