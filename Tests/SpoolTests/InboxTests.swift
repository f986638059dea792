import Glibc
import Linux
import Testing

@testable import Spool

@Suite struct InboxTests {
  let state: TemporaryState
  let inbox: Inbox

  init() throws {
    state = try TemporaryState()
    inbox = state.inbox()
  }

  @Test func aFileIsClaimedReadAndFinished() throws {
    try state.drop("a.json", "{\"id\":1}")
    let sweep = try inbox.claimAll()
    #expect(sweep.claimed.map(\.text) == ["{\"id\":1}"])
    #expect(sweep.exhausted && sweep.claimed[0].attempt == 0 && sweep.claimed[0].watchedFor == .zero)
    #expect(try state.names("inbox") == [".claimed"])
    #expect(try inbox.finish(sweep.claimed).isEmpty)
    #expect(try state.names("inbox/.claimed").isEmpty)
  }

  @Test func namesAreBytes() throws {
    let names: [[UInt8]] = [
      [0xFF, 0xFE] + Array(".json".utf8), Array("a\nb;rm -rf %00 '\".json".utf8),
      Array(repeating: 0x61, count: 250) + Array(".json".utf8), Array("-..%2f-e\u{301}.NDJSON".utf8),
    ]
    for name in names { try state.drop(name) }
    let sweep = try inbox.claimAll()
    #expect(Set(sweep.claimed.map(\.name)) == Set(names))
    for file in sweep.claimed { try inbox.putBack(file) }
    #expect(try InboxCount.waiting(path: state.path) == 4)
  }

  @Test func hiddenAndUnfinishedNamesArePassedOverInSilence() throws {
    for name in [".a.json", "b.tmp", "c.json.part", "d.json~", "e.swp", "F.TMP"] { try state.drop(name) }
    let sweep = try inbox.claimAll()
    #expect(sweep.claimed.isEmpty && sweep.skipped.isEmpty && sweep.settling == 0)
  }

  @Test func anUnknownKindIsToldOnce() throws {
    try state.drop("list.xlsx")
    let why = Skipped(name: Array("list.xlsx".utf8), producer: nil, why: .unknownKind)
    #expect(try inbox.claimAll().skipped == [why])
    #expect(try inbox.claimAll().skipped.isEmpty)
    #expect(state.exists("inbox/list.xlsx"))
    unlink(state.path + "/inbox/list.xlsx")
    _ = try inbox.claimAll()
    _ = try inbox.claimAll()
    try state.drop("list.xlsx")
    #expect(try inbox.claimAll().skipped == [why])
  }

  @Test func aProducersFilesBearHisName() throws {
    mkdir(state.path + "/inbox/police", 0o755)
    try state.drop("police/a.json")
    try state.drop("b.json")
    let sweep = try inbox.claimAll()
    #expect(Set(sweep.claimed.map(\.producer)) == [nil, Array("police".utf8)])
    for file in sweep.claimed { try inbox.putBack(file) }
    #expect(try state.names("inbox/police") == ["a.json"])
    #expect(try state.names("inbox/.claimed").isEmpty)
  }

  @Test func aSmallProducerDoesNotWaitForALongRoot() throws {
    for number in 0..<200 { try state.drop("r\(number).json") }
    mkdir(state.path + "/inbox/police", 0o755)
    try state.drop("police/a.json")
    let first = try inbox.claimAll(files: 64)
    #expect(first.claimed.contains { $0.producer != nil })
  }

  @Test func manyProducersNeedFewOpenFiles() throws {
    for number in 0..<60 {
      mkdir(state.path + "/inbox/p\(number)", 0o755)
      for file in 0..<40 { try state.drop("p\(number)/\(file).json") }
    }
    let before = try state.openFiles()
    var names: Set<[UInt8]> = []
    var sweep = Sweep()
    repeat {
      sweep = try inbox.claimAll(files: 64)
      for file in sweep.claimed { names.insert((file.producer ?? []) + [0] + file.name) }
      #expect(try state.openFiles() - before <= 12)
      #expect(try inbox.finish(sweep.claimed).isEmpty)
    } while !sweep.exhausted
    #expect(names.count == 2400)
  }

  @Test func aSymlinkIsMovedAndNeverRead() throws {
    symlink("/etc/passwd", state.path + "/inbox/link.json")
    let file = try #require(try inbox.claimAll(settle: nil).claimed.first)
    #expect(file.content == .unreadable(.symlink))
    #expect(try inbox.finish([file]).isEmpty)
    #expect(try state.names("inbox/.claimed").count == 1)
  }

  @Test func aLinkPutInPlaceOfAFileIsNotFollowed() throws {
    symlink("/etc/passwd", state.path + "/inbox/a.json")
    let lane = Lane(producer: nil, folder: state.folder.inbox.number)
    var round = Round(
      files: 1, bytes: 9, maxFile: 1 << 20, settle: nil, large: true, now: (.max, .max), awake: 0, looks: 9)
    // The folder listed a file before the link took its name.
    try terminated("a.json").withUnsafeBufferPointer { bytes in
      let entry = DirectoryStream.Entry(name: UnsafeBufferPointer(rebasing: bytes.dropLast()), type: UInt8(DT_REG))
      _ = try inbox.look(at: entry, lane, &round)
    }
    #expect(round.sweep.claimed.map(\.content) == [.unreadable(.symlink)])
  }

