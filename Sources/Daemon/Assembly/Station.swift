package import Custody
internal import Formats
internal import Glibc
package import GridCore
package import LedgerStore
package import Linux
internal import Rules
package import Spool
internal import Synchronization
package import Words

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
  package let board: StatusBoard
  package let rules: RuleKeeper
  /// What a restored ledger was told of notices that lay before their addressees already.
  let laidDownBefore: LaidDownNotices
  /// Raised when rules with another ladder were put in force.
  let ladderChanged = Latch()
  /// Raised while the kernel tells of what comes into the inbox.
  let inboxIsWatched = Latch()
  private let door: Mutex<any LedgerWriting>
  private let notes: NoteKeeper
  /// What became of the rules file at the start.
  let startingLook: RulesLook
  let line: StatusLine
  private let pulses = Mutex<[Pulse]>([])

  package var ledger: any LedgerWriting { door.withLock { $0 } }

  /// Opens the state for a daemon or a pass.
  ///
  /// - Throws: `.world(.locked)` when another holds the state, `.noUsableRules`, `.untrustworthyLedger`, or a fault of the world.
  package init(
    _ settings: Settings, clock: ServiceClock, journal: Journal, notifier: SystemdNotifier = .silent
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
    let start = try StartingRules.choose(settings, journal: journal)
    startingLook = RulesLook(
      path: settings.absoluteRulesPath, began: began, verdict: start.problem == nil ? .inForce : .refused,
      digest: start.digest)
    let ledger = try lock.judging { () throws(Failure) in
      try LedgerDoor.openForWriting(settings, in: folder, committed: notes.remember)
    }
    laidDownBefore = try attempt { try ledger.carriedNotices() }
    self.folder = folder
    self.lock = lock
    witness = CrashWitness(lock)
    rules = RuleKeeper(path: settings.rulesPath, current: start.book)
    door = Mutex(ledger)
    self.notes = notes
    let line = StatusLine(notifier, language: journal.language)
    self.line = line
    board = StatusBoard { faults in
      notes.show(faults)
      line.show(faults)
    }
    try putInForce(start.book, text: start.text)
    if let problem = start.problem {
      raise(problem.code, problem.text)
    }
  }

  package var now: Timestamp { clock.now }

  /// Keeps a book's text beside the ledger and in it, then swaps it in; a failure leaves the book before in force.
  package func putInForce(_ book: RuleBook, text: [UInt8]) throws(Failure) {
    let record = RulesRecord(
      digest: book.digest, text: text, loadedAt: now, duties: book.duties.count, matters: book.matters.count,
      communities: book.communities.count, grids: book.grids.count)
    try attempt {
      if try DurableFile.read(path: settings.lastGoodPath, max: RuleKeeper.maxBytes) != text {
        try DurableFile.replace(
          folder: folder.path, name: Settings.lastGoodName, bytes: text, ownedBy: folder.ownership)
      }
    }
    guard let before = try attempt({ try ledger.rulesInForce() }) else {
      try attempt { try ledger.adopt(record) }
      return swap(to: book)
    }
    if before.digest != book.digest {
      let old = RuleFile.load(bytes: before.text, name: before.digest.hex, digest: before.digest).book
      try attempt { try ledger.adopt(record) }
      if old?.ladder.count != book.ladder.count { ladderChanged.raise() }
    }
    swap(to: book)
  }

  private func swap(to book: RuleBook) {
    rules.swap(to: book)
    line.show(book)
  }

  /// Stops everything when the lock or the ledger's files are no longer those we opened, before anything is written.
  package func assertLock() throws(Failure) {
    try demandLock()
    try attempt { try ledger.demandInPlace() }
  }

  func demandLock() throws(Failure) {
    guard try attempt({ lock.isOurs() }) else { throw .lockLost(path: "\(settings.statePath)/lock") }
  }

  /// After a commit whose outcome is unknown: closes the ledger and opens it anew, so that what is durable can be seen.
  package func reopenLedger(insteadOf old: any LedgerWriting) throws(Failure) {
    try assertLock()
    let result = door.withLock { ledger -> Result<Void, Failure> in
      guard ledger === old else { return .success(()) }
      closeQuietly(ledger)
      do throws(Failure) {
        ledger = try LedgerDoor.openForWriting(settings, in: folder, committed: notes.remember)
        return .success(())
      } catch {
        return .failure(error)
      }
    }
    try result.get()
  }

  package func writeMarker() throws(Failure) {
    let standing = try attempt { try ledger.standing() }
    try Marker.write(standing, in: folder)
  }

  /// Leaves a marker and closes the ledger, whole in its one file.
  package func close() throws(Failure) {
    try assertLock()
    try writeMarker()
    closeQuietly(ledger)
  }

  /// A ledger that cannot be closed well is whole all the same: the next opening finds all that was committed.
  private func closeQuietly(_ ledger: any LedgerWriting) {
    do throws(LedgerError) { try ledger.close() } catch { journal.warning("\(error)", "关闭台账时：\(error)") }
  }

  /// Shows a fault until it is lowered, says it once, and, where asked, records it in the ledger for good.
  package func raise(_ code: DegradationCode, _ text: Bilingual, recording: Bool = false) {
    guard board.raise(code, at: now, text.text(journal.language)) else { return }
    let word = code.rawValue
    journal.error("\(word): \(text.en)", "\(word)：\(text.zh)")
    guard recording else { return }
    do throws(LedgerError) {
      try ledger.record(Incident(at: now, code: word, text: text.text(journal.language)))
    } catch {
      journal.error("\(word) is not recorded: \(error)", "\(word) 未能记入台账：\(error)")
    }
  }

  /// Shows other processes what a look at the rules came to: at once, or with the next sign of life.
  func show(_ look: RulesLook, atOnce: Bool) { notes.show(look, atOnce: atOnce) }

  /// A pulse for a new loop.
  func pulse(of loop: String, onlyCalls: Bool) -> Pulse {
    let pulse = Pulse(loop, onlyCalls: onlyCalls)
    pulses.withLock { $0.append(pulse) }
    return pulse
  }

  /// Whether every loop rests, waits for the world, or has done something lately: no reason for a watchdog to bark.
  var isSound: Bool { pulses.withLock { !$0.contains(where: \.isStuck) } }

  /// Shows which loops wait for a call that does not come back.
  func lookAtPulses() {
    let names = pulses.withLock { $0.filter(\.isHeldUp).map(\.name) }
    guard !names.isEmpty else { return lower(.stalled) }
    let list = names.joined(separator: ", ")
    raise(
      .stalled,
      Bilingual(
        en: "\(list): a call to the disk has not come back for some seconds; see to the disk",
        zh: "\(list)：磁盘操作数秒未返回；请检查磁盘"))
  }

  /// Shows a fault no more, and says so once.
  package func lower(_ code: DegradationCode) {
    if board.lower(code) {
      journal.notice("\(code.rawValue): well again", "\(code.rawValue)：已恢复")
    }
  }
}

