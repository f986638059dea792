internal import CLinux

/// The signals that stop the daemon (SIGTERM, SIGINT) or have it read its rules again (SIGHUP), noted from the moment this is made.
///
/// Made before anything else, none that comes while the daemon starts is lost, and none ends it in bad order. One a process.
package final class Signals: Sendable {
  package let bell: Doorbell
  private let mustStop = Latch()
  private let mustReload = Latch()

  /// Throws where no more files can be opened.
  package init() throws(WorldError) {
    bell = try Doorbell()
    bell.heedSignals()
  }

  /// Whether the daemon was told to stop.
  package var askForStop: Bool {
    note()
    return mustStop.isRaised
  }

  /// Whether the daemon was told to read its rules again, since the last time this was asked.
  package func takeReload() -> Bool {
    note()
    return mustReload.takeDown()
  }

  private func note() {
    let noted = gp_signals_heeded()
    if noted & 1 != 0 { mustStop.raise() }
    if noted & 2 != 0 { mustReload.raise() }
  }
}
