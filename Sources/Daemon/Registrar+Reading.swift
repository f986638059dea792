internal import Formats
internal import GridCore
internal import LedgerStore
internal import Spool

extension Registrar {
  /// Reads a file's records into the draft, as far as it has room.
  func read(
    _ file: ClaimedFile, _ earlier: KnownFile?, into draft: inout IntakeDraft, _ now: Timestamp,
    marking inbox: Inbox?, _ outcome: inout Outcome
  ) throws(Failure) {
    guard case .bytes(let bytes) = file.content else {
      if let earlier, case .quarantined(let code, let name) = earlier.outcome {
        draft.replayed.append((file, (code, name)))
      } else {
        draft.add(file, sha256: nil, refusal: FileRefusal(unread: file.content))
      }
      return
    }
    let digest = sha256(of: bytes)
    let file = try inbox.map { inbox throws(Failure) in try attempt { try inbox.begin(file) } } ?? file
    var open = OpenFile(file, sha256: digest)
    var start = 0
    if let earlier, earlier.sha256 == digest {
      switch earlier.outcome {
      case .taken:
        return draft.replayed.append((try survived(file, inbox), nil))
      case .quarantined(let code, let name):
        return draft.replayed.append((try survived(file, inbox), (code, name)))
      case .reading(let offset):
        start = Int(clamping: offset)
        open.progress = OpenFile.Progress(
          row: earlier.row, acceptable: earlier.acceptable, rejected: earlier.records - earlier.acceptable)
      }
    }
    let limits = station.rules.current.intake
    let slicer: RecordSlicer
    do throws(InputFault) {
      slicer = try RecordSlicer(
        bytes: bytes, format: RecordSlicer.format(ofName: file.name) ?? .json, limits: limits, startingAt: start)
    } catch {
      if error.endsEarly, mustRest(file, limits, &outcome) { return }
      return draft.add(file, sha256: digest, refusal: FileRefusal(error))
    }
    if slicer.endsEarly, mustRest(file, limits, &outcome) { return }
    open.slicer = slicer
    read(open, into: &draft, now)
  }

  private func survived(_ file: ClaimedFile, _ inbox: Inbox?) throws(Failure) -> ClaimedFile {
    guard let inbox else { return file }
    return try attempt { try inbox.survived(file) }
  }

  func read(_ file: OpenFile, into draft: inout IntakeDraft, _ now: Timestamp) {
    guard var slicer = file.slicer else { preconditionFailure("a file is cut before it is read") }
    let reader = EventReader(limits: station.rules.current.intake)
    let index = draft.files.count
    draft.files.append(file)
    // The draft and the slicer share the bytes, so the slicer must not be in both places while it is advanced.
    draft.files[index].slicer = nil
    while !draft.isFull, let slice = slicer.next() {
      let bytes = slicer.bytes[slice.range]
      let reading = reader.read(bytes, at: slice.position, received: now)
        .flatMap { Self.refusing(strangersIn: file.claimed.producer, $0, at: slice.position) }
      draft.add(DraftRecord(file: index, bytes: bytes, line: slice.position.line, reading: reading))
    }
    if slicer.offset < slicer.bytes.count { draft.files[index].slicer = slicer }
  }

  /// A producer's folder speaks for one source only.
  private static func refusing(
    strangersIn producer: [UInt8]?, _ event: Event, at position: TextPosition
  ) -> Result<Event, Rejection> {
    guard let producer, !producer.elementsEqual(event.identity.source.utf8) else { return .success(event) }
    return .failure(Rejection(wrongSource: event, at: position))
  }

  /// A text that ends too early goes back until it has not changed for as long as the rules' patience.
  private func mustRest(_ file: ClaimedFile, _ limits: IntakeLimits, _ outcome: inout Outcome) -> Bool {
    guard isPatient, file.watchedFor < limits.patience else { return false }
    outcome.early.append((file, limits.patience - file.watchedFor))
    return true
  }
}
