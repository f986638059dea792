internal import Couriers
package import Custody
internal import Glibc
internal import GridCore
package import Linux
internal import Words

/// All couriers of a state, from start to stop: looks for notices, has them carried, and reads the couriers file again when it changes.
package final class CourierLoop {
  /// How long tries that are under way are waited for at the end, in milliseconds.
  private static let grace: Int64 = 2_000
  private static let pause = Duration.milliseconds(500)
  /// How long a changed file has to lie there unchanged, in milliseconds: one that is written in place in two goes is a mix between them.
  private static let settle: Int64 = 250

  private let folder: CourierFolder
  private let statePath: String
  private let agent: String
  private let journal: Journal
  private let notifier: SystemdNotifier
  private let signals: Signals
  private var config: CourierConfig
  /// The file as it was refused last, and why.
  private var refused: (config: CourierConfig?, fault: CourierFaults.Fault)?
  private var shown: [CourierFaults.Fault]?
  /// A text of the file that has not lain there for long enough, and since when it does.
  private var waiting: (config: CourierConfig, since: Int64)?

  /// - Parameters:
  ///   - config: usable.
  ///   - agent: what receivers are told who calls.
  package init(
    _ config: CourierConfig, _ folder: CourierFolder, statePath: String, agent: String, journal: Journal,
    notifier: SystemdNotifier, signals: Signals
  ) {
    (self.config, self.folder, self.statePath, self.agent) = (config, folder, statePath, agent)
    (self.journal, self.notifier, self.signals) = (journal, notifier, signals)
  }

  private var couriers: [Courier] { config.loaded.couriers ?? [] }

  /// Takes all that can be taken now, each once, and ends; answers how many notices wait on.
  ///
  /// - Parameter onlyAgain: whether to take nothing but what is tried again.
  package func once(onlyAgain: Bool = false) throws(Failure) -> Int {
    signal(SIGPIPE, SIG_IGN)
    let desk = CourierDesk(couriers, folder, journal: journal, isPatient: false)
    _ = try attempt { try desk.sweep(ServiceClock.wallTime, onlyAgain: onlyAgain) }
    if !onlyAgain { try attempt { try desk.tidy() } }
    let (carriers, strands) = try attempt { try start(desk, isOnce: true) }
    let watch = try attempt {
      try Errand("signals") { [signals] in
        while !signals.askForStop, carriers.contains(where: { !$0.isDone }) { signals.bell.wait(.milliseconds(200)) }
        if signals.askForStop {
          for carrier in carriers {
            carrier.stop()
            carrier.abandon()
          }
        }
      }
    }
    for strand in strands { strand.join() }
    watch.finish()
    try show(desk.faults(ServiceClock.wallTime))
    return desk.count
  }

  /// Runs until SIGTERM or SIGINT.
  ///
  /// - Parameter onReady: called once, with the number of couriers.
  package func run(onReady: (Int) -> Void) throws(Failure) {
    signal(SIGPIPE, SIG_IGN)
    var isReady = false
    while true {
      let desk = CourierDesk(couriers, folder, journal: journal, isPatient: true)
      let (carriers, strands) = try attempt { try start(desk, isOnce: false) }
      notifier.ready(status)
      if !isReady { onReady(couriers.count) }
      isReady = true
      let outcome = Result { () throws(Failure) in try attend(desk, carriers) }
      if signals.askForStop { notifier.stopping() }
      end(carriers, strands)
      try outcome.get()
      if signals.askForStop { return }
    }
  }

  private var status: String {
    Bilingual(en: counted(couriers.count, "courier"), zh: "\(couriers.count) 个投递").text(journal.language)
  }

  private func start(_ desk: CourierDesk, isOnce: Bool) throws(WorldError) -> ([Carrier], [Strand]) {
    var carriers: [Carrier] = []
    for index in desk.couriers.indices {
      carriers.append(try Carrier(desk, index, agent: agent, journal: journal, isOnce: isOnce))
    }
    var strands: [Strand] = []
    for carrier in carriers { strands.append(try carrier.start()) }
    return (carriers, strands)
  }

  private func end(_ carriers: [Carrier], _ strands: [Strand]) {
    for carrier in carriers { carrier.stop() }
    let last = ServiceClock.bootMilliseconds + Self.grace
    while carriers.contains(where: { !$0.isDone }), ServiceClock.bootMilliseconds < last { usleep(10_000) }
    for carrier in carriers { carrier.abandon() }
    for strand in strands { strand.join() }
  }

  /// Looks at the world until there is a reason to begin anew, or to end.
  private func attend(_ desk: CourierDesk, _ carriers: [Carrier]) throws(Failure) {
    var trouble: WorldError?
    var isTidy = false
    while !signals.askForStop {
      let mustReload = signals.takeReload()
      if try isRenewed(mustReload: mustReload) { return }
      do throws(WorldError) {
        try folder.requireOurs()
        for index in try desk.sweep(ServiceClock.wallTime) { carriers[index].bell.ring() }
        if !isTidy { try desk.tidy() }
        isTidy = true
        trouble = nil
      } catch {
        if case .lockLost = error { throw .world(error) }
        if trouble != error { journal.error(error.text.en, error.text.zh) }
        trouble = error
      }
      try show(desk.faults(ServiceClock.wallTime) + (refused.map { [$0.fault] } ?? []))
      notifier.alive()
      signals.bell.wait(min(Self.pause, notifier.watchdogInterval ?? Self.pause))
    }
  }

  /// Whether the file was changed for one that can be used; of another one the last good one stays, aloud.
  private func isRenewed(mustReload: Bool) throws(Failure) -> Bool {
    guard mustReload || waiting != nil || !(refused?.config ?? config).isCurrent else { return false }
    let text: Bilingual
    var found: CourierConfig?
    do throws(CourierConfig.Trouble) {
      let read = try CourierConfig.read(config.path)
      // Still being written: the next look tells.
      guard hasSettled(read) else { return false }
      if read.loaded.couriers != nil {
        (config, refused) = (read, nil)
        journal.notice("the couriers file was read again: \(status)", "投递文件已重新读取：\(status)")
        return true
      }
      found = read
      text = read.firstFault
    } catch {
      text = CourierConfig.trouble(error, path: config.path)
    }
    let fault = CourierFaults.Fault(
      since: refused?.fault.since ?? ServiceClock.wallTime,
      text: Bilingual(
        en: "\(text.en); the couriers read last go on", zh: "\(text.zh)；沿用上一次读好的投递"))
    if refused?.fault.text != fault.text { journal.error(fault.text.en, fault.text.zh) }
    refused = (found, fault)
    return false
  }

  /// Whether a text has lain there for long enough; one that is seen for the first time begins to.
  private func hasSettled(_ read: CourierConfig) -> Bool {
    let now = ServiceClock.bootMilliseconds
    if waiting?.config.isSame(as: read) != true { waiting = (read, now) }
    guard read.isCurrent, let since = waiting?.since, now - since >= Self.settle else { return false }
    waiting = nil
    return true
  }

  /// Shows faults to whoever asks for the status; what the disk does not take is shown the next time.
  private func show(_ faults: [CourierFaults.Fault]) throws(Failure) {
    guard shown != faults else { return }
    do throws(WorldError) {
      try folder.write(CourierFaults.bytes(faults), as: CourierFaults.name, in: folder.own)
      shown = faults
    } catch {
      if case .lockLost = error { throw .world(error) }
    }
  }
}
