internal import Glibc
package import GridCore
internal import JSON
internal import Laws
package import Ledger
internal import LedgerStore
internal import Linux
package import Proof
internal import Spool
package import Words

/// Puts a copy in the ledger's place, while no daemon runs, and records that in it: nothing else makes an older ledger acceptable.
///
/// The copy is made complete beside the ledger first; then the ledger's files get a second, dated name; then marker and lock note
/// accept the new one only; then it takes the place. Killed before the marker, the old ledger goes on; between marker and place,
/// every start refuses both and says to run this again; after it, the new one goes on. What the ledger before, the outbox and a
/// restore broken off earlier know to be laid down is not laid down again.
package struct Restore {
  /// What came of it.
  package struct Report: Sendable {
    package let restored: RestoredLedger
    /// How far the ledger before was, as far as anything remembers.
    package let before: LedgerStanding?
    /// Where its files are kept; nil where there were none.
    package let kept: String?
    /// Whether all that was ever laid down is known.
    package let isAllKnown: Bool
    /// Whether copy and ledger are of one making.
    package let isSameLedger: Bool
  }

  /// Why nothing was restored.
  package enum Problem: Error, Sendable {
    case noFile
    case unusable(Bilingual)
    /// The file is the ledger itself.
    case inPlace
    case failure(Failure)
  }

  static let completeName = "ledger.sqlite.restored"
  private static let makingName = "ledger.sqlite.restoring"

  private let settings: Settings
  private let folder: StateFolder
  private let lock: SpoolLock
  private let now: Timestamp

  /// Puts the copy in the ledger's place and records it; a crash leaves one of the states that Guarantees lists.
  package static func perform(_ settings: Settings, from file: String, at now: Timestamp) throws(Problem) -> Report {
    let source = try usable(file, settings)
    do throws(Failure) {
      let folder = try attempt { try StateFolder(path: settings.statePath, create: true) }
      let lock = try attempt { try SpoolLock(folder) }
      try attempt { try lock.raiseFence() }
      return try Restore(settings: settings, folder: folder, lock: lock, now: now).perform(source)
    } catch {
      throw .failure(error)
    }
  }

  // MARK: The copy

  /// The file, opened and looked through: a ledger whose laws hold.
  private static func usable(_ file: String, _ settings: Settings) throws(Problem) -> SQLiteLedger {
    var status = stat()
    guard stat(file, &status) == 0 else {
      let code = errno
      if code == ENOENT || code == ENOTDIR { throw .noFile }
      throw .failure(.world(.io(operation: "look at", path: file, errno: code)))
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw .unusable(Bilingual(en: "it is no regular file", zh: "不是普通文件"))
    }
    var present = stat()
    if stat(settings.ledgerPath, &present) == 0, present.st_ino == status.st_ino, present.st_dev == status.st_dev {
      throw .inPlace
    }
    let (ledger, broken): (SQLiteLedger, LawReport.Law?)
    do throws(LedgerError) {
      ledger = try SQLiteLedger.open(path: file, writing: false)
      _ = try SQLiteLedger.examine(copy: file)
      broken = try ledger.verify(deep: false).laws.first { !$0.ok }
    } catch {
      switch error {
      case .corrupt, .tooNew: throw .unusable(error.text)
      case .missing: throw .noFile
      default: throw .failure(.ledger(error))
      }
    }
    if let broken {
      throw .unusable(
        Bilingual(
          en: "ledger damaged: \(broken.law): \(broken.words.en)", zh: "台账已损坏：规律 \(broken.law)：\(broken.words.zh)"))
    }
    return ledger
  }

  // MARK: The steps

  private func perform(_ source: SQLiteLedger) throws(Failure) -> Report {
    let past = try Past(settings)
    let copied = try attempt { try source.standing() }
    let kept = past.hasFiles ? try freeName() : nil
    let restored: RestoredLedger
    do throws(Failure) {
      restored = try prepare(source, past, kept)
    } catch {
      forget(kept)
      throw error
    }
    // Its log must be gone before: SQLite would write it into the new file.
    for ending in ["-wal", "-shm"] { try remove(settings.ledgerPath + ending) }
    try syncFolder()
    try rename(path(Self.completeName), settings.ledgerPath)
    try syncFolder()
    try clearStaging()
    return Report(
      restored: restored, before: past.standing, kept: kept.map(path), isAllKnown: past.isAllKnown,
      isSameLedger: past.standing.map { $0.ledger == copied.ledger } ?? true)
  }

  /// All that must be durable before the ledger there is touched, and at its end the marker that accepts the new one only.
  private func prepare(_ source: SQLiteLedger, _ past: Past, _ kept: String?) throws(Failure) -> RestoredLedger {
    let copied = try attempt { try source.standing() }
    try make(from: source)
    let making = path(Self.makingName)
    let restoration = Restoration(
      at: now, text: text(copied, past.standing, kept).text(settings.language),
      epoch: max(past.highest.epoch, copied.epoch) + 1, revision: max(past.highest.revision, copied.revision) + 1,
      laidDown: past.laidDown)
    let restored = try attempt { try SQLiteLedger.restore(making, restoration, earlier: .byBooks()) }
    try sync(making)
    try rename(making, path(Self.completeName))
    if let kept { try keep(as: kept) }
    try syncFolder()
    // The copy may have been made between a ladder and the look at the items that it asks for.
    try attempt { try LadderWitness.leave(in: folder) }
    // From here on the ledger before is refused, until the new one lies in its place.
    try Marker.write(restored.standing, in: folder)
    let note = LockNote(
      pid: getpid(), beat: ServiceClock.bootSeconds, boot: LockNote.thisBoot, standing: restored.standing, faults: [])
    try attempt { try lock.post(note.bytes) }
    return restored
  }

  /// After a failure: the half of a copy goes, and so does the second name of files that still have their first.
  private func forget(_ kept: String?) {
    for ending in ["", "-journal"] { unlink(path(Self.makingName) + ending) }
    guard let kept else { return }
    for ending in ["", "-wal", "-shm"] {
      var first = stat()
      var second = stat()
      let (file, other) = (settings.ledgerPath + ending, path(kept) + ending)
      guard lstat(file, &first) == 0, lstat(other, &second) == 0, first.st_ino == second.st_ino else { continue }
      unlink(other)
    }
  }

  private func text(_ copy: LedgerStanding, _ before: LedgerStanding?, _ kept: String?) -> Bilingual {
    let was = before.map {
      Bilingual(
        en: "before: record \($0.records), entry \($0.entries), epoch \($0.epoch), chains \($0.recordChain.hex) "
          + "\($0.entryChain.hex)",
        zh: "此前：记录 \($0.records)，经过 \($0.entries)，第 \($0.epoch) 期，散列链 \($0.recordChain.hex) \($0.entryChain.hex)")
    }
    let unknown = Bilingual(en: "before: nothing that can be read", zh: "此前：没有可读的台账")
    let place = kept.map { Bilingual(en: ", kept as \($0)", zh: "，保留为 \($0)") }
    return Bilingual(
      en: "restored from record \(copy.records), entry \(copy.entries), epoch \(copy.epoch); \((was ?? unknown).en)"
        + (place?.en ?? ""),
      zh: "由记录 \(copy.records)、经过 \(copy.entries)、第 \(copy.epoch) 期的副本恢复；\((was ?? unknown).zh)" + (place?.zh ?? ""))
  }

  /// What was announced or owed by the ledger before is not this one's; its own are staged anew.
  private func clearStaging() throws(Failure) {
    let ledger = try attempt { try SQLiteLedger.open(path: settings.ledgerPath, writing: false) }
    let outbox = Outbox(folder)
    var waiting: Set<String> = []
    var last: Int64 = 0
    while true {
      let after = last
      let page = try attempt { try ledger.announced(after: after, limit: 1000) }
      guard let end = page.last else { break }
      last = end.row
      waiting.formUnion(page.map(\.notice.id))
    }
    for id in try attempt({ try outbox.stagedIDs() }) where !waiting.contains(id) {
      try attempt { try outbox.unstage(id) }
    }
  }

  // MARK: Files

  private func path(_ name: String) -> String { settings.statePath + "/" + name }

  private func make(from source: SQLiteLedger) throws(Failure) {
    let making = path(Self.makingName)
    for ending in ["-journal", "-wal", "-shm"] { try remove(making + ending) }
    try attempt { try folder.reserve(Self.makingName) }
    try attempt { try source.copy(to: making) }
  }

  /// `ledger-before-20261125T181500Z.sqlite`, or the next name that is free.
  private func freeName() throws(Failure) -> String {
    let moment = RFC3339.text(now).filter { $0 != "-" && $0 != ":" }
    for number in 0..<1000 {
      let name = "ledger-before-\(moment)\(number == 0 ? "" : ".\(number)").sqlite"
      var status = stat()
      if ["", "-wal", "-shm"].allSatisfy({ lstat(path(name) + $0, &status) != 0 }) { return name }
    }
    throw .world(.io(operation: "name", path: path("ledger-before-\(moment).sqlite"), errno: EEXIST))
  }

  /// Gives the ledger's files a second name, so that at no moment they have none.
  private func keep(as name: String) throws(Failure) {
    for ending in ["", "-wal", "-shm"] {
      let file = settings.ledgerPath + ending
      guard link(file, path(name) + ending) != 0, errno != ENOENT else { continue }
      // A folder in the ledger's place has no second name; nor has a file where the disk knows none.
      guard [EPERM, EMLINK, EOPNOTSUPP].contains(errno), ending.isEmpty else { throw failure("name", path(name)) }
      try rename(file, path(name))
    }
  }

  private func rename(_ from: String, _ to: String) throws(Failure) {
    guard Glibc.rename(from, to) == 0 else { throw failure("rename into", to) }
  }

  private func remove(_ file: String) throws(Failure) {
    guard unlink(file) == 0 || errno == ENOENT else { throw failure("remove", file) }
  }

  private func syncFolder() throws(Failure) { try sync(settings.statePath) }

  private func sync(_ file: String) throws(Failure) {
    let descriptor = open(file, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure("open", file) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw failure("sync", file) }
  }

  private func failure(_ what: String, _ file: String) -> Failure {
    .world(.io(operation: what, path: file, errno: errno))
  }
}

