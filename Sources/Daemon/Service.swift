internal import CLinux
internal import Formats
internal import Glibc
internal import GridCore
internal import LedgerStore
internal import ServiceLifecycle
internal import Spool

/// The daemon: recovers what a crash left, then runs its loops until it is told to stop or may not go on.
package struct GridpostService {
  private let station: Station
  private let notifier: SystemdNotifier

  package init(_ station: Station, notifier: SystemdNotifier) {
    self.station = station
    self.notifier = notifier
  }

  /// Runs until SIGTERM or SIGINT; SIGHUP reads the rules again.
  ///
  /// - Parameter onReady: called once, after recovery, with the epoch of this run.
  package func run(onReady: @escaping @Sendable (Int64) -> Void) async throws(Failure) {
    // A producer that closes its pipe, or systemd its socket, must not end us.
    signal(SIGPIPE, SIG_IGN)
    let intake = try recovered()
    let epoch = try attempt { try station.ledger.standing() }.epoch
    let bells = try Bells()
    bells.signals.heedSignals()
    do {
      try await group(intake, bells, announce: { onReady(epoch) }).run()
    } catch let failure as Failure {
      throw failure
    } catch {
      preconditionFailure("a loop threw what no pass throws: \(error)")
    }
    notifier.stopping()
    try Intake.release(station)
    try station.close()
  }

  /// Takes what a crashed run had claimed and lays down what it had announced; what it only owed, and what is left of long files,
  /// goes on with the passes.
  private func recovered() throws(Failure) -> sending Intake {
    let intake = Intake(station, isPatient: true)
    try intake.recover(station.now)
    try Delivery(station).recover(station.now)
    return intake
  }

  private struct Bells {
    let intake: Doorbell
    let delivery: Doorbell
    let clocks: Doorbell
    let care: Doorbell
    let signals: Doorbell

    init() throws(Failure) {
      intake = try Doorbell()
      delivery = try Doorbell()
      clocks = try Doorbell()
      care = try Doorbell()
      signals = try Doorbell()
    }

    /// Some wait long for a ring: none may be lost for good. Answers whether all can be rung.
    func makeUp() -> Bool {
      [intake, delivery, clocks].map { $0.makeUp() }.allSatisfy { $0 }
    }
  }

  private func group(
    _ intake: sending Intake, _ bells: Bells, announce: @escaping @Sendable () -> Void
  ) -> ServiceGroup {
    let station = station
    let notifier = notifier
    let reload = Latch()
    let taking = Loop("intake", station: station, bell: bells.intake, pause: Self.sweepPause) {
      [intake] () throws(Failure) in
      let look = try intake.pass(station.now)
      if look.handled > 0 {
        bells.delivery.ring()
        bells.clocks.ring()
      }
      return look.next ?? (station.inboxIsWatched.isRaised ? nil : Self.blindPause)
    }
    let delivery = Loop("delivery", station: station, bell: bells.delivery, pause: Self.longPause) {
      [delivery = Delivery(station)] () throws(Failure) in
      _ = try delivery.pass(station.now)
      return delivery.hasMore ? .zero : delivery.isBlocked ? Self.blindPause : nil
    }
    let clocks = Loop("escalation", station: station, bell: bells.clocks, pause: Self.longPause) {
      [escalator = Escalator(station)] () throws(Failure) in
      if try escalator.pass(station.now) > 0 { bells.delivery.ring() }
      // What is due and cannot be raised is no reason to run in circles.
      return try escalator.nextDue().map { max(station.clock.timeUntil(after: $0), .milliseconds(100)) }
    }
    let care = Loop("care", station: station, bell: bells.care, pause: .seconds(1), onlyCalls: true) {
      [
        care = Caretaker(
          station, notifier: notifier, reload: reload, inboxBell: bells.intake, clockBell: bells.clocks)
      ] () throws(Failure) in
      if bells.makeUp() {
        station.lower("bell")
      } else {
        station.raise(
          "bell", Bilingual(en: "the loops cannot be woken (eventfd): work is late", zh: "无法唤醒各工作循环（eventfd）：处理将延迟"))
      }
      return try care.pass(station.now)
    }
    let attendant = Attendant(
      station: station, notifier: notifier, bell: bells.signals, reload: reload, careBell: bells.care,
      announce: {
        notifier.ready(station.line.text)
        announce()
      })
    let loops = ([delivery, clocks, taking, care] as [any Service]).map {
      ServiceGroupConfiguration.ServiceConfiguration(service: $0)
    }
    return ServiceGroup(
      configuration: .init(
        services: loops + [.init(service: attendant, successTerminationBehavior: .gracefullyShutdownGroup)],
        logger: station.journal.logger))
  }

  /// How often somebody looks who is told of nothing.
  private static let blindPause = Duration.seconds(2)
  /// Who is rung for has nothing else to look for; the caretaker's second is the daemon's only beat.
  private static let longPause = Duration.seconds(3600)
  /// Hints may be lost: so long a file waits at the most that nobody told of.
  private static let sweepPause = Duration.seconds(30)
}

/// Says that the service is ready, then heeds signals: passes every SIGHUP on, and ends, which stops all, at SIGTERM and SIGINT.
///
/// It also keeps systemd's watchdog quiet. It calls no disk, so that a disk that hangs has nobody killed who would only hang again;
/// a loop that goes round in circles has the watchdog end us.
private actor Attendant: Service {
  private let station: Station
  private let notifier: SystemdNotifier
  private let bell: Doorbell
  private let reload: Latch
  private let careBell: Doorbell
  private let announce: @Sendable () -> Void
  private let stop = Latch()
  private let executor = QueueExecutor(label: "gridpost.signals")

  init(
    station: Station, notifier: SystemdNotifier, bell: Doorbell, reload: Latch, careBell: Doorbell,
    announce: @escaping @Sendable () -> Void
  ) {
    self.station = station
    self.notifier = notifier
    self.bell = bell
    self.reload = reload
    self.careBell = careBell
    self.announce = announce
  }

  nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  func run() async throws {
    announce()
    await withTaskCancellationOrGracefulShutdownHandler {
      heed()
    } onCancelOrGracefulShutdown: { [stop, bell] in
      stop.raise()
      bell.ring()
    }
  }

  private func heed() {
    while !stop.isRaised {
      let noted = gp_signals_heeded()
      if noted & 2 != 0 {
        reload.raise()
        careBell.ring()
      }
      if noted & 1 != 0 { return }
      if station.isSound { notifier.alive() }
      bell.wait(notifier.watchdogInterval ?? .seconds(60))
    }
  }
}
