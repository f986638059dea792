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

    let third = state.inbox()
    let alone = try third.nextLeftovers()
    #expect(alone.count == 1 && alone[0].attempt == 2 && alone[0].text == "{}")

    let fourth = state.inbox()
    let poison = try fourth.nextLeftovers()
    #expect(poison.map(\.content) == [.poison] && poison[0].name == alone[0].name)
    #expect(poison[0].producer == alone[0].producer)
    let other = try fourth.nextLeftovers()
    #expect(other.count == 1 && other[0].text == "{}" && other[0].name != alone[0].name)
    #expect(try fourth.nextLeftovers().isEmpty)
    #expect(try fourth.finish(other).isEmpty)
    #expect(try fourth.finish(poison).isEmpty)
    #expect(try state.names("inbox/.claimed").count == 1)
  }

  @Test func aSuspectThatSurvivedReadingIsNotCondemnedByAKill() throws {
    try state.drop("a.json")
    _ = try state.inbox().claimAll()
    _ = try state.inbox().nextLeftovers()
    let third = state.inbox()
    let suspect = try #require(try third.nextLeftovers().first)
    let proven = try third.survived(suspect)
    #expect(proven.attempt == 3)
    for attempt in 4...9 {
      #expect(try state.inbox().nextLeftovers().map(\.attempt) == [attempt])
    }
    let getsOn = state.inbox()
    #expect(try getsOn.survived(try #require(try getsOn.nextLeftovers().first)).attempt == 3)
    for attempt in 4...10 {
      #expect(try state.inbox().nextLeftovers().map(\.attempt) == [attempt])
    }
    let last = state.inbox()
    let poison = try last.nextLeftovers()
    #expect(poison.map(\.content) == [.poison])
  }

  @Test func aSurvivorCanBeFinishedAtItsNewPlace() throws {
    try state.drop("a.json")
    _ = try state.inbox().claimAll()
    _ = try state.inbox().nextLeftovers()
    let third = state.inbox()
    let proven = try third.survived(try #require(try third.nextLeftovers().first))
    #expect(try third.nextLeftovers().isEmpty)
    #expect(try third.finish([proven]).isEmpty)
    #expect(try third.nextLeftovers().isEmpty)
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
