internal import Formats
internal import Glibc
package import LedgerStore
package import Spool

/// Opens the ledger of a state, and refuses one that is not the ledger the state once had.
package enum LedgerDoor {
  /// For reading beside or without a daemon.
  ///
  /// - Returns: nil when the state never had a ledger.
  /// - Throws: `.untrustworthyLedger` where it had one that is now missing, empty, unreadable or older than its marker.
  package static func openForReading(_ settings: Settings) throws(Failure) -> SQLiteLedger? {
    let marker = try Marker.read(path: settings.markerPath)
    guard let size = try size(settings.ledgerPath) else {
      guard marker == nil else { throw refusal(settings, "the ledger is missing", "台账文件不见了") }
      return nil
    }
    // A crash in the very moment of making leaves an empty file and no marker: nothing was promised yet.
    guard size > 0 || marker != nil else { return nil }
    let ledger: SQLiteLedger
    do {
      ledger = try SQLiteLedger.open(path: settings.ledgerPath, writing: false)
    } catch {
      throw refusal(settings, error)
    }
    guard let marker else { return ledger }
    do {
      guard try ledger.continues(marker) else {
        throw refusal(
          settings, "the ledger is not the one of the last stop or minute, or an older copy of it",
          "台账不是上次停止或上一分钟时的那一份，或者是较旧的副本")
      }
    } catch let error as LedgerError {
      throw refusal(settings, error)
    } catch let error as Failure {
      throw error
    } catch {
      preconditionFailure("an error that the ledger does not throw: \(error)")
    }
    return ledger
  }

  /// For the daemon: makes the ledger of a new state, takes a new epoch, and leaves a marker.
  package static func openForWriting(_ settings: Settings, in folder: StateFolder) throws(Failure) -> SQLiteLedger {
    let existing = try openForReading(settings)
    try attempt { try existing?.close() }
    let ledger: SQLiteLedger
    do {
      ledger =
        if existing == nil {
          try SQLiteLedger.create(path: settings.ledgerPath)
        } else {
          try SQLiteLedger.open(path: settings.ledgerPath, writing: true)
        }
    } catch {
      throw refusal(settings, error)
    }
    let standing = try attempt { try ledger.standing() }
    try Marker.write(standing, in: folder)
    return ledger
  }

  private static func size(_ path: String) throws(Failure) -> Int64? {
    var status = stat()
    if stat(path, &status) == 0 { return Int64(status.st_size) }
    let code = errno
    guard code != ENOENT else { return nil }
    throw .spool(.io(operation: "stat", path: path, errno: code))
  }

  private static func refusal(_ settings: Settings, _ error: LedgerError) -> Failure {
    switch error {
    case .unavailable(let text): .ledger(.unavailable("\(settings.ledgerPath): \(text)"))
    case .uncertain, .fenced: .ledger(error)
    case .corrupt(let text): refusal(settings, "the ledger is damaged: \(text)", "台账已损坏：\(text)")
    case .missing: refusal(settings, "the ledger is missing", "台账文件不见了")
    case .tooNew(let found, let known):
      refusal(
        settings, "the ledger was made by a later version (schema \(found), this one knows \(known))",
        "台账由更新的版本建立（结构 \(found)，本版本只认 \(known)）")
    }
  }

  private static func refusal(_ settings: Settings, _ en: String, _ zh: String) -> Failure {
    .untrustworthyLedger(path: settings.ledgerPath, problem: Bilingual(en: en, zh: zh))
  }
}