extension SpoolLock {
  /// Runs the body; where it fails after the lock was lost, that is what went wrong.
  func judging<Value>(_ body: () throws(Failure) -> Value) throws(Failure) -> Value {
    do throws(Failure) {
      return try body()
    } catch {
      try attempt { try requireOurs() }
      throw error
    }
  }
}

/// The rules a start goes on with: those of the file, or loudly the last good ones.
struct StartingRules {
  let book: RuleBook
  let text: [UInt8]
  /// The digest of what lies in the rules file; nil where no text could be read.
  let digest: Digest?
  let problem: (code: DegradationCode, text: Bilingual)?

  static func choose(_ settings: Settings, journal: Journal) throws(Failure) -> StartingRules {
    let faults: String
    var digest: Digest?
    let problem: (code: DegradationCode, text: Bilingual)
    var otherwise: Failure?
    switch RuleKeeper.read(settings.rulesPath) {
    case .success(let reading):
      if let book = reading.rules.book {
        return StartingRules(book: book, text: reading.bytes, digest: book.digest, problem: nil)
      }
      digest = reading.rules.digest
      faults = reading.rendered(journal.language)
      problem = RuleFault.refused(settings.rulesPath, reading)
    case .failure(let error):
      problem = RuleFault.unreadable(settings.rulesPath, errno: error.code)
      faults = "\(settings.rulesPath): \(RuleFault.reason(error.code).text(journal.language))"
      otherwise = worldly(error, settings.rulesPath)
    }
    let last: RuleKeeper.Reading
    switch RuleKeeper.read(settings.lastGoodPath) {
    case .success(let reading): last = reading
    // What may be well at the next start is no reason to wait for a person.
    case .failure(let error): throw otherwise ?? worldly(error, settings.lastGoodPath) ?? .noUsableRules(faults)
    }
    guard let book = last.rules.book else { throw otherwise ?? .noUsableRules(faults) }
    journal.error(
      "\(faults)\nthe rules in force are the last good ones: \(settings.lastGoodPath)",
      "\(faults)\n现行规则是上一份好规则：\(settings.lastGoodPath)")
    return StartingRules(book: book, text: last.bytes, digest: digest, problem: problem)
  }

  private static func worldly(_ error: RuleKeeper.Errno, _ path: String) -> Failure? {
    error.isOfTheFile ? nil : .world(.io(operation: "read", path: path, errno: error.code))
  }
}

/// How a fault of the rules file is shown while older rules stay in force.
enum RuleFault {
  static let code = DegradationCode.rules
  static let missing = ENOENT

  static func refused(_ path: String, _ reading: RuleKeeper.Reading) -> (code: DegradationCode, text: Bilingual) {
    let first = reading.rules.diagnostics.first { $0.severity == .error }
    let place = first.map { "\(path):\($0.line):\($0.column)" } ?? path
    return (
      code,
      Bilingual(
        en: "\(place): \(first?.message.en ?? "unusable"); the last good rules stay in force",
        zh: "\(place)：\(first?.message.zh ?? "不可用")；继续使用上一份好规则")
    )
  }

  static func unreadable(_ path: String, errno: Int32) -> (code: DegradationCode, text: Bilingual) {
    let reason = reason(errno)
    return (
      code,
      Bilingual(
        en: "\(path): \(reason.en); the last good rules stay in force", zh: "\(path)：\(reason.zh)；继续使用上一份好规则")
    )
  }

  /// Why a rules file cannot be read, in words.
  static func reason(_ errno: Int32) -> Bilingual {
    switch errno {
    case ENOENT, ENOTDIR: return Bilingual(en: "there is no such file", zh: "没有这个文件")
    case EISDIR: return Bilingual(en: "it is a folder, not a file", zh: "是目录，不是文件")
    case EINVAL, ENXIO: return Bilingual(en: "it is no ordinary file", zh: "不是普通文件")
    case EACCES, EPERM: return Bilingual(en: "no permission to read it", zh: "没有读取权限")
    default: return WorldFault.words(errno)
    }
  }
}
