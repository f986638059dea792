/// Every fault of the world that `status` shows under `degraded`, by the word it is shown with.
///
/// A new one gets its case here, and with it its row on the documents' page of mistakes, which a test asks for.
package enum DegradationCode: String, Sendable, CaseIterable {
  /// The loops cannot be woken.
  case bell
  /// The published calendar is about to end, or an open item is counted beyond it.
  case calendar
  /// The caretaker's pass failed.
  case care
  /// The wall clock was set under the daemon.
  case clock
  /// A courier takes nothing, or could not deliver something.
  case courier
  /// The pass that writes owed notices failed.
  case delivery
  /// The pass that raises what is due failed.
  case escalation
  /// A folder of the state was moved away or unmounted.
  case folder
  /// The guard of the rules in force holds another text back, until somebody releases it.
  case held
  /// The inbox cannot be looked into.
  case inbox
  /// The pass that takes files failed.
  case intake
  /// No daemon holds the state.
  case notRunning = "not-running"
  /// An addressee's folder is blocked, so that his notices stay pending.
  case outbox
  /// A file that is condemned cannot be moved into the quarantine.
  case quarantine
  /// The matter or office of a round is gone.
  case round
  /// The rules file is missing or unusable; the last good rules stay in force.
  case rules
  /// A call to the disk, or the whole daemon, does not come back.
  case stalled
  /// A file of the inbox cannot be opened or moved.
  case unreadable
}
