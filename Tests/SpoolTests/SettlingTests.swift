import Glibc
import Linux
import Testing

@testable import Spool

@Suite struct SettlingTests {
  let state: TemporaryState
  let inbox: Inbox

  init() throws {
    state = try TemporaryState()
    inbox = state.inbox()
  }

  @Test func aFileWithAWriterWaits() throws {
    try state.drop("a.json")
    let writer = state.open(state.path + "/inbox/", Array("a.json".utf8), O_WRONLY)
    for settle in [Duration.milliseconds(1), nil] {
      let sweep = try inbox.claimAll(settle: settle)
      #expect(sweep.claimed.isEmpty && sweep.settling == 1 && sweep.nextLook != nil)
    }
    close(writer)
    // A process that another test starts in this moment may hold the descriptor until it runs its own program.
    var names: [String] = []
    for _ in 0..<50 where names.isEmpty {
      names = try inbox.claimAll().names
      if names.isEmpty { usleep(20_000) }
    }
    #expect(names == ["a.json"])
  }

  @Test func aLockedFileWaits() throws {
    try state.drop("a.json")
    let holder = state.open(state.path + "/inbox/", Array("a.json".utf8), O_RDONLY)
    flock(holder, LOCK_EX)
    #expect(try inbox.claimAll(settle: nil).settling == 1)
    close(holder)
    // As above.
    var names: [String] = []
    for _ in 0..<50 where names.isEmpty {
      names = try inbox.claimAll().names
      if names.isEmpty { usleep(20_000) }
    }
    #expect(names == ["a.json"])
  }

  @Test func aYoungFileWaitsAndSaysHowLong() throws {
    try state.drop("a.json", age: 2)
    let sweep = try inbox.claimAll(settle: .seconds(10))
    let look = try #require(sweep.nextLook)
    #expect(sweep.settling == 1 && look > .seconds(5) && look <= .seconds(8))
    #expect(try inbox.claimAll(settle: nil).names == ["a.json"])
  }

  @Test func theCallThatEndsASweepRemembersWhoHadToWaitInEarlierOnes() throws {
    mkdir(state.path + "/inbox/camera", 0o755)
    try state.drop("young.json", age: 2)
    for name in ["a", "b", "c"] { try state.drop("camera/\(name).json", age: 60) }
    // The root is read first, in a call that has room for one file only.
    let first = try inbox.claimAll(settle: .seconds(10), files: 1)
    #expect(first.claimed.count == 1 && first.settling == 1 && !first.exhausted)
    var last = first
    while !last.exhausted { last = try inbox.claimAll(settle: .seconds(10), files: 1) }
    let look = try #require(last.nextLook)
    #expect(last.settling == 0 && look > .seconds(5) && look <= .seconds(8))
  }

  @Test func aFileFromTheFutureWaitsUntilWeHaveSeenItRest() async throws {
    try state.drop("a.json", age: -86_400)
    #expect(try inbox.claimAll(settle: .milliseconds(50)).settling == 1)
    try await Task.sleep(for: .milliseconds(80))
    let file = try #require(try inbox.claimAll(settle: .milliseconds(50)).claimed.first)
    #expect(file.watchedFor >= .milliseconds(50) && file.watchedFor < .seconds(3_600))
  }

  @Test func aFilePutBackMayBeToldToWait() async throws {
    try state.drop("a.json")
    let file = try #require(try inbox.claimAll().claimed.first)
    try inbox.putBack(file, waiting: .milliseconds(60))
    let sweep = try inbox.claimAll()
    #expect(sweep.claimed.isEmpty && sweep.settling == 1 && sweep.nextLook != nil)
    try await Task.sleep(for: .milliseconds(80))
    #expect(try inbox.claimAll().names == ["a.json"])
  }

  @Test func theWatchGoesOnWhereItWas() async throws {
    // The file's own times say nothing: it is said to have rested for a day, or to be from tomorrow.
    for age in [86_400, -86_400] {
      try state.drop("a.json", age: age)
      let first = try #require(try inbox.claimAll(settle: nil).claimed.first)
      #expect(first.watchedFor == .zero)
      try inbox.putBack(first, waiting: .milliseconds(30))
      try await Task.sleep(for: .milliseconds(40))
      let second = try #require(try inbox.claimAll(settle: nil).claimed.first)
      #expect(second.watchedFor >= .milliseconds(40))
      try inbox.putBack(second, waiting: .milliseconds(30))
      try await Task.sleep(for: .milliseconds(40))
      let third = try #require(try inbox.claimAll(settle: nil).claimed.first)
      #expect(third.watchedFor >= .milliseconds(80))
      #expect(try inbox.finish([third]).isEmpty)
    }
  }

  @Test func aLargeFileWaitsWhereNoneIsWanted() throws {
    try state.drop("large.json", String(repeating: " ", count: 2000))
    try state.drop("small.json")
    let sweep = try inbox.claim(files: 9, bytes: 1000, maxFile: 9000, settle: nil, large: false)
    #expect(sweep.names == ["small.json"] && sweep.settling == 1 && sweep.nextLook != nil)
    #expect(try inbox.claim(files: 9, bytes: 1000, maxFile: 9000, settle: nil).names == ["large.json"])
  }

