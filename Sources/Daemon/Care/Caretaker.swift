internal import Custody
internal import Formats
internal import GridCore
internal import Linux
internal import Spool
internal import Words

/// Looks after what is not an event: the rules file, the clock, the lock, the folders, the marker.
final class Caretaker: Turning {
  private static let markerInterval: Int64 = 60
  /// Hints may be lost: so long a file waits at the most that nobody told of.
  private static let sweepInterval: Int64 = 30

  private let seat: LedgerSeat
  private let desk: RuleDesk
  private let calendar: CalendarWatch
  private let folder: StateFolder
  private let clock: ServiceClock
  private let alarms: Alarms
  private let journal: Journal
  private let pulses: Pulses
  private let bells: Bells
  private let showClock: () -> Void
  private let writeMarker: () throws(Failure) -> Void
  /// Raised while the kernel tells of what comes into the inbox.
  private let isWatched: Latch
  private var slept = ServiceClock.slept
  private var watcher: InboxWatcher?
  private let watchesAreLost = Latch()
  private var nextMarker: Timestamp
  private var nextSweep: Timestamp

  /// - Parameters:
  ///   - desk: where the rules file is looked at.
  ///   - calendar: knows how far the calendar reaches.
  ///   - isWatched: raised here while the kernel tells of what comes into the inbox.
  ///   - showClock: shows other processes the clock by which they are to count.
  ///   - writeMarker: has the marker remember how far the ledger is.
  init(
    _ seat: LedgerSeat, desk: RuleDesk, calendar: CalendarWatch, folder: StateFolder, isWatched: Latch,
    clock: ServiceClock, alarms: Alarms, journal: Journal, pulses: Pulses, bells: Bells,
    showClock: @escaping () -> Void,
    writeMarker: @escaping () throws(Failure) -> Void
  ) {
    self.seat = seat
    self.desk = desk
    self.calendar = calendar
    self.folder = folder
    self.isWatched = isWatched
    self.clock = clock
    self.alarms = alarms
    self.journal = journal
    self.pulses = pulses
    self.bells = bells
    self.showClock = showClock
    self.writeMarker = writeMarker
    nextMarker = clock.now.adding(Self.markerInterval)
    nextSweep = clock.now.adding(Self.sweepInterval)
    // Before anybody is told that we are ready, so that even what comes in that moment is told of.
    watch()
  }

  /// One round; answers when it wants to look again: at the next beat, or sooner.
  func turn(_ now: Timestamp) throws(Failure) -> Duration? {
    lookAtBells()
    try seat.demandOurs()
    alarms.board.beat()
    lookAtPulses()
    noticeSleep()
    lookAtClock(now)
    calendar.show(now)
    try lookAtFolders()
    if now >= nextSweep {
      bells.intake.ring()
      nextSweep = now.adding(Self.sweepInterval)
    }
    if now >= nextMarker {
      try writeMarker()
      nextMarker = now.adding(Self.markerInterval)
    }
    return try desk.look() ?? ServiceClock.untilBeat()
  }

  private func lookAtBells() {
    guard !bells.makeUp() else { return alarms.lower(.bell) }
    alarms.raise(
      .bell, Bilingual(en: "the loops cannot be woken (eventfd): work is late", zh: "无法唤醒各工作循环（eventfd）：处理将延迟"))
  }

  /// Shows which loops wait for a call that does not come back.
  private func lookAtPulses() {
    let names = pulses.heldUp
    guard !names.isEmpty else { return alarms.lower(.stalled) }
    let list = names.joined(separator: ", ")
    alarms.raise(
      .stalled,
      Bilingual(
        en: "\(list): a call to the disk has not come back for some seconds; see to the disk",
        zh: "\(list)：磁盘操作数秒未返回；请检查磁盘"))
  }

  private func noticeSleep() {
    let slept = ServiceClock.slept
    guard slept - self.slept > .milliseconds(500) else { return }
    self.slept = slept
    bells.clocks.ring()
    bells.intake.ring()
  }

  private func lookAtClock(_ now: Timestamp) {
    if clock.isHeld {
      // Shown and recorded since the start.
      guard clock.goOn() else { return }
      showClock()
      bells.clocks.ring()
      bells.intake.ring()
    }
    let step = clock.step
    guard abs(step) > ServiceClock.tolerance else { return alarms.lower(.clock) }
    // Told once a step and not once a second of drift since: the text names whole minutes.
    let minutes = step / 60
    alarms.raise(
      .clock,
      Bilingual(
        en: "the wall clock was set by about \(minutes) min; deadlines go on as if it had not been",
        zh: "系统时钟被拨动约 \(minutes) 分钟；时限仍按未拨动前计算"), recording: true)
  }

  private func lookAtFolders() throws(Failure) {
    switch try attempt({ try folder.look() }) {
    case .intact: break
    case .renewed: forgetWatcher()
    case .missing(let name):
      forgetWatcher()
      return alarms.raise(
        .folder,
        Bilingual(
          en: "\(name) was moved away or unmounted; put it back, or make it anew",
          zh: "\(name) 被移走或卸载；请放回原处或重新建立"))
    }
    alarms.lower(.folder)
    watch()
  }

  private func forgetWatcher() {
    watcher = nil
    _ = isWatched.takeDown()
    bells.intake.ring()
  }

  /// Hints make a file taken at once; without them the timer finds it.
  private func watch() {
    do throws(WorldError) {
      if let watcher {
        guard watchesAreLost.takeDown() else { return }
        _ = isWatched.takeDown()
        try watcher.renew()
      } else {
        let (bell, lost) = (bells.intake, watchesAreLost)
        let fresh = try InboxWatcher(
          folder, onHint: { bell.ring() },
          onLost: { _ in
            lost.raise()
            bell.ring()
          })
        watcher = fresh
        try fresh.renew()
        bell.ring()
      }
      isWatched.raise()
    } catch {
      _ = isWatched.takeDown()
      journal.debug(
        "no inotify (\(error)); the inbox is looked at every two seconds", "无法使用 inotify（\(error)）；每两秒查看一次收件目录")
    }
  }
}
