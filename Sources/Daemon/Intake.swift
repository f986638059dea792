internal import Formats
package import GridCore
internal import LedgerStore
internal import Spool

/// Takes files out of the inbox: claims, reads, decides, commits, and only then lets go of them.
///
/// Until the commit returns the files are the truth and nothing is removed; from then on the ledger is. A crash leaves claimed files,
/// which the next start reads again and either takes or recognises. A failure of the world puts them back and condemns nothing.
package final class Intake {
  /// What a pass came to.
  package struct Look {
    /// Files that were dealt with.
    package var handled = 0
    /// When it wants to look again; zero: at once, there is more.
    package var next: Duration?
  }

  /// How long a pass goes on with what it claimed before others may have their turn.
  private static let turn = Duration.seconds(1)
  private static let retryPause = Duration.seconds(2)
  /// Bytes of long files that are kept in memory while they wait for their next part.
  private static let mostReading = 16 << 20

  let station: Station
  let inbox: Inbox
  let quarantine: Quarantine
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

  /// - Parameter isPatient: the daemon waits for files to settle and texts to be finished; a single pass does not.
  package init(_ station: Station, isPatient: Bool) {
    self.station = station
    self.isPatient = isPatient
    inbox = Inbox(station.folder, witness: station.witness)
    quarantine = Quarantine(station.folder)
  }

  /// Takes one bounded batch, and the next part of a long file; removes finished files when there is nothing else to do.
  package func pass(_ now: Timestamp) throws(Failure) -> Look {
    try station.assertLock()
    if wasBrokenOff {
      wasBrokenOff = false
      try clearUp()
    }
    wasBrokenOff = true
    var look = try takeBatch(now)
    try clearUpInTime(&look)
    wasBrokenOff = false
    return look
  }

  private func takeBatch(_ now: Timestamp) throws(Failure) -> Look {
    try clearAway()
    try giveUpHeld(now)
    CrashWitness.beginReading()
    defer { CrashWitness.endReading() }
    var look = Look()
    var isAllRead = true
    if !reading.isEmpty {
      look.handled += 1
      try goOn(with: reading.removeFirst(), now)
    }
    try takeLeftovers(now, within: Self.turn / 5, &look)
    let limits = station.rules.current.intake
    let hasRoom = bytesReading < IntakeDraft.mostBytes
    let sweep = try attempt {
      try inbox.claim(
        files: IntakeDraft.mostFiles, bytes: IntakeDraft.mostBytes, maxFile: limits.maxFile,
        settle: isPatient ? limits.settle : nil, large: hasRoom)
    }
    tell(sweep.skipped)
    show(sweep)
    for file in try take(sweep.claimed, now, within: Self.turn, &look) {
      isAllRead = false
      putBack(file)
    }
    if let trouble = sweep.trouble { throw .spool(trouble) }
    isAllRead = isAllRead && reading.isEmpty && !hasLeftovers && sweep.exhausted
    look.next = isAllRead ? try nextLook(sweep) : .zero
    return look
  }

  /// When to look again though nobody tells of anything; nil: no need to.
  private func nextLook(_ sweep: Sweep) throws(Failure) -> Duration? {
    // What the world hinders is tried again before long.
    let retry = wasHindered || !remains.refused.isEmpty ? Self.retryPause : nil
    return [sweep.nextLook, retry, try untilHeldExpire()].compactMap { $0 }.min()
  }

  private var bytesReading: Int { reading.reduce(0) { $0 + ($1.slicer?.bytes.count ?? 0) } }

  /// Takes claimed files as far as time allows; answers those whose turn did not come.
  func take(
    _ files: [ClaimedFile], _ now: Timestamp, within time: Duration?, _ look: inout Look
  ) throws(Failure) -> ArraySlice<ClaimedFile> {
    guard !files.isEmpty else { return [] }
    let end = time.map { ContinuousClock.now + $0 }
    var waiting = files[...]
    var draft = IntakeDraft()
    do throws(Failure) {
      let ledger = station.ledger
      var asked = IntakeQuestion()
      asked.files = files.map { FileTrace($0) }
      let question = asked
      let known = try attempt { try ledger.lookUp(question) }.files
      for (file, earlier) in zip(files, known) {
        if let end, .now > end { break }
        if try read(file, earlier, into: &draft, now) { look.handled += 1 }
        waiting.removeFirst()
        if draft.isFull { try store(&draft, now) }
      }
      try store(&draft, now)
      try clearAway()
      return waiting
    } catch {
      giveBack(draft, waiting)
      throw error
    }
  }

  /// Reads one more part of a long file.
  private func goOn(with file: OpenFile, _ now: Timestamp) throws(Failure) {
    var draft = IntakeDraft()
    var file = file
    let claimed = file.claimed
    do throws(Failure) {
      file.claimed = try attempt { try inbox.begin(claimed) }
      read(file, into: &draft, now)
      try store(&draft, now)
    } catch {
      giveBack(draft, draft.isEmpty ? [claimed] : [])
      throw error
    }
    try clearAway()
  }

  /// Keeps a long file for its next part, or, where too many are being read, puts it back: the ledger knows how far it is.
  func keep(_ file: OpenFile) {
    if reading.isEmpty || bytesReading + (file.slicer?.bytes.count ?? 0) <= Self.mostReading {
      reading.append(file)
    } else {
      putBack(file.claimed)
    }
  }

  /// Nothing that was not committed is ours: the files go back to where anybody can see them.
  private func giveBack(_ draft: IntakeDraft, _ waiting: ArraySlice<ClaimedFile>) {
    for file in draft.files.map(\.claimed) + draft.replayed.map(\.file) + waiting { putBack(file) }
  }

  /// Reads a file's records into the draft, as far as it has room; answers whether it was dealt with.
  private func read(
    _ file: ClaimedFile, _ earlier: KnownFile?, into draft: inout IntakeDraft, _ now: Timestamp
  ) throws(Failure) -> Bool {
    guard case .bytes(let bytes) = file.content else {
      if let earlier, case .quarantined(let code, let name) = earlier.outcome {
        draft.replayed.append((file, (code, name)))
      } else {
        draft.add(file, sha256: nil, refusal: FileRefusal(unread: file.content))
      }
      return true
    }
    let digest = sha256(of: bytes)
    let file = try attempt { try inbox.begin(file) }
    var open = OpenFile(file, sha256: digest)
    var start = 0
    if let earlier, earlier.sha256 == digest {
      switch earlier.outcome {
      case .taken:
        draft.replayed.append((try attempt { try inbox.survived(file) }, nil))
        return true
      case .quarantined(let code, let name):
        draft.replayed.append((try attempt { try inbox.survived(file) }, (code, name)))
        return true
      case .reading(let offset):
        start = Int(clamping: offset)
        open.row = earlier.row
        open.acceptable = earlier.acceptable
        open.rejected = earlier.records - earlier.acceptable
      }
    }
    let limits = station.rules.current.intake
    let slicer: RecordSlicer
    do throws(InputFault) {
      slicer = try RecordSlicer(
        bytes: bytes, format: RecordSlicer.format(ofName: file.name) ?? .json, limits: limits, startingAt: start)
    } catch {
      if error.endsEarly, try wait(for: file, limits) { return false }
      draft.add(file, sha256: digest, refusal: FileRefusal(error))
      return true
    }
    if slicer.endsEarly, try wait(for: file, limits) { return false }
    open.slicer = slicer
    read(open, into: &draft, now)
    return true
  }

  private func read(_ file: OpenFile, into draft: inout IntakeDraft, _ now: Timestamp) {
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
  private func wait(for file: ClaimedFile, _ limits: IntakeLimits) throws(Failure) -> Bool {
    guard isPatient, file.watchedFor < limits.patience else { return false }
    let rest = limits.patience - file.watchedFor
    try attempt { try inbox.putBack(file, waiting: rest) }
    return true
  }

  private func putBack(_ file: ClaimedFile) {
    do throws(Failure) {
      try attempt { try inbox.putBack(file) }
    } catch {
      station.journal.warning("a claimed file stays claimed: \(error.text.en)", "已取走的文件未能放回：\(error.text.zh)")
    }
  }
}
