package import Custody
internal import Glibc
internal import Ledger
package import Linux
internal import Synchronization
internal import Words

/// The daemon: recovers what a crash left, then runs its loops until it is told to stop or may not go on.
package struct GridpostService {
  private let station: Station
  private let notifier: SystemdNotifier
  private let signals: Signals

  package init(_ station: Station, notifier: SystemdNotifier, signals: Signals) {
    self.station = station
    self.notifier = notifier
    self.signals = signals
  }

  /// Runs until SIGTERM or SIGINT; SIGHUP reads the rules again.
  ///
  /// - Parameter onReady: called once, after recovery, with the epoch of this run.
  package func run(onReady: (Int64) -> Void) throws(Failure) {
    // A producer that closes its pipe, or systemd its socket, must not end us.
    signal(SIGPIPE, SIG_IGN)
    // From here on whoever asks for a reload is heard: the signals have been heeded since before the station was built.
    station.show(station.startingLook, atOnce: true)
    station.showClock()
    let intake = try recovered()
    let epoch = try attempt { try station.ledger.standing() }.epoch
    if !signals.askForStop {
      try runLoops(intake) {
        notifier.ready(station.line.text)
        onReady(epoch)
      }
    }
    try Intake.release(
      station.seat, folder: station.folder, journal: station.journal, pulses: station.pulses)
    try station.close()
  }

  /// Takes what a crashed run had claimed, unless nothing may be taken yet, and lays down what it had announced; what it only owed, and what is left of long files,
  /// goes on with the passes.
  private func recovered() throws(Failure) -> sending Intake {
    let intake = station.intake(isPatient: true)
    if !station.clock.isHeld { try intake.recover(station.now) }
    try station.delivery().recover(station.now)
    return intake
  }

  /// Runs all loops until one fails or a signal stops them.
  private func runLoops(_ intake: sending Intake, ready: () -> Void) throws(Failure) {
    let reload = Latch()
    let bells = try Bells(signals: signals.bell)
    let outcome = Outcome(bell: signals.bell)
    let loops = loops(intake, bells, reload)
    var strands: [Strand] = []
    for loop in loops where !outcome.isFailure {
      do throws(Failure) { try strands.append(loop.start(onFailure: outcome.note)) } catch { outcome.note(error) }
    }
    if !outcome.isFailure {
      ready()
      attend(outcome, reload, bells.care)
    }
    notifier.stopping()
    for loop in loops { loop.stop() }
    for strand in strands { strand.join() }
    try outcome.demandGood()
  }

  /// Passes every SIGHUP on, and ends at SIGTERM and SIGINT, or when a loop has failed.
  ///
  /// It also keeps systemd's watchdog quiet. It calls no disk, so that a disk that hangs has nobody killed who would only hang again;
  /// a loop that goes round in circles has the watchdog end us.
  private func attend(_ outcome: Outcome, _ reload: Latch, _ careBell: Doorbell) {
    while !outcome.isFailure, !signals.askForStop {
      if signals.takeReload() {
        reload.raise()
        careBell.ring()
      }
      if station.pulses.areSound { notifier.alive() }
      signals.bell.wait(notifier.watchdogInterval.map(Self.sharingBeats) ?? Self.longPause)
    }
  }

  /// About so long, to the beat.
  private static func sharingBeats(_ interval: Duration) -> Duration {
    let beats = interval.components.seconds / ServiceClock.beat
    return beats > 0 ? ServiceClock.untilBeat(beats) : interval
  }

  /// How the loops ended: well, or with the first failure of any.
  private final class Outcome: Sendable {
    private let bell: Doorbell
    private let failure = Mutex<Failure?>(nil)

    init(bell: Doorbell) { self.bell = bell }

    var isFailure: Bool { failure.withLock { $0 != nil } }

    @Sendable func note(_ error: Failure) {
      failure.withLock { $0 = $0 ?? error }
      bell.ring()
    }

    func demandGood() throws(Failure) {
      if let failure = failure.withLock({ $0 }) { throw failure }
    }
  }

  /// The whole daemon: who takes turns, and who is rung for whom.
  private func loops(_ intake: sending Intake, _ bells: Bells, _ reload: Latch) -> [Loop] {
    let taking = IntakeLoop(
      intake, isRecovered: !station.clock.isHeld, clock: station.clock, isWatched: station.inboxIsWatched
    ) {
      bells.delivery.ring()
      bells.clocks.ring()
    }
    let delivery = station.delivery()
    let presser = station.presser(calendar: station.calendar) { bells.delivery.ring() }
    let caretaker = station.caretaker(bells, reload: reload, notifier: notifier)
    return [
      station.loop(.delivery, delivery, bell: bells.delivery),
      station.loop(.escalation, presser, bell: bells.clocks),
      station.loop(.intake, taking, bell: bells.intake),
      station.loop(.care, caretaker, bell: bells.care, onlyCalls: true),
    ]
  }

  /// How long to wait for a signal where systemd keeps no watch over us.
  private static let longPause = Duration.seconds(3600)
}
