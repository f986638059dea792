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

    // Only a crash between the two marks speaks against the file.
    var alone: [ClaimedFile] = []
    for crashes in 0..<3 {
      for _ in 0..<4 {
        let inbox = state.inbox()
        alone = try inbox.nextLeftovers()
        #expect(alone.count == 1 && alone[0].attempt == 2 + crashes && alone[0].text == "{}")
      }
      let inbox = state.inbox()
      #expect(try inbox.begin(try #require(try inbox.nextLeftovers().first)).attempt == 3 + crashes)
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
    let proven = try inbox.survived(inbox.begin(try #require(try inbox.nextLeftovers().first)))
    #expect(try inbox.nextLeftovers().isEmpty)
    #expect(try inbox.finish([proven]).isEmpty)
    #expect(try inbox.nextLeftovers().isEmpty)
    #expect(try state.names("inbox/.claimed").isEmpty)
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
