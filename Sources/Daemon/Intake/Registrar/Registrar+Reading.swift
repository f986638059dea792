internal import Custody
internal import Formats
internal import GridCore
internal import Ledger
internal import Spool
internal import Translation

extension Registrar {
  /// What can be told of a file without the ledger: read ahead by whoever waits for the registrar.
  final class ReadAhead: Sendable {
    let digests: FileDigests
    /// Past the first record, or why the file is refused whole.
    let slicer: Result<FileSlicer, InputFault>
    let first: RecordReading?

    init(_ digests: FileDigests, _ slicer: Result<FileSlicer, InputFault>, first: RecordReading? = nil) {
      (self.digests, self.slicer, self.first) = (digests, slicer, first)
    }
  }

  /// Longer files are read by the registrar alone, part by part.
  private static let mostReadAhead = 64 << 10

  /// Reads a file ahead; nil where it is long, under suspicion, or not to be read.
  func readAhead(_ file: ClaimedFile, _ now: Timestamp) -> ReadAhead? {
    guard case .bytes(let bytes) = file.content, bytes.count <= Self.mostReadAhead, file.attempt == 0 else {
      return nil
    }
    let slicer = cut(file, bytes, startingAt: 0)
    let digests = FileDigests(of: bytes)
    guard case .success(var rest) = slicer else { return ReadAhead(digests, slicer) }
    let reader = RecordReader(of: rest, from: file.producer, under: rules.current, digests: digests)
    let first = rest.next().map { reader.read($0, received: now) }
    return ReadAhead(digests, .success(rest), first: first)
  }

  /// Reads a file's records into the draft, as far as it has room.
  func read(
    _ file: ClaimedFile, _ ahead: ReadAhead?, _ earlier: KnownFile?, into draft: inout IntakeDraft, _ now: Timestamp,
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
    let digests = ahead?.digests ?? FileDigests(of: bytes)
    let file = try inbox.map { inbox throws(Failure) in try attempt { try inbox.begin(file) } } ?? file
    var open = OpenFile(file, sha256: digests.whole)
    var start = 0
    if let earlier, earlier.sha256 == digests.whole {
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
    let ahead = start == 0 ? ahead : nil
    switch ahead?.slicer ?? cut(file, bytes, startingAt: start) {
    case .failure(let fault):
      if fault.endsEarly, mustRest(file, &outcome) { return }
      open.refusal = FileRefusal(fault)
      draft.files.append(open)
    case .success(let slicer):
      if slicer.endsEarly, mustRest(file, &outcome) { return }
      open.slicer = slicer
      read(open, ahead?.first, into: &draft, now, digests)
    }
  }

  private func cut(_ file: ClaimedFile, _ bytes: [UInt8], startingAt start: Int) -> Result<FileSlicer, InputFault> {
    let book = rules.current
    return Result { () throws(InputFault) in
      try FileSlicer(bytes, name: file.name, from: file.producer, under: book, startingAt: start)
    }
  }

  private func survived(_ file: ClaimedFile, _ inbox: Inbox?) throws(Failure) -> ClaimedFile {
    guard let inbox else { return file }
    return try attempt { try inbox.survived(file) }
  }

  /// Reads a file that is cut; `first` is what its slicer is past already.
  func read(
    _ file: OpenFile, _ first: RecordReading? = nil, into draft: inout IntakeDraft, _ now: Timestamp,
    _ digests: FileDigests? = nil
  ) {
    guard var slicer = file.slicer else { preconditionFailure("a file is cut before it is read") }
    let reader = RecordReader(of: slicer, from: file.claimed.producer, under: rules.current, digests: digests)
    let index = draft.files.count
    draft.files.append(file)
    // The draft and the slicer share the bytes, so the slicer must not be in both places while it is advanced.
    draft.files[index].slicer = nil
    if let first { draft.add(DraftRecord(file: index, reading: first)) }
    while !draft.isFull, let slice = slicer.next() {
      draft.add(DraftRecord(file: index, reading: reader.read(slice, received: now)))
    }
    if slicer.offset < slicer.bytes.count { draft.files[index].slicer = slicer }
  }

  /// A text that ends too early goes back until it has not changed for as long as the rules' patience.
  private func mustRest(_ file: ClaimedFile, _ outcome: inout Outcome) -> Bool {
    let patience = rules.current.intake.patience
    guard isPatient, file.watchedFor < patience else { return false }
    outcome.early.append((file, patience - file.watchedFor))
    return true
  }
}
