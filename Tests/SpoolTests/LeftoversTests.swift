import Glibc
import Testing

@testable import Spool

@Suite struct LeftoversTests {
  let state: TemporaryState

  init() throws {
    state = try TemporaryState()
  }

  @Test func aBatchComesAgainWholeThenAloneThenAsPoison() throws {
    mkdir(state.path + "/inbox/police", 0o755)
    try state.drop("a.json")
    try state.drop("police/b.json")
    #expect(try state.inbox().claimAll().claimed.count == 2)

    let second = state.inbox()
    let batch = try second.nextLeftovers()
    #expect(batch.count == 2 && batch.allSatisfy { $0.attempt == 1 && $0.text == "{}" })
    #expect(try state.names("inbox/.claimed").allSatisfy { $0.hasPrefix("1-") })
    #expect(try second.nextLeftovers().isEmpty)

    // From the third meeting on each is marked before it is read, and only once a run.
    var alone: [ClaimedFile] = []
    for crashes in 1...3 {
      let inbox = state.inbox()
      alone = try inbox.nextLeftovers()
      #expect(alone.count == 1 && alone[0].attempt == 2 + crashes && alone[0].text == "{}")
      #expect(try inbox.begin(alone[0]).attempt == 2 + crashes)
    }

    let last = state.inbox()
    let poison = try last.nextLeftovers()
    #expect(poison.map(\.content) == [.poison] && poison[0].name == alone[0].name)
    #expect(poison[0].producer == alone[0].producer)
    let other = try last.nextLeftovers()
    #expect(other.count == 1 && other[0].text == "{}" && other[0].name != alone[0].name)
    #expect(try last.nextLeftovers().isEmpty)
    #expect(try last.finish(other).isEmpty)
    #expect(try last.finish(poison).isEmpty)
    #expect(try state.names("inbox/.claimed").count == 1)
  }

  @Test func aSuspectThatSurvivedReadingIsNotCondemnedByKills() throws {
    try state.drop("a.json")
    _ = try state.inbox().claimAll()
    _ = try state.inbox().nextLeftovers()
    for _ in 0..<20 {
      let inbox = state.inbox()
      let begun = try inbox.begin(try #require(try inbox.nextLeftovers().first))
      #expect(begun.attempt == 3)
      #expect(try inbox.survived(begun).attempt == 2)
    }
    let inbox = state.inbox()
    let decided = try inbox.survived(try #require(try inbox.nextLeftovers().first))
    // A long file goes on by parts, and each of them may be the one that kills.
    let goingOn = try inbox.begin(decided)
    #expect(goingOn.attempt == 3)
    let proven = try inbox.survived(goingOn)
    #expect(try inbox.nextLeftovers().isEmpty)
    #expect(try inbox.finish([proven]).isEmpty)
    #expect(try inbox.nextLeftovers().isEmpty)
    #expect(try state.names("inbox/.claimed").isEmpty)
  }

  @Test func aCrashThatIsOursCountsAtOnceAndAloneFromThenOn() throws {
    try state.drop("a.json")
    try state.drop("b.json")
    _ = try state.inbox().claimAll()
    let lock = try SpoolLock(state.folder)
    let witness = CrashWitness(lock)
    try lock.write(Array("crashed \n".utf8), at: SpoolLock.noteLength)

    var name: [UInt8] = []
    for ends in 2...3 {
      let inbox = Inbox(state.folder, witness: witness)
      let alone = try inbox.nextLeftovers()
      #expect(alone.count == 1 && alone[0].attempt == Batch.alone + ends)
      name = try #require(alone.first).name
    }
    let inbox = Inbox(state.folder, witness: witness)
    #expect(try inbox.nextLeftovers().map(\.content) == [.poison])
    // What was said of the one is believed until the others have been looked at.
    #expect(try witness.testimony() == .init(suspect: nil))
    let other = try inbox.survived(try #require(try inbox.nextLeftovers().first))
    #expect(other.name != name && other.attempt == Batch.alone)
    #expect(try inbox.finish([other]).isEmpty)
    #expect(try inbox.nextLeftovers().isEmpty)
    #expect(try witness.testimony() == nil)
  }

  @Test func aCrashAfterTheDecisionIsRememberedOfTheSuspect() throws {
    try state.drop("a.json")
    _ = try state.inbox().claimAll()
    let lock = try SpoolLock(state.folder)
    let witness = CrashWitness(lock)
    try lock.write(Array("crashed \n".utf8), at: SpoolLock.noteLength)
    let first = Inbox(state.folder, witness: witness)
    let decided = try first.survived(try #require(try first.nextLeftovers().first))
    try lock.write(Array("crashed \(decided.place.batch.digits)\n".utf8), at: SpoolLock.noteLength)

    let second = Inbox(state.folder, witness: witness)
    let again = try second.survived(try #require(try second.nextLeftovers().first))
    #expect(again.attempt == Batch.condemned)
    #expect(try Inbox(state.folder, witness: witness).nextLeftovers().map(\.content) == [.poison])
  }

  @Test func whatAStrangerLeavesIsPutBackByTheNextSweep() throws {
    let inbox = state.inbox()
    #expect(try inbox.nextLeftovers().isEmpty)
    try state.drop("a.json")
    #expect(try state.inbox().claimAll().claimed.count == 1)
    #expect(try inbox.claimAll().names == ["a.json"])
  }

  @Test func theBatchesOfThisRunAreNoLeftovers() throws {
    try state.drop("a.json")
    let inbox = state.inbox()
    _ = try inbox.claimAll()
    #expect(try inbox.nextLeftovers().isEmpty)
  }

  @Test func aLeftoverWithAWriterGoesBackToSettle() throws {
    try state.drop("a.json")
    let file = try #require(try state.inbox().claimAll().claimed.first)
    let writer = open(state.claimedPath(file), O_WRONLY)
    let next = state.inbox()
    #expect(try next.nextLeftovers().isEmpty)
    close(writer)
    #expect(try state.names("inbox") == [".claimed", "a.json"])
  }

  @Test func foldersLeftEmptyAreRemoved() throws {
    mkdir(state.path + "/inbox/.claimed/0-abcd", 0o755)
    mkdir(state.path + "/inbox/.claimed/0-abcd/root", 0o755)
    mkdir(state.path + "/inbox/.claimed/strange", 0o755)
    #expect(try state.inbox().nextLeftovers().isEmpty)
    #expect(try state.names("inbox/.claimed") == ["strange"])
  }
}
