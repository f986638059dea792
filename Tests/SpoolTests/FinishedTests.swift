import CLinux
import Glibc
import Linux
import Testing

@testable import Spool

/// Files that are in the ledger and wait to be removed.
@Suite struct FinishedTests {
  let state: TemporaryState

  init() throws {
    state = try TemporaryState()
  }

  @Test func aBatchThatIsWhollyTakenIsRetiredByOneRename() throws {
    mkdir(state.path + "/inbox/police", 0o755)
    try state.drop("a.json")
    try state.drop("police/b.json")
    let inbox = state.inbox()
    let files = try inbox.claimAll().claimed
    #expect(try InboxCount.waiting(path: state.path) == 2)
    #expect(try inbox.retire(files).isEmpty && inbox.finished.folders == 1)
    #expect(try state.names("inbox/.claimed").allSatisfy { $0.hasPrefix("done-") })
    #expect(try InboxCount.waiting(path: state.path) == 0, "what is in the ledger does not wait")
    let finished = try inbox.finished.next(10).files
    #expect(Set(finished.map(\.identity)) == Set(files.map(\.identity)))
    #expect(finished.first { $0.producer != nil }?.producer == Array("police".utf8))
    #expect(try inbox.finished.remove(finished).isEmpty)
    #expect(try inbox.finished.next(10).files.isEmpty && inbox.finished.folders == 0)
    #expect(try state.names("inbox/.claimed").isEmpty)
  }

  @Test func aBatchOfWhichSomethingIsLeftIsNotRetired() throws {
    for name in ["a.json", "b.json", "c.json"] { try state.drop(name) }
    let inbox = state.inbox()
    let files = try inbox.claimAll().claimed
    try inbox.putBack(files[0])
    let rest = try inbox.retire(Array(files.dropFirst()))
    #expect(rest.count == 2 && inbox.finished.folders == 0)
    #expect(try inbox.finish(rest).isEmpty)
    #expect(try state.names("inbox") == [".claimed", "a.json"])
  }

  @Test func theNextRunGoesOnRemoving() throws {
    for number in 0..<5 { try state.drop("\(number).json") }
    let inbox = state.inbox()
    #expect(try inbox.retire(try inbox.claimAll().claimed).isEmpty)
    #expect(try inbox.finished.remove(inbox.finished.next(2).files).isEmpty)

    let next = state.inbox()
    #expect(try next.nextLeftovers().isEmpty, "nothing of it is suspected")
    try next.finished.find()
    #expect(next.finished.folders == 1)
    let portion = try next.finished.next(2)
    #expect(portion.files.count == 2 && !portion.areKnown, "another run asks the ledger")
    #expect(try next.finished.remove(next.finished.next(10).files).isEmpty)
    try next.finished.find()
    #expect(try next.finished.remove(next.finished.next(10).files).isEmpty)
    #expect(try next.finished.next(10).files.isEmpty)
    #expect(try state.names("inbox/.claimed").isEmpty)
  }

  @Test func whatWasAppendedAfterwardsGoesBack() throws {
    try state.drop("a.json", "1")
    let inbox = state.inbox()
    #expect(try inbox.retire(try inbox.claimAll().claimed).isEmpty)
    let folder = try state.names("inbox/.claimed")[0]
    let name = Array("a.json".utf8)
    let writer = state.open(state.path + "/inbox/.claimed/\(folder)/root/", name, O_WRONLY | O_APPEND)
    #expect(write(writer, "2", 1) == 1)
    close(writer)
    let portion = try inbox.finished.next(10)
    #expect(portion.areKnown)
    let file = try #require(try inbox.finished.remove(portion.files).first, "it is not what was read")
    inbox.finished.giveBack(file)
    try inbox.returnChanged()
    #expect(try inbox.finished.next(10).files.isEmpty)
    #expect(try state.text("inbox/a.json") == "12")
    #expect(try state.names("inbox/.claimed").isEmpty)
  }

