internal import Formats
internal import Glibc
internal import Laws
package import Ledger
internal import LedgerStore
internal import Linux
internal import Proof
package import Spool
internal import Words

/// Opens the ledger of a state, and refuses one that is not the ledger the state once had.
package enum LedgerDoor {
  /// For reading beside or without a daemon.
  ///
  /// - Returns: nil when the state never had a ledger.
  /// - Throws: `.untrustworthyLedger` where it had one that is now missing, empty, unreadable, or older than its marker or than
  ///   what the last daemon left in its lock.
  package static func openForReading(_ settings: Settings) throws(Failure) -> (any LedgerReading)? {
    try openTrusted(settings)
  }

  /// For a copy of it; nil and thrown as by `openForReading`.
  static func openForCopying(_ settings: Settings) throws(Failure) -> (any LedgerProving)? {
    try openTrusted(settings)
  }

  private static func openTrusted(_ settings: Settings) throws(Failure) -> SQLiteLedger? {
    guard let (ledger, lacking) = try open(settings) else { return nil }
    if let lacking { throw refusal(settings, lacking, cure: LedgerError.putBack) }
    return ledger
  }

  /// For `verify`, which also looks into a ledger that is older than it was, and says so as a law.
  ///
  /// - Throws: as `openForReading` does for a ledger that cannot be read at all.
  static func openForVerifying(
    _ settings: Settings
  ) throws(Failure) -> (ledger: any LedgerProving, law: LawReport.Law)? {
    guard let (ledger, lacking) = try open(settings) else { return nil }
    let text =
      lacking
      ?? Bilingual(
        en: "the ledger goes on from what \(Marker.fileName) and the lock's note remember",
        zh: "台账延续 \(Marker.fileName) 与 lock 所记的位置")
    let head = lacking == nil ? "" : settings.ledgerPath + ": "
    return (
      ledger,
      LawReport.Law(law: "outside-marker", ok: lacking == nil, words: Bilingual(en: head + text.en, zh: head + text.zh))
    )
  }

  /// The ledger, and what it lacks of what it once had; nil when the state never had one.
  private static func open(_ settings: Settings) throws(Failure) -> (SQLiteLedger, lacking: Bilingual?)? {
    // Both before the ledger: a daemon beside us moves it forward, and they are never ahead of it.
    let marker = try Marker.read(path: settings.markerPath)
    let note = try LockNote.read(settings)
    let wasMade = marker != nil || (note?.standing.epoch ?? 0) > 0
    guard let size = try size(settings) else {
      guard !wasMade else { throw refusal(settings, "the ledger is missing", "台账文件不见了") }
      return nil
    }
    // A crash in the very moment of making leaves an empty file and no trace of it outside: nothing was promised yet.
    guard size > 0 || wasMade else { return nil }
    let ledger: SQLiteLedger
    do {
      ledger = try SQLiteLedger.open(path: settings.ledgerPath, writing: false, earlier: .byBooks())
    } catch {
      throw refusal(settings, error)
    }
    try give(settings, attempt { try Ownership(ofFolder: settings.statePath) })
    // A note that was not synced means something as long as the machine was not started anew.
    for earlier in [marker, note?.isOfThisBoot == true ? note?.standing : nil].compactMap({ $0 }) {
      guard try attempt({ try ledger.continues(earlier) }) else {
        return (
          ledger,
          Bilingual(
            en:
              "the ledger lacks what was in it at the last stop, minute or commit: it is another, an older copy, or cut short",
            zh: "台账缺少上次停止、上一分钟或上次提交时已有的内容：不是原来那一份，或是较旧的副本，或被截断")
        )
      }
    }
    return (ledger, nil)
  }

  /// For the daemon: makes the ledger of a new state, takes a new epoch, and leaves a marker.
  ///
  /// - Parameters:
  ///   - journal: told of a ledger that was migrated.
  ///   - committed: told of every commit, the epoch's own first.
  package static func openForWriting(
    _ settings: Settings, in folder: StateFolder, journal: Journal? = nil,
    committed: @escaping @Sendable (LedgerStanding) -> Void
  ) throws(Failure) -> any LedgerWriting {
    let existing = try openTrusted(settings)
    try attempt { try existing?.close() }
    if existing == nil { try attempt { try folder.reserve(SQLiteLedger.makingPath(of: Settings.ledgerName)) } }
    let ledger: SQLiteLedger
    do {
      ledger =
        if existing == nil {
          try SQLiteLedger.create(path: settings.ledgerPath, earlier: .byBooks(), committed: committed)
        } else {
          try SQLiteLedger.open(
            path: settings.ledgerPath, writing: true, earlier: .byBooks(), committed: committed)
        }
    } catch {
      throw refusal(settings, error)
    }
    if let before = ledger.schemaBefore {
      journal?.notice(
        "the ledger was migrated from schema \(before) to \(SQLiteLedger.schema); the release before refuses it now",
        "台账已从结构 \(before) 升级到 \(SQLiteLedger.schema)；旧版本不再接受它")
    }
    try give(settings, folder.ownership)
    let standing = try attempt { try ledger.standing() }
    try Marker.write(standing, in: folder)
    return ledger
  }

  /// What SQLite made beside the ledger belongs to whom the state does, too.
  private static func give(_ settings: Settings, _ ownership: Ownership) throws(Failure) {
    for ending in ["-wal", "-shm"] {
      try attempt { try ownership.give(named: Settings.ledgerName + ending, in: settings.statePath) }
    }
  }

  /// The size of the ledger's file, nil where nothing bears its name; what is no file is refused before anything opens it.
  private static func size(_ settings: Settings) throws(Failure) -> Int64? {
    var status = stat()
    if stat(settings.ledgerPath, &status) == 0 {
      guard status.st_mode & S_IFMT == S_IFREG else {
        throw refusal(settings, "what lies in the ledger's place is no regular file", "台账位置上的不是普通文件")
      }
      return Int64(status.st_size)
    }
    switch errno {
    case ENOENT: return nil
    case ELOOP: throw refusal(settings, "a link in the ledger's place leads nowhere", "台账位置上的符号链接无所指向")
    case let code: throw .world(.io(operation: "stat", path: settings.ledgerPath, errno: code))
    }
  }

  private static func refusal(_ settings: Settings, _ error: LedgerError) -> Failure {
    switch error {
    case .unavailable, .uncertain, .corrupt, .displaced, .fenced: .ledger(error)
    case .missing: refusal(settings, "the ledger is missing", "台账文件不见了")
    case .tooNew: refusal(settings, error.text, cure: error.advice)
    }
  }

  private static func refusal(_ settings: Settings, _ en: String, _ zh: String) -> Failure {
    refusal(settings, Bilingual(en: en, zh: zh), cure: LedgerError.putBack)
  }

  private static func refusal(_ settings: Settings, _ problem: Bilingual, cure: Bilingual?) -> Failure {
    let copy = settings.statePath + "/" + Restore.completeName
    var status = stat()
    let isHalfRestored = lstat(copy, &status) == 0
    return .untrustworthyLedger(
      path: settings.ledgerPath, problem: problem, cure: isHalfRestored ? LedgerError.restoreAgain(copy) : cure)
  }
}
