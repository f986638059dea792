package import Custody
internal import Formats
internal import Glibc
internal import GridCore
internal import LedgerStore
package import Linux
internal import Spool
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
    try Intake.release(station)
    try station.close()
  }

  /// Takes what a crashed run had claimed, unless nothing may be taken yet, and lays down what it had announced; what it only owed, and what is left of long files,
  /// goes on with the passes.
  private func recovered() throws(Failure) -> sending Intake {
    let intake = Intake(station, isPatient: true)
    if !station.clock.isHeld { try intake.recover(station.now) }
    try Delivery(station).recover(station.now)
    return intake
  }

  private struct Bells {
    let intake: Doorbell
    let delivery: Doorbell
    let clocks: Doorbell
    let care: Doorbell
    let signals: Doorbell

    init(signals: Doorbell) throws(Failure) {
      self.signals = signals
      intake = try attempt { try Doorbell() }
      delivery = try attempt { try Doorbell() }
      clocks = try attempt { try Doorbell() }
      care = try attempt { try Doorbell() }
    }

    /// Some wait long for a ring: none may be lost for good. Answers whether all can be rung.
    func makeUp() -> Bool {
      [intake, delivery, clocks, signals].map { $0.makeUp() }.allSatisfy { $0 }
    }
  }

  /// Runs all loops until one fails or a signal stops them.
  private func runLoops(_ intake: sending Intake, announce: () -> Void) throws(Failure) {
    let reload = Latch()
    let bells = try Bells(signals: signals.bell)
    let outcome = Outcome(bell: signals.bell)
    let loops = loops(intake, bells, reload)
    var strands: [Strand] = []
    for loop in loops where !outcome.isFailure {
      do throws(Failure) { try strands.append(loop.start(onFailure: outcome.note)) } catch { outcome.note(error) }
    }
    if !outcome.isFailure {
      announce()
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
      if station.isSound { notifier.alive() }
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

  private func loops(_ intake: sending Intake, _ bells: Bells, _ reload: Latch) -> [Loop] {
    let station = station
    var rung = ContinuousClock.now
    var isNews = false
    var isRecovered = !station.clock.isHeld
    let take = { () throws(Failure) -> Duration? in
      var look = Intake.Look()
      defer {
        // A backlog is delivered in big parts: each part has the whole journal of the volume written.
        if isNews, look.next != .zero || rung.duration(to: .now) > Self.backlogPause {
          (rung, isNews) = (.now, false)
          bells.delivery.ring()
          bells.clocks.ring()
        }
      }
      do throws(Failure) {
        if station.clock.isHeld { return nil }
        if !isRecovered {
          try intake.recover(station.now)
          isRecovered = true
        }
        look = try intake.pass(station.now)
        isNews = isNews || look.handled > 0
      } catch {
        // It may have taken something before it failed.
        isNews = true
        throw error
      }
      return look.next ?? (station.inboxIsWatched.isRaised ? nil : Self.blindPause)
    }
    let taking = Loop.Work(finally: { intake.finish() }, pass: take)
    let delivery = Delivery(station)
    let delivering = Loop.Work { () throws(Failure) in
      _ = try delivery.pass(station.now)
      return delivery.hasMore ? .zero : delivery.isBlocked ? Self.blindPause : nil
    }
    let presser = Presser(
      station.seat, rules: station.rules, clock: station.clock, journal: station.journal
    ) { bells.delivery.ring() }
    let pressing = Loop.Work { () throws(Failure) in try presser.turn(station.now) }
    let caretaker = Caretaker(
      station, notifier: notifier, reload: reload, inboxBell: bells.intake, clockBell: bells.clocks)
    let caring = Loop.Work { () throws(Failure) in
      if bells.makeUp() {
        station.lower(.bell)
      } else {
        station.raise(
          .bell, Bilingual(en: "the loops cannot be woken (eventfd): work is late", zh: "无法唤醒各工作循环（eventfd）：处理将延迟"))
      }
      return try caretaker.pass(station.now) ?? ServiceClock.untilBeat()
    }
    return [
      Loop(.delivery, station: station, bell: bells.delivery, pause: Self.longPause, work: delivering),
      Loop(.escalation, station: station, bell: bells.clocks, pause: Self.longPause, work: pressing),
      Loop(.intake, station: station, bell: bells.intake, pause: Self.longPause, work: taking),
      Loop(.care, station: station, bell: bells.care, pause: Self.longPause, onlyCalls: true, work: caring),
    ]
  }

  /// How often somebody looks who is told of nothing.
  private static let blindPause = Duration.seconds(2)
  /// Who is rung for has nothing else to look for; the caretaker's beat is the daemon's only one.
  private static let longPause = Duration.seconds(3600)
  /// How often the delivery is rung for while more is being taken.
  private static let backlogPause = Duration.milliseconds(250)
}