  @Test func whatCannotGoBackIsOfferedByTheNextClaimAndNotHere() throws {
    try state.drop("a.json", "old")
    let inbox = state.inbox()
    #expect(try inbox.retire(try inbox.claimAll().claimed).isEmpty)
    try state.drop("a.json", "new")
    inbox.finished.giveBack(try #require(try inbox.finished.next(10).files.first))
    #expect(try inbox.finished.next(10).files.isEmpty)
    let sweep = try inbox.claimAll()
    #expect(Set(sweep.claimed.compactMap(\.text)) == ["old", "new"])
    #expect(try inbox.finish(sweep.claimed).isEmpty)
    #expect(try state.names("inbox/.claimed").isEmpty)
  }

  @Test func manyFilesLieInSeveralFoldersAndNoneIsForgotten() throws {
    mkdir(state.path + "/inbox/police", 0o755)
    func drop() throws {
      for number in 0..<150 {
        try state.drop("\(number).json", "\(number)")
        try state.drop("police/\(number).json", "p\(number)")
      }
    }
    let wanted = Set((0..<150).flatMap { ["\($0)", "p\($0)"] })
    try drop()
    let inbox = state.inbox()
    let files = try inbox.claimAll(files: 1024).claimed
    #expect(Set(files.compactMap(\.text)) == wanted)
    let folders = Set(files.map { $0.place.path.dropLast($0.name.count + 2) })
    #expect(folders.count >= 6 && Set(files.map(\.place.batch)).count == 1)
    for folder in folders {
      let path = "inbox/.claimed/" + String(decoding: folder, as: UTF8.self)
      #expect(try state.names(path).count <= Place.mostInFolder)
    }
    #expect(try InboxCount.waiting(path: state.path) == 300)
    let told = try OutboxWalk.claimed(path: state.path)
    #expect(told.inodes == Set(files.map(\.identity.inode)) && told.strangers.isEmpty)
    // Another run finds all of them, as a crash would have left them.
    let next = state.inbox()
    let found = try next.nextLeftovers()
    #expect(Set(found.compactMap(\.text)) == wanted)
    #expect(try next.finish(found).isEmpty)
    #expect(try next.nextLeftovers().isEmpty && state.names("inbox/.claimed").isEmpty)
    // And so does whoever removes them.
    try drop()
    #expect(try next.retire(next.claimAll(files: 1024).claimed).isEmpty)
    let last = state.inbox()
    try last.finished.find()
    #expect(try Set(last.finished.next(1024).files.map(\.name)).count == 150)
    try last.finished.find()
    #expect(try last.finished.remove(last.finished.next(1024).files).isEmpty)
    #expect(try last.finished.next(1024).files.isEmpty && state.names("inbox/.claimed").isEmpty)
  }

  @Test func aFolderThatIsGoneWhenAFileWasPutBackCostsOneLookOnly() throws {
    let names = (0..<Place.mostInFolder + 3).map { "\($0).json" }
    for name in names { try state.drop(name) }
    let inbox = state.inbox()
    let now = gp_wall_clock()
    var round = Round(
      files: 100, bytes: 1 << 20, maxFile: 1 << 20, settle: nil, large: true, now: (now, now), awake: gp_awake_clock(),
      looks: 100)
    let lane = Lane(producer: nil, folder: inbox.folder.inbox.number)
    func claim(_ name: String) throws {
      _ = try terminated(name).withUnsafeBufferPointer { bytes in
        let entry = DirectoryStream.Entry(name: UnsafeBufferPointer(rebasing: bytes.dropLast()), type: UInt8(DT_REG))
        return try inbox.look(at: entry, lane, &round)
      }
    }
    for name in names.dropLast(2) { try claim(name) }
    let alone = try #require(round.sweep.claimed.last)
    #expect(alone.place.part == 1)
    try inbox.putBack(alone)
    for name in names.suffix(2) { try claim(name) }
    #expect(round.sweep.claimed.map { String(decoding: $0.name, as: UTF8.self) } == names.dropLast(2) + names.suffix(1))
    #expect(try state.names("inbox").count == 3)
  }

  @Test func theStopInGoodOrderLeavesThem() throws {
    try state.drop("a.json")
    let inbox = state.inbox()
    #expect(try inbox.retire(try inbox.claimAll().claimed).isEmpty)
    try inbox.release()
    #expect(try state.names("inbox") == [".claimed"])
  }
}
