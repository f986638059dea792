package import Custody
internal import Formats
package import GridCore
internal import LedgerStore
package import Linux
internal import Spool
internal import Synchronization
internal import Words

/// Looks after what is not an event: the rules file, the clock, the lock, the folders, the marker.
package final class Caretaker {
  private static let markerInterval: Int64 = 60
  /// Hints may be lost: so long a file waits at the most that nobody told of.
  private static let sweepInterval: Int64 = 30

  private let station: Station
  private let desk: RuleDesk
  private let inboxBell: Doorbell
  private let clockBell: Doorbell
  private var slept = ServiceClock.slept
  private var watcher: InboxWatcher?
  private let watchesAreLost = Latch()
  private var nextMarker: Timestamp
  private var nextSweep: Timestamp

  package init(
    _ station: Station, notifier: SystemdNotifier, reload: Latch, inboxBell: Doorbell, clockBell: Doorbell
  ) {
    self.station = station
    desk = RuleDesk(
      station.adoption, watch: RulesWatch(path: station.settings.rulesPath, judged: station.start.seen),
      start: station.startingLook, alarms: station.alarms,
      journal: station.journal, notifier: notifier, reload: reload, show: { station.show($0, atOnce: $1) },
      onAdopted: { clockBell.ring() })
    self.inboxBell = inboxBell
    self.clockBell = clockBell
    nextMarker = station.now.adding(Self.markerInterval)
    nextSweep = station.now.adding(Self.sweepInterval)
    // Before anybody is told that we are ready, so that even what comes in that moment is told of.
    watch()
  }

  /// One round; answers when it wants to look again, if sooner than usual.
  package func pass(_ now: Timestamp) throws(Failure) -> Duration? {
    try station.assertLock()
    station.alarms.board.beat()
    station.lookAtPulses()
    noticeSleep()
    lookAtClock(now)
    try lookAtFolders()
    if now >= nextSweep {
      inboxBell.ring()
      nextSweep = now.adding(Self.sweepInterval)
    }
    if now >= nextMarker {
      try station.writeMarker()
      nextMarker = now.adding(Self.markerInterval)
    }
    return try desk.look()
  }

  private func noticeSleep() {
    let slept = ServiceClock.slept
    guard slept - self.slept > .milliseconds(500) else { return }
    self.slept = slept
    clockBell.ring()
    inboxBell.ring()
  }

  private func lookAtClock(_ now: Timestamp) {
    if station.clock.isHeld {
      // Shown and recorded since the start.
      guard station.clock.goOn() else { return }
      station.showClock()
      clockBell.ring()
      inboxBell.ring()
    }
    let step = station.clock.step
    guard abs(step) > ServiceClock.tolerance else { return station.lower(.clock) }
    // Told once a step and not once a second of drift since: the text names whole minutes.
    let minutes = step / 60
    station.raise(
      .clock,
      Bilingual(
        en: "the wall clock was set by about \(minutes) min; deadlines go on as if it had not been",
        zh: "系统时钟被拨动约 \(minutes) 分钟；时限仍按未拨动前计算"), recording: true)
  }

  private func lookAtFolders() throws(Failure) {
    switch try attempt({ try station.folder.look() }) {
    case .intact: break
    case .renewed: forgetWatcher()
    case .missing(let name):
      forgetWatcher()
      return station.raise(
        .folder,
        Bilingual(
          en: "\(name) was moved away or unmounted; put it back, or make it anew",
          zh: "\(name) 被移走或卸载；请放回原处或重新建立"))
    }
    station.lower(.folder)
    watch()
  }

  private func forgetWatcher() {
    watcher = nil
    _ = station.inboxIsWatched.takeDown()
    inboxBell.ring()
  }

  /// Hints make a file taken at once; without them the timer finds it.
  private func watch() {
    do throws(WorldError) {
      if let watcher {
        guard watchesAreLost.takeDown() else { return }
        _ = station.inboxIsWatched.takeDown()
        try watcher.renew()
      } else {
        let (bell, lost) = (inboxBell, watchesAreLost)
        let fresh = try InboxWatcher(
          station.folder, onHint: { bell.ring() },
          onLost: { _ in
            lost.raise()
            bell.ring()
          })
        watcher = fresh
        try fresh.renew()
        bell.ring()
      }
      station.inboxIsWatched.raise()
    } catch {
      _ = station.inboxIsWatched.takeDown()
      station.journal.debug(
        "no inotify (\(error)); the inbox is looked at every two seconds", "无法使用 inotify（\(error)）；每两秒查看一次收件目录")
    }
  }
}
