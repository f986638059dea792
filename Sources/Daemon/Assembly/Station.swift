package import Custody
package import GridCore
internal import JSON
package import Ledger
package import Linux
package import Spool
internal import Words

/// Everything a daemon stands on, built in the order that keeps the promises: folder, lock, rules, ledger, marker.
///
/// Nothing is written into the state before the lock is held, and nothing is taken from the inbox before rules and ledger are good.
package final class Station: Sendable {
  package let settings: Settings
  package let clock: ServiceClock
  package let journal: Journal
  package let folder: StateFolder
  package let lock: SpoolLock
  let witness: CrashWitness
  let alarms: Alarms
  package let rules: RulesInForce
  let calendar: CalendarWatch
  /// What a restored ledger was told of notices that lay before their addressees already.
  let laidDownBefore: LaidDownNotices
  /// Raised while the kernel tells of what comes into the inbox.
  let inboxIsWatched = Latch()
  /// The ledger, in the hands of whoever writes it.
  let seat: LedgerSeat
  private let notes: NoteKeeper
  /// How a book comes into force.
  let adoption: RuleAdoption
  /// The rules of the start, and what became then of those of the file.
  let start: StartingRules
  let startingLook: RulesLook
  let line: StatusLine
  /// How all that runs is getting on.
  let pulses = Pulses()

  package var ledger: any LedgerWriting { seat.ledger }

  /// Opens the state for a daemon or a pass.
  ///
  /// - Parameters:
  ///   - trustsClock: whether the clock is right though it lies before the last moment the ledger knows.
  ///   - isPatient: the daemon waits for a rules file that is being written, and for a clock that is behind; a single pass does not.
  /// - Throws: `.world(.locked)` when another holds the state, `.noUsableRules`, `.untrustworthyLedger`, or a fault of the world.
  package init(
    _ settings: Settings, clock: ServiceClock, trustsClock: Bool = false, journal: Journal, isPatient: Bool,
    notifier: SystemdNotifier = .silent
  ) throws(Failure) {
    self.settings = settings
    self.clock = clock
    self.journal = journal
    let folder = try attempt { try StateFolder(path: settings.statePath, create: true) }
    let lock = try attempt { try SpoolLock(folder) }
    try attempt { try lock.raiseFence() }
    try attempt { try folder.testRenames() }
    let notes = try NoteKeeper(lock, settings, journal: journal)
    try attempt { try folder.tidy() }
    let began = ServiceClock.bootNanoseconds
    let chosen = try StartingRules.choose(settings, isPatient: isPatient, journal: journal)
    let ledger = try lock.explaining { () throws(Failure) in
      try LedgerDoor.openForWriting(settings, in: folder, journal: journal, committed: notes.remember)
    }
    let last = try attempt { try ledger.lastMoment() }
    let now = clock.now
    if let last, clock.lies(before: last) {
      if trustsClock {
        try Self.recordTrust(in: ledger, last: last, now: now, language: journal.language)
      } else if isPatient {
        clock.hold(at: last)
      } else {
        throw .clockBehind(now: now, last: last)
      }
    }
    let start = try chosen.judged(by: ledger, settings, at: clock.now)
    startingLook = RulesLook(
      path: settings.absoluteRulesPath, began: began,
      verdict: start.problem != nil ? .refused : start.held != nil ? .held : .inForce, digest: start.seen?.digest)
    self.start = start
    laidDownBefore = try attempt { try ledger.carriedNotices() }
    self.folder = folder
    self.lock = lock
    witness = CrashWitness(lock)
    rules = try RulesInForce(start.book, in: folder)
    seat = LedgerSeat(
      ledger, journal: journal,
      hold: { () throws(Failure) in
        guard try attempt({ lock.isOurs() }) else { throw .lockLost(path: "\(settings.statePath)/lock") }
      },
      open: { () throws(Failure) in
        try LedgerDoor.openForWriting(settings, in: folder, committed: notes.remember)
      })
    self.notes = notes
    let line = StatusLine(notifier, language: journal.language)
    self.line = line
    let board = StatusBoard { faults in
      notes.show(faults)
      line.show(faults)
    }
    alarms = Alarms(board, seat: seat, clock: clock, journal: journal)
    calendar = CalendarWatch(rules: rules, alarms: alarms)
    adoption = RuleAdoption(folder: folder, seat: seat, rules: rules, clock: clock, line: line)
    try adoption.adopt(start.book, text: start.text)
    if let problem = start.problem { alarms.raise(.rules, problem) }
    if let held = start.held {
      try rules.held.hold(held)
      alarms.raise(.held, held.hold.line, since: held.hold.since)
    } else {
      try rules.held.end()
    }
    if clock.isHeld { alarms.raise(.clock, Self.clockBehind(clock), recording: true) }
  }

  package var now: Timestamp { clock.now }

  /// Stops everything when the lock or the ledger's files are no longer those we opened, before anything is written.
  package func assertLock() throws(Failure) { try seat.demandOurs() }

  /// Renews the marker, so that it remembers how far the ledger is now.
  package func writeMarker() throws(Failure) {
    let standing = try attempt { try ledger.standing() }
    try Marker.write(standing, in: folder)
  }

  /// Leaves a marker and closes the ledger, whole in its one file.
  package func close() throws(Failure) {
    try assertLock()
    try writeMarker()
    seat.close()
  }

  /// Shows other processes the clock by which they are to count.
  func showClock() { notes.show(clock.face) }

  /// From here on the ledger knows of no later moment: the next start need not be told once more.
  private static func recordTrust(
    in ledger: any LedgerWriting, last: Timestamp, now: Timestamp, language: Language
  ) throws(Failure) {
    let text = Bilingual(
      en: "started with --trust-clock, after \(RFC3339.text(last))",
      zh: "以 --trust-clock 启动，此前记载至 \(RFC3339.text(last))")
    try attempt {
      try ledger.record(
        Incident(at: now, code: DegradationCode.clock.rawValue, text: text.text(language)))
    }
  }

  /// Why nothing is taken and nothing pressed.
  static func clockBehind(_ clock: ServiceClock) -> Bilingual {
    let last = RFC3339.text(clock.now)
    return Bilingual(
      en:
        "the wall clock lies before \(last), when the ledger was last written: nothing is taken and no deadline passes until "
        + "it has come past that; if it is right, start with --trust-clock",
      zh: "系统时钟早于台账最近一次记载的 \(last)：在时钟越过此刻之前，不收来件，也不催办；若时钟无误，请以 --trust-clock 启动")
  }

  /// Shows other processes what a look at the rules came to: at once, or with the next sign of life.
  func show(_ look: RulesLook, atOnce: Bool) { notes.show(look, atOnce: atOnce) }
}

extension SpoolLock {
  /// Runs the body; where it fails after the lock was lost, that is what went wrong.
  func explaining<Value>(_ body: () throws(Failure) -> Value) throws(Failure) -> Value {
    do throws(Failure) {
      return try body()
    } catch {
      try attempt { try requireOurs() }
      throw error
    }
  }
}