  @Test func aStopPutsBackWhatIsUnderNoSuspicion() throws {
    try state.drop("a.json")
    mkdir(state.path + "/inbox/camera", 0o755)
    try state.drop("camera/b.json")
    _ = try inbox.claimAll()
    try state.inbox().release()
    #expect(try state.names("inbox/.claimed").isEmpty)
    #expect(try Set(inbox.claimAll().names) == ["a.json", "b.json"])
  }

  @Test func aChangeEndsTheWaiting() throws {
    try state.drop("a.json", age: 60)
    try inbox.putBack(try #require(try inbox.claimAll().claimed.first), waiting: .seconds(60))
    try state.drop("a.json", "[]", age: 30)
    #expect(try inbox.claimAll().claimed.map(\.text) == ["[]"])
  }

  @Test func aFilePutBackUnderATakenNameIsOfferedAgain() throws {
    try state.drop("a.json", "first")
    let first = try #require(try inbox.claimAll().claimed.first)
    try state.drop("a.json", "second")
    try inbox.putBack(first)
    #expect(try InboxCount.waiting(path: state.path) == 2)
    let sweep = try inbox.claimAll()
    #expect(Set(sweep.claimed.map(\.text)) == ["first", "second"])
    #expect(try inbox.finish(sweep.claimed).isEmpty)
    #expect(try state.names("inbox/.claimed").isEmpty)
  }

  @Test func aFileAppendedAfterTheClaimIsNotRemoved() throws {
    try state.drop("a.json", "one\n")
    let file = try #require(try inbox.claimAll(settle: nil).claimed.first)
    let writer = open(state.claimedPath(file), O_WRONLY | O_APPEND)
    write(writer, "two\n", 4)
    close(writer)
    let changed = try inbox.finish([file])
    #expect(changed.map(\.name) == [file.name])
    try inbox.putBack(file)
    let again = try #require(try inbox.claimAll(settle: nil).claimed.first)
    #expect(again.text == "one\ntwo\n" && again.identity != file.identity)
    #expect(try inbox.finish([again]).isEmpty)
    #expect(try state.names("inbox/.claimed").isEmpty)
  }

  @Test func aLateWriterKeepsTheFileFromBeingRemoved() throws {
    try state.drop("a.json")
    let file = try #require(try inbox.claimAll().claimed.first)
    let writer = open(state.claimedPath(file), O_WRONLY)
    #expect(try inbox.finish([file]).count == 1)
    close(writer)
    #expect(try inbox.finish([file]).isEmpty)
  }

  @Test func aFileRenamedOverTheClaimedNameIsTheOneRead() throws {
    // What the race leaves: the claimed name is known to the inbox as one to be opened anew.
    try state.drop("a.json", "old")
    let file = try #require(try inbox.claimAll().claimed.first)
    try state.drop("new.json", "new")
    rename(state.path + "/inbox/new.json", state.claimedPath(file))
    #expect(try inbox.finish([file]).count == 1)
    inbox.again.append(file.place)
    #expect(try inbox.claimAll().claimed.map(\.text) == ["new"])
  }

  @Test func aProducerRacingUsLosesNothing() async throws {
    let path = state.path
    let rounds = 200
    let producer = Task.detached {
      for number in 0..<rounds {
        try DurableFile.putUnsynced("\(number)", at: path + "/inbox/.new")
        // A producer which does not replace: each text must come out once.
        while isWaiting(path) { sched_yield() }
        rename(path + "/inbox/.new", path + "/inbox/a.json")
      }
    }
    var seen: [String] = []
    while seen.count < rounds {
      let sweep = try inbox.claimAll(settle: nil)
      seen += sweep.claimed.compactMap(\.text)
      #expect(try inbox.finish(sweep.claimed).isEmpty)
    }
    try await producer.value
    #expect(seen == (0..<rounds).map(String.init))
  }

  @Test func aFileDeletedMeanwhileIsNothing() throws {
    try state.drop("a.json")
    let file = try #require(try inbox.claimAll().claimed.first)
    unlink(state.claimedPath(file))
    #expect(try inbox.finish([file]).isEmpty)
    try inbox.putBack(file)
    #expect(try inbox.claimAll().claimed.isEmpty)
  }

  @Test func countingSeesSettlingAndClaimedFilesOnly() throws {
    try state.drop("young.json", age: 0)
    try state.drop("list.xlsx")
    try state.drop(".hidden.json")
    #expect(try InboxCount.waiting(path: state.path) == 1)
    _ = try inbox.claimAll(settle: nil)
    #expect(try InboxCount.waiting(path: state.path) == 1)
    #expect(try InboxCount.waiting(path: state.path + "/nowhere") == 0)
  }
}

private func isWaiting(_ path: String) -> Bool { access(path + "/inbox/a.json", F_OK) == 0 }

extension DurableFile {
  fileprivate static func putUnsynced(_ text: String, at path: String) throws {
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    try #require(file >= 0)
    Glibc.write(file, text, text.utf8.count)
    close(file)
  }
}

extension TemporaryState {
  func claimedPath(_ file: ClaimedFile) -> String {
    path + "/inbox/.claimed/" + String(decoding: file.place.path.dropLast(), as: UTF8.self)
  }
}
