internal import CLinux
internal import Glibc
package import Linux

/// The door: finds files in `inbox/` and its producers' folders, and renames them aside before they are read.
///
/// A file claimed is read exactly as it lay there, or not at all. It is never lost by an error: it stays in the inbox
/// or in `.claimed/`, and is offered again. After a crash `leftovers` offers what lies in `.claimed/`. One loop owns an
/// inbox; it is not to be used from two threads at once. What the world does wrong is thrown as `WorldError`.
package final class Inbox {
  /// A folder files come from, and how far this sweep has read it.
  final class Source {
    let producer: [UInt8]?
    var stream: DirectoryStream?
    init(_ producer: [UInt8]?) { self.producer = producer }
  }

  private static let openStreams = 8
  /// The name by which a folder opens itself anew, with a position of its own.
  static let itself: [UInt8] = [UInt8(ascii: "."), 0]
  static let writerPause: Int64 = 200_000_000
  static let faultPause: Int64 = 1_000_000_000
  static let largePause: Int64 = 100_000_000
  private static let producersPause: Int64 = 1_000_000_000
  /// Where a file system counts the folders in a folder, they are its links but two, its name and its dot; one of them is ours.
  private static let linksWithoutProducers = 3

  let folder: StateFolder
  /// Nil where nobody tells how the run before ended.
  let witness: CrashWitness?
  /// Where files go that are in the ledger.
  package let finished: Finished
  var memory = InboxMemory()
  private var clock = SteadyClock()
  /// Batches of this run, not to be taken for what a crash left, and how many files each was claimed with.
  var live: [Batch: Int] = [:]
  /// Suspects, by the digits of their batches, that are marked in this run and have not survived yet.
  var marked: Set<String> = []
  /// Suspects that ended a run after they had been decided on: they stay marked until they are finished.
  var stubborn: Set<String> = []
  /// Whether all that a crash left has been offered: a batch that is none of ours is a stranger's from then on.
  var isRecovered = false
  /// Claimed files to be offered by the next claim, since they could not be read or put back.
  var again: [Place] = []
  /// What the watcher told of and may not be taken yet.
  var young: [Arrivals.Arrival] = []
  /// What we put back ourselves: that it comes by a rename does not tell that its writer has finished.
  var returned: Set<Arrivals.Arrival> = []
  private var sources: [Source] = []
  private var turn = 0
  /// Whose folders this sweep found, and when it last began with them.
  private var producers: [[UInt8]] = []
  private var producersBegun: Int64 = 0
  /// When the earliest of what this sweep had to leave may be taken: the call that ends the sweep tells, whichever call met it.
  private var earliest: Int64?
  /// The folder this sweep reads, to notice when another one has taken its place.
  private var reading = gp_stat()

  /// The inbox of a state. A lease that somebody breaks raises SIGIO, which would end us: it is ignored from now on.
  package init(_ folder: StateFolder, witness: CrashWitness? = nil) {
    self.folder = folder
    self.witness = witness
    finished = Finished(folder)
    gp_ignore_lease_signal()
  }

  /// Claims at most `files` files and about `bytes` bytes; a single larger file comes alone, or waits unless `large`.
  ///
  /// A file is taken when it was renamed into the inbox before our eyes, or has not changed for `settle` (nil: however
  /// young), and nobody has it open for writing or locked. What comes while we run goes first, then root and producers
  /// take turns. Throws when a fault of the world let nothing be claimed; otherwise the
  /// fault is in `trouble`. A crash leaves the files in `.claimed/`.
  package func claim(
    files: Int, bytes: Int, maxFile: Int64, settle: Duration?, large: Bool = true
  ) throws(WorldError) -> Sweep {
    try returnChanged()
    try beginSweepIfNeeded()
    var round = Round(
      files: files, bytes: bytes, maxFile: maxFile, settle: settle.map(nanoseconds), large: large, now: clock.read(),
      awake: gp_awake_clock(), looks: max(4096, min(8192, files * 8)))
    beginProducersAgain(round.awake)
    offerAgain(&round)
    do throws(WorldError) {
      try lookAtArrivals(&round)
      while round.hasRoom, !sources.isEmpty {
        turn = turn < sources.count ? turn : 0
        let isDone = try visit(sources[turn], &round)
        if isDone { sources.remove(at: turn) } else { turn += 1 }
      }
    } catch {
      round.sweep.trouble = error
      // What was told of may not have been looked at.
      folder.arrivals.drop()
    }
    if let trouble = round.sweep.trouble, round.sweep.claimed.isEmpty { throw trouble }
    // What came while this sweep was under way, and was told of in vain or not looked at yet, is met by the next call.
    round.sweep.exhausted = sources.isEmpty && !folder.arrivals.outlastSweep
    remindOfEarlierCalls(&round)
    round.sweep.claimed.sort { left, right in
      if left.identity.modified != right.identity.modified { return left.identity.modified < right.identity.modified }
      return left.name.lexicographicallyPrecedes(right.name)
    }
    return round.sweep
  }

  private func remindOfEarlierCalls(_ round: inout Round) {
    if let next = round.sweep.nextLook {
      let (moment, isBeyond) = round.awake.addingReportingOverflow(nanoseconds(next))
      earliest = min(earliest ?? .max, isBeyond ? .max : moment)
    }
    guard round.sweep.exhausted else { return }
    round.sweep.nextLook = earliest.map { .nanoseconds(max($0 - gp_awake_clock(), 1_000_000)) }
    earliest = nil
  }

  private func beginSweepIfNeeded() throws(WorldError) {
    let found = try folder.inbox.status(shownAs: "inbox")
    if !sources.isEmpty && found.isSameFile(as: reading) { return }
    reading = found
    folder.arrivals.beginSweep()
    try tidyBatches()
    let root = Source(nil)
    let opened = try Descriptor.folder(Self.itself, in: folder.inbox.number, shownAs: "inbox")
    root.stream = DirectoryStream(opened, path: "inbox")
    // Producers are looked up first, so that none of them waits behind a long root.
    producers = found.links == Self.linksWithoutProducers ? [] : try listProducers()
    memory.beginSweep()
    producersBegun = gp_awake_clock()
    sources = [root] + producers.map { Source($0) }
    turn = 0
  }

  private func listProducers() throws(WorldError) -> [[UInt8]] {
    var producers: [[UInt8]] = []
    let all = try Descriptor.folder(Self.itself, in: folder.inbox.number, shownAs: "inbox")
    try eachEntry(in: all, path: "inbox") { entry in
      if entry.name.first != UInt8(ascii: "."), isFolder(entry) { producers.append(entry.bytes) }
    }
    return producers
  }

  private func isFolder(_ entry: DirectoryStream.Entry) -> Bool {
    if entry.type != UInt8(DT_UNKNOWN) { return entry.type == UInt8(DT_DIR) }
    var found = gp_stat()
    return gp_stat_name(folder.inbox.number, entry.terminated, &found) == 0 && found.isFolder
  }

  /// Begins with producers' folders anew while a long root is still being read: nobody waits behind it who has a folder of his own.
  private func beginProducersAgain(_ now: Int64) {
    guard sources.contains(where: { $0.producer == nil }), now - producersBegun > Self.producersPause else { return }
    producersBegun = now
    let present = Set(sources.compactMap(\.producer))
    sources += producers.filter { !present.contains($0) }.map { Source($0) }
  }

  /// Looks at one source's share of this call; answers whether the source is read to its end.
  private func visit(_ source: Source, _ round: inout Round) throws(WorldError) -> Bool {
    guard let stream = try open(source, &round) else { return true }
    let lane = Lane(producer: source.producer, folder: stream.number ?? -1)
    var share = max(16, round.files / 4)
    while round.hasRoom && share > 0 {
      guard let entry = try stream.peek() else {
        source.stream = nil
        return true
      }
      if try look(at: entry, lane, &round) == .noRoom {
        round.looks = 0
        return false
      }
      stream.advance()
      round.looks -= 1
      share -= 1
    }
    // The root, which every sweep begins with, stays open: only producers' folders are many, and only they are opened again.
    if source.producer != nil, sources.count(where: { $0.stream?.number != nil }) > Self.openStreams { stream.park() }
    return false
  }

  private func open(_ source: Source, _ round: inout Round) throws(WorldError) -> DirectoryStream? {
    if let stream = source.stream, stream.number != nil { return stream }
    guard let producer = source.producer else { return source.stream }
    let path = "inbox/" + FileName.shown(producer)
    do {
      let opened = try openFolder(of: producer)
      if let stream = source.stream {
        try stream.resume(opened)
      } else {
        source.stream = DirectoryStream(opened, path: path)
      }
      return source.stream
    } catch .io(_, _, let number) where [ENOENT, ENOTDIR, ELOOP].contains(number) {
      return nil
    } catch .io(_, _, let number) where [EACCES, EPERM, EXDEV].contains(number) {
      skip(producer, nil, .unreadable(errno: number), &round)
      return nil
    }
  }

  func skip(_ name: [UInt8], _ producer: [UInt8]?, _ why: Skipped.Reason, _ round: inout Round) {
    let skipped = Skipped(name: name, producer: producer, why: why)
    if case .unreadable = why, round.sweep.unreadable == nil { round.sweep.unreadable = skipped }
    if memory.isNews(skipped) { round.sweep.skipped.append(skipped) }
  }
}