  @Test func aParkedStreamGoesOnWhereItStopped() throws {
    for number in 0..<50 { try state.drop("\(number).json") }
    func folder() throws -> Descriptor {
      try Descriptor.folder(terminated(state.path + "/inbox"), in: AT_FDCWD, followingLinks: true, shownAs: "")
    }
    let stream = DirectoryStream(try folder(), path: "")
    var names: [[UInt8]] = []
    while let entry = try stream.peek() {
      names.append(entry.bytes)
      stream.advance()
      stream.park()
      try stream.resume(try folder())
    }
    #expect(names.count == 51 && Set(names).count == 51)
  }

  @Test func aHardLinkIsMovedAndNeverRead() throws {
    try state.drop("one.json")
    link(state.path + "/inbox/one.json", state.path + "/other")
    #expect(try inbox.claimAll(settle: nil).claimed.map(\.content) == [.unreadable(.hardLink)])
  }

  @Test func aFreshSecondNameMaySettle() throws {
    try state.drop("one.json")
    link(state.path + "/inbox/one.json", state.path + "/other")
    #expect(try inbox.claimAll(settle: .seconds(5)).settling == 1)
    unlink(state.path + "/other")
    #expect(try inbox.claimAll(settle: .seconds(5)).claimed.map(\.text) == ["{}"])
  }

  @Test func whatIsNoFileIsLeftUnopened() throws {
    mkfifo(state.path + "/inbox/pipe.json", 0o644)
    mkdir(state.path + "/inbox/police", 0o755)
    mkdir(state.path + "/inbox/police/deep.json", 0o755)
    let sweep = try inbox.claimAll(settle: nil)
    #expect(Set(sweep.skipped.map(\.why)) == [.notAFile] && sweep.skipped.count == 2)
    #expect(sweep.claimed.isEmpty && state.exists("inbox/pipe.json"))
    #expect(try InboxCount.waiting(path: state.path) == 0)
  }

  @Test(.enabled(if: geteuid() != 0, "root may read everything"))
  func aFileWeMayNotReadIsLeft() throws {
    try state.drop("a.json")
    chmod(state.path + "/inbox/a.json", 0)
    #expect(try inbox.claimAll().skipped.map(\.why) == [.unreadable(errno: EACCES)])
    #expect(state.exists("inbox/a.json"))
    #expect(try InboxCount.waiting(path: state.path) == 0)
  }

  @Test func aHugeFileIsNeverRead() throws {
    try state.drop("big.json", "")
    let size = 10 << 30
    #expect(truncate(state.path + "/inbox/big.json", size) == 0)
    let file = try #require(try inbox.claimAll(settle: nil).claimed.first)
    #expect(file.content == .tooLarge(Int64(size)))
  }

  @Test func limitsBoundABatchAndALargerFileComesAlone() throws {
    for name in ["a", "b", "c"] { try state.drop(name + ".json", String(repeating: "x", count: 600)) }
    var sizes: [Int] = []
    for _ in 0..<3 {
      sizes.append(try inbox.claim(files: 10, bytes: 1000, maxFile: 1000, settle: nil).claimed.count)
    }
    #expect(sizes == [1, 1, 1])
    try state.drop("big.json", String(repeating: "x", count: 5000))
    try state.drop("small.json")
    for _ in 0..<2 {
      #expect(try inbox.claim(files: 10, bytes: 1000, maxFile: 9000, settle: nil).claimed.count == 1)
    }
  }

  @Test func aBatchIsSortedByTimeThenName() throws {
    try state.drop("z.json", age: 30)
    try state.drop("b.json", age: 20)
    try state.drop("a.json", age: 10)
    #expect(try inbox.claimAll().names == ["z.json", "b.json", "a.json"])
  }

  @Test func aFolderPutInPlaceOfTheInboxIsPickedUp() throws {
    #expect(try state.folder.look() == .intact)
    rename(state.path + "/inbox", state.path + "/old")
    #expect(try state.folder.look() == .missing("inbox"))
    #expect(!state.exists("inbox"))
    mkdir(state.path + "/inbox", 0o755)
    #expect(try state.folder.look() == .renewed)
    #expect(try state.folder.look() == .intact)
    try state.drop("a.json")
    #expect(try inbox.claimAll().names == ["a.json"])
  }

  @Test func droppingIsWhatAProducerShouldDo() throws {
    try Inbox.drop(path: state.path, name: Array("act.json".utf8), bytes: Array("{}".utf8))
    #expect(try state.names("inbox") == [".claimed", "act.json"])
    #expect(throws: WorldError.io(operation: "rename into", path: state.path + "/inbox", errno: EEXIST)) {
      try Inbox.drop(path: state.path, name: Array("act.json".utf8), bytes: Array("[]".utf8))
    }
    #expect(try state.text("inbox/act.json") == "{}")
    #expect(try state.names("inbox").count == 2)
  }
}

extension TemporaryState {
  /// How many files below this state folder the process holds open.
  func openFiles() throws -> Int {
    let numbers = try Descriptor.folder(terminated("/proc/self/fd"), in: AT_FDCWD, followingLinks: true, shownAs: "fd")
    return try entries(in: numbers, path: "fd").count { entry in
      var target = [CChar](repeating: 0, count: 300)
      let link = "/proc/self/fd/" + String(decoding: entry.name, as: UTF8.self)
      let count = readlink(link, &target, target.count)
      return count > 0 && strncmp(target, path, path.utf8.count) == 0
    }
  }
}