/// What the state remembers of the ledger before a restore.
private struct Past {
  /// How far it was: by itself where it can be read, else by marker or lock note.
  let standing: LedgerStanding?
  /// The highest numbers anything remembers.
  let highest: (epoch: Int64, revision: Int64)
  let laidDown: LaidDownNotices
  let isAllKnown: Bool
  let hasFiles: Bool

  init(_ settings: Settings) throws(Failure) {
    let marker = try Marker.read(path: settings.markerPath)
    let note = try LockNote.read(settings)
    let remembered = [marker, note?.standing].compactMap { $0 }.filter { $0.epoch < .max && $0.epoch > 0 }
    let staged = Set(try attempt { try OutboxWalk.staged(path: settings.statePath) }.ids)
    var status = stat()
    hasFiles = lstat(settings.ledgerPath, &status) == 0
    var laidDown = LaidDownNotices()
    var standings: [LedgerStanding] = []
    var isCurrent = false
    for name in [settings.ledgerPath, settings.statePath + "/" + Restore.completeName] {
      guard stat(name, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { continue }
      do {
        let ledger = try SQLiteLedger.open(path: name, writing: false)
        let (notices, isWhole) = ledger.laidDown(staged: staged)
        laidDown.formUnion(notices)
        standings.append(try ledger.standing())
        // Whichever of them goes on from all that is remembered knows all that was laid down.
        var continues = isWhole
        for earlier in remembered where try !ledger.continues(earlier) { continues = false }
        isCurrent = isCurrent || continues
      } catch {
        // What cannot be read tells nothing: the outbox and the others must do.
        continue
      }
    }
    try attempt {
      try OutboxWalk.eachNotice(path: settings.statePath) { laidDown.insert(id: $0, address: $1) }
    }
    self.laidDown = laidDown
    isAllKnown = isCurrent
    let all = standings + remembered
    standing = standings.first ?? remembered.max { $0.revision < $1.revision }
    highest = (all.map(\.epoch).max() ?? 0, all.map(\.revision).max() ?? 0)
  }
}
