internal import Custody
internal import Formats
internal import GridCore
internal import Ledger
internal import Linux
internal import Spool
internal import Translation
internal import Words

/// Takes files out of the inbox: claims, reads, decides, commits, and only then lets go of them.
///
/// Until the commit returns the files are the truth and nothing is removed; from then on the ledger is. A crash leaves claimed files,
/// which the next start reads again and either takes or recognises. A failure of the world puts them back and condemns nothing.
package final class Intake {
  /// What a pass came to.
  struct Look {
    /// Files that were dealt with.
    var handled = 0
    /// When it wants to look again; zero: at once, there is more.
    var next: Duration?
  }

  /// How long a pass is held up by what a crashed run had claimed.
  private static let leftoversTurn = Duration.milliseconds(200)
  private static let retryPause = Duration.seconds(2)
  /// How often somebody looks whether a giant is saved.
  private static let savingPause = Duration.milliseconds(100)
  /// Bytes of long files that are kept in memory while they wait for their next part.
  private static let mostReading = 16 << 20

  let seat: LedgerSeat
  let rules: RulesInForce
  let alarms: Alarms
  let journal: Journal
  let inbox: Inbox
  let quarantine: Quarantine
  let registrar: Registrar
  let clearing: Clearing
  let telling: IntakeJournal
  let rounds: RoundCaller
  /// Where the registrar works while the next files are claimed.
  private let aside: Aside<Registrar.Outcome>
  /// The bytes it has in memory meanwhile.
  private var bytesEntering = 0
  /// Whether young files, and texts that end too early, are waited for.
  let isPatient: Bool
  /// Long files, in part in the ledger: one of them goes on by one transaction a pass, so that nothing waits behind it.
  private var reading: [OpenFile] = []
  /// What the ledger has and `.claimed/` still holds.
  var remains = Remains()
  /// Whether what a crashed run had claimed may not all be taken yet.
  var hasLeftovers = false
  /// Whether this sweep of the inbox has met something it may not open or move.
  var meetsUnreadable = false
  /// Whether the last whole sweep had.
  var wasHindered = false
  /// Since when there has been nothing to take.
  var idleSince: ContinuousClock.Instant?
  /// Whether the last pass was broken off: what it lacked may be the room that finished files take up.
  private var wasBrokenOff = false

  /// - Parameters:
  ///   - folder: where the inbox and the quarantine lie.
  ///   - witness: tells how the run before ended; nil where nobody can.
  ///   - adoption: how an order puts held rules in force; nil where nothing is ever held.
  ///   - isPatient: the daemon waits for files to settle and texts to be finished; a single pass does not.
  init(
    _ seat: LedgerSeat, folder: StateFolder, witness: CrashWitness? = nil, rules: RulesInForce,
    adoption: RuleAdoption? = nil, clock: ServiceClock, alarms: Alarms, journal: Journal, pulses: Pulses,
    isPatient: Bool
  ) {
    self.seat = seat
    self.rules = rules
    self.alarms = alarms
    self.journal = journal
    self.isPatient = isPatient
    inbox = Inbox(folder, witness: witness)
    quarantine = Quarantine(folder)
    registrar = Registrar(
      seat: seat, rules: rules, adoption: adoption, clock: clock, journal: journal, quarantine: quarantine,
      isPatient: isPatient)
    rounds = RoundCaller(registrar, alarms: alarms)
    aside = Aside("registrar", pulse: pulses.pulse(of: "registrar"))
    telling = IntakeJournal(journal: journal)
    clearing = Clearing(seat, finished: inbox.finished, journal: journal, pulses: pulses)
  }

  /// Takes one bounded batch, and the next part of a long file; removes finished files when there is nothing else to do.
  func pass(_ now: Timestamp) throws(Failure) -> Look {
    try seat.demandOurs()
    if wasBrokenOff {
      wasBrokenOff = false
      try clearUp()
    }
    wasBrokenOff = true
    var look = Look()
    try takeBatch(now, &look)
    try clearUpInTime(&look)
    wasBrokenOff = false
    return look
  }

  /// Raises the rounds that are due; answers how many reports and lines that brought.
  ///
  /// What is decided on another thread is entered first: a step must not be held for a report that comes between.
  func callRounds(_ now: Timestamp) throws(Failure) -> Int {
    guard rounds.isDue(now) else { return 0 }
    try seat.demandOurs()
    var look = Look()
    try catchUp(&look)
    return try rounds.call(now)
  }

  private func takeBatch(_ now: Timestamp, _ look: inout Look) throws(Failure) {
    CrashWitness.beginReading()
    defer { CrashWitness.endReading() }
    if hasLeftovers { try takeLeftovers(now, within: Self.leftoversTurn, &look) }
    let limits = rules.current.intake
    // One giant at a time: a second one is claimed when nothing of the first is in memory any more.
    let hasRoom = bytesReading < IntakeDraft.mostBytes && bytesEntering < 2 * IntakeDraft.mostBytes
    let sweep = try attempt {
      try inbox.claim(
        files: IntakeDraft.mostFiles, bytes: IntakeDraft.mostBytes, maxFile: limits.maxFile,
        settle: isPatient ? limits.settle : nil, large: hasRoom)
    }
    telling.tell(sweep.skipped)
    show(sweep)
    try hand(over: sweep.claimed, now, &look)
    if let trouble = sweep.trouble { throw .world(trouble) }
    look.next = .zero
    guard sweep.exhausted, !hasLeftovers else { return }
    try catchUp(&look)
    if reading.isEmpty { look.next = try nextLook(sweep, now) }
  }

  /// When to look again though nobody tells of anything; nil: no need to.
  private func nextLook(_ sweep: Sweep, _ now: Timestamp) throws(Failure) -> Duration? {
    try registrar.giveUpHeld(now)
    // What the world hinders is tried again before long.
    var retry = wasHindered || !remains.refused.isEmpty ? Self.retryPause : nil
    if remains.saving != nil { retry = Self.savingPause }
    return [sweep.nextLook, retry, try registrar.untilHeldExpire()].compactMap { $0 }.min()
  }

  // MARK: The registrar

  /// Gives claimed files, and a long one that goes on, to the registrar, once it is done with those before.
  private func hand(over files: [ClaimedFile], _ now: Timestamp, _ look: inout Look) throws(Failure) {
    var work = Registrar.Work(files: files)
    // Whoever would wait reads ahead.
    while aside.isWorking, work.ahead.count < files.count {
      work.ahead.append(registrar.readAhead(files[work.ahead.count], now))
    }
    let outcome = answer()
    // The batch begins at once unless the one before failed or left a long file unfinished.
    let isFree = outcome.map { $0.failure == nil && !$0.hasUnfinished } ?? true
    let goesOn = isFree && reading.isEmpty && !work.isEmpty && !work.isDelicate
    if goesOn { begin(work, now) }
    do throws(Failure) {
      if let outcome { try conclude(outcome, &look) } else { try clearAway() }
    } catch {
      if !goesOn { giveBack(files) }
      throw error
    }
    if goesOn { return }
    if !reading.isEmpty { work.unfinished = reading.removeFirst() }
    guard !work.isEmpty else { return }
    // Files of a crashed run are read on this thread, alone.
    if work.isDelicate { return try conclude(registrar.take(work, now, marking: inbox), &look) }
    begin(work, now)
  }

  private func begin(_ work: Registrar.Work, _ now: Timestamp) {
    let registrar = registrar
    bytesEntering = work.bytes
    aside.begin { registrar.take(work, now) }
  }

  /// What the registrar made of what it was given, once it is done; nil where it was given nothing.
  private func answer() -> Registrar.Outcome? {
    bytesEntering = 0
    return aside.finish()
  }

  /// Takes files at once.
  func take(_ files: [ClaimedFile], _ now: Timestamp, _ look: inout Look) throws(Failure) {
    try catchUp(&look)
    try conclude(registrar.take(Registrar.Work(files: files), now, marking: inbox), &look)
  }

  /// Waits for the registrar, and lets go of what it has entered.
  func catchUp(_ look: inout Look) throws(Failure) {
    if let outcome = answer() {
      try conclude(outcome, &look)
    } else {
      // What could not be let go of before.
      try clearAway()
    }
  }

  /// Waits for what is under way, for nothing more is to be taken; a fault is told and no more.
  func finish() {
    var look = Look()
    do throws(Failure) {
      try catchUp(&look)
    } catch {
      journal.warning("\(error.text.en)", "\(error.text.zh)")
    }
  }

  private func conclude(_ outcome: Registrar.Outcome, _ look: inout Look) throws(Failure) {
    for entered in outcome.entered {
      look.handled += entered.draft.files.count + entered.draft.replayed.count
      telling.tell(entered, under: rules.current)
      sort(entered)
    }
    giveBack(outcome.waiting)
    for (file, rest) in outcome.early { putBack(file, waiting: rest) }
    if let failure = outcome.failure { throw failure }
    try clearAway()
  }

  // MARK: What is not taken yet

  var bytesReading: Int { reading.reduce(0) { $0 + ($1.slicer?.bytes.count ?? 0) } }

  /// Keeps a long file for its next part, or, where too many are being read, puts it back: the ledger knows how far it is.
  func keep(_ file: OpenFile) {
    if reading.isEmpty || bytesReading + (file.slicer?.bytes.count ?? 0) <= Self.mostReading {
      reading.append(file)
    } else {
      putBack(file.claimed)
    }
  }

  /// Nothing that was not committed is ours: the files go back to where anybody can see them.
  private func giveBack(_ files: [ClaimedFile]) {
    for file in files { putBack(file) }
  }

  private func putBack(_ file: ClaimedFile, waiting: Duration = .zero) {
    do throws(Failure) {
      try attempt { try inbox.putBack(file, waiting: waiting) }
    } catch {
      journal.warning("a claimed file stays claimed: \(error.text.en)", "已取走的文件未能放回：\(error.text.zh)")
    }
  }
}
