internal import Custody
internal import Formats
internal import GridCore
internal import Ledger
internal import Linux
internal import Spool
internal import Words

/// What the ledger has and `.claimed/` still holds: to be removed, or to be moved to the quarantine.
///
/// A failure of the world leaves it for the next pass. It is never put back, for there it would be taken for a file that came
/// again; after a crash it is, and is recognised.
struct Remains {
  /// A refused file on its way to the quarantine.
  struct Refused {
    let file: ClaimedFile
    let name: String
    /// Where it came to lie instead, until the receipt says so too.
    var place: String?
    let reason: [UInt8]
    /// Where its receipt is, for a file that has one of this run.
    let row: Int64?
  }

  /// About so many refused files may wait for a quarantine that cannot be written to before nothing more is claimed.
  static let mostRefused = IntakeDraft.mostFiles

  var finished: [ClaimedFile] = []
  var refused: [Refused] = []
  /// The giant among them whose bytes are being written to the disk.
  var saving: (file: FileTrace, errand: Errand<Void>)?
}

extension Intake {
  /// A longer file is saved beside.
  private static let giant: Int64 = 8 << 20

  /// Tells the files of a draft that is in the ledger apart: done, refused, to go on with.
  func sort(_ entered: Registrar.Entered) {
    let (draft, batch, rows) = (entered.draft, entered.batch, entered.rows)
    for (file, quarantined) in draft.replayed {
      guard let (code, name) = quarantined else {
        remains.finished.append(file.stripped)
        continue
      }
      let refusal = FileRefusal(code: code, text: Bilingual(en: code, zh: code), line: nil, column: nil)
      let reason = reason(for: OpenFile(file, sha256: nil), refusal, batch)
      remains.refused.append(Remains.Refused(file: file.stripped, name: name, reason: reason, row: nil))
    }
    for index in draft.files.indices {
      switch batch.files[index].outcome {
      case .taken: remains.finished.append(draft.files[index].claimed.stripped)
      case .reading:
        var rest = draft.files[index]
        rest.progress.row = rows[index]
        keep(rest)
      case .quarantined(_, let name):
        let file = draft.files[index]
        guard let refusal = file.refusal else { preconditionFailure("a file is set aside for a reason") }
        let reason = reason(for: file, refusal, batch)
        remains.refused.append(
          Remains.Refused(file: file.claimed.stripped, name: name, reason: reason, row: rows[index]))
      }
    }
  }

  private func reason(for file: OpenFile, _ refusal: FileRefusal, _ batch: ReceivedBatch) -> [UInt8] {
    ReasonFile(file: file, refusal: refusal, at: batch.at, language: journal.language).bytes
  }

  /// Lets go of what was taken and moves what was refused.
  func clearAway() throws(Failure) {
    let finished = remains.finished
    if !finished.isEmpty {
      let mixed = try attempt { try inbox.retire(finished) }
      remains.finished = mixed
      try remove(mixed)
      remains.finished = []
    }
    try setAside()
  }

  /// Removes files that the ledger has; one that changed after it was read is read again.
  func remove(_ files: [ClaimedFile]) throws(Failure) {
    for file in try attempt({ try inbox.finish(files) }) {
      telling.tellOfChange(file)
      try attempt { try inbox.putBack(file) }
    }
  }

  /// A quarantine that cannot be written to holds up nothing else.
  private func setAside() throws(Failure) {
    guard !remains.refused.isEmpty else { return alarms.lower(.quarantine) }
    var left: [Remains.Refused] = []
    var trouble: Failure?
    for var refused in remains.refused {
      if isBeingSaved(refused.file) {
        left.append(refused)
        continue
      }
      do throws(Failure) {
        try move(&refused)
      } catch {
        trouble = error
        left.append(refused)
      }
    }
    remains.refused = left
    guard let trouble else { return alarms.lower(.quarantine) }
    alarms.raise(.quarantine, trouble.text)
    if left.count >= Remains.mostRefused { throw trouble }
  }

  /// A giant's bytes are written to the disk beside, for that may take longer than others can wait; answers whether it still does.
  private func isBeingSaved(_ file: ClaimedFile) -> Bool {
    guard isPatient, file.identity.size > Self.giant else { return false }
    let (trace, quarantine) = (FileTrace(file), quarantine)
    if let (giant, errand) = remains.saving {
      if giant != trace || !errand.isDone { return true }
      remains.saving = nil
      return false
    }
    do throws(WorldError) {
      let errand = try Errand("quarantine") { () -> Void in
        // What fails here fails again, and is told, when the file is moved.
        do throws(WorldError) { try quarantine.save(file) } catch { return }
      }
      remains.saving = (trace, errand)
      return true
    } catch {
      return false
    }
  }

  private func move(_ refused: inout Remains.Refused) throws(Failure) {
    let (file, name, reason) = (refused.file, refused.place ?? refused.name, refused.reason)
    let place = try attempt { try quarantine.put(file, as: name, reason: reason) }
    guard let row = refused.row, place != refused.name else { return }
    refused.place = place
    try attempt { try seat.ledger.renameQuarantined(file: row, to: place) }
  }
}
