import Glibc
import Synchronization
import Testing

@testable import Spool

/// What the watcher told of is taken first, and without settling when it came by a rename.
@Suite struct ArrivalTests {
  let state: TemporaryState
  let inbox: Inbox
  let watcher: InboxWatcher
  let bell = WatcherTests.Bell()

  init() throws {
    state = try TemporaryState()
    inbox = state.inbox()
    mkdir(state.path + "/inbox/police", 0o755)
    let bell = bell
    watcher = try InboxWatcher(state.folder, onHint: { bell.rings.withLock { $0 += 1 } }, onLost: { _ in })
    try watcher.renew()
  }

  /// Waits until the watcher has told of what this does.
  private func told(_ deed: () throws -> Void) async throws {
    let before = bell.rings.withLock { $0 }
    try deed()
    try #require(try await bell.waitForRing(beyond: before))
    // A deed of several events may ring more than once: let them all be told.
    try await Task.sleep(for: .milliseconds(50))
  }

  private func publish(_ name: String, from: String = ".new") throws {
    try state.drop(from, age: 0)
    #expect(rename(state.path + "/inbox/" + from, state.path + "/inbox/" + name) == 0)
  }

  @Test func whatIsRenamedIntoTheInboxNeedNotSettle() async throws {
    try await told { try publish("a.json") }
    try await told { try publish("police/b.json") }
    #expect(try inbox.claimAll(settle: .seconds(3600)).names.sorted() == ["a.json", "b.json"])
  }

  @Test func whatComesWhileASweepReadsAndIsTooMuchToBeToldIsMetAtOnce() async throws {
    // A sweep that has begun: more lies there than one call takes.
    for number in 0..<40 { try state.drop("early-\(number).json") }
    let begun = try inbox.claim(files: 16, bytes: 1 << 30, maxFile: 1 << 30, settle: .zero)
    #expect(!begun.exhausted)
    try await told { for number in 0..<6_000 { try publish("late-\(number).json") } }
    var names = Set(begun.names)
    for _ in 0..<2_000 {
      let sweep = try inbox.claim(files: 512, bytes: 1 << 30, maxFile: 1 << 30, settle: .zero)
      names.formUnion(sweep.names)
      // From here on nobody would look before the timer.
      guard !sweep.exhausted else { break }
    }
    #expect(names.count == 6_040)
  }

  @Test func nobodyRestsWhileSomethingThatWasToldOfIsNotLookedAt() throws {
    // A sweep may have passed their places: more than one call looks at, and no further ring is to come.
    let told = (0..<40).map { Arrivals.Arrival(producer: nil, name: Array("late-\($0).json".utf8), isWhole: true) }
    state.folder.arrivals.add(told)
    let ends = try (0..<3).map { _ in
      try inbox.claim(files: 64, bytes: 1 << 30, maxFile: 1 << 30, settle: .zero).exhausted
    }
    #expect(ends == [false, false, true])
  }

  @Test func whatIsWrittenInPlaceSettles() async throws {
    try await told { try state.drop("a.json", age: 0) }
    let sweep = try inbox.claimAll(settle: .seconds(3600))
    #expect(sweep.claimed.isEmpty && sweep.nextLook != nil)
    #expect(try inbox.claimAll(settle: nil).names == ["a.json"])
  }

  @Test func whatIsRenamedWhileSomebodyWritesWaits() async throws {
    try state.drop(".new", age: 0)
    let writer = state.open(state.path + "/inbox/", Array(".new".utf8), O_WRONLY)
    try await told { #expect(rename(state.path + "/inbox/.new", state.path + "/inbox/a.json") == 0) }
    #expect(try inbox.claimAll(settle: .milliseconds(1)).claimed.isEmpty)
    close(writer)
    // A child that another test is just making may hold our writer a moment longer.
    var names: [String] = []
    for _ in 0..<100 where names.isEmpty {
      names = try inbox.claimAll(settle: .seconds(3600)).names
      if names.isEmpty { try await Task.sleep(for: .milliseconds(20)) }
    }
    #expect(names == ["a.json"])
  }

  @Test func whatWePutBackIsNotTakenForFinished() async throws {
    try await told { try publish("a.json") }
    let file = try #require(try inbox.claimAll(settle: .seconds(3600)).claimed.first)
    try await told { try inbox.putBack(file) }
    #expect(try inbox.claimAll(settle: .seconds(3600)).claimed.isEmpty)
    try await told { try publish("a.json") }
    #expect(try inbox.claimAll(settle: .seconds(3600)).names == ["a.json"])
  }

  @Test func whatComesNowGoesBeforeTheBacklogAndLeavesItItsShare() async throws {
    try await told {
      for number in 0..<300 { try state.drop("old-\(number).json") }
      // Written now and renamed later: a child that another test is just making may hold a writer a moment longer.
      for number in 0..<100 { try state.drop(".new-\(number)", age: 0) }
    }
    // As if they had come before we started; on a busy machine the last of them are told of late.
    repeat { try await Task.sleep(for: .milliseconds(200)) } while !state.folder.arrivals.take(.max).isEmpty
    try await told {
      for number in 0..<100 {
        let inbox = state.path + "/inbox/"
        #expect(rename(inbox + ".new-\(number)", inbox + "new-\(number).json") == 0)
      }
    }
    let names = try inbox.claimAll(settle: .seconds(1), files: 100).names
    #expect(names.filter { $0.hasPrefix("new") }.count >= 25)
    #expect(names.filter { $0.hasPrefix("old") }.count >= 50)
  }

  @Test func aRemovedFolderAndAGoneFileAreNoFault() async throws {
    try await told {
      try publish("police/a.json")
      try publish("b.json")
    }
    unlink(state.path + "/inbox/police/a.json")
    rmdir(state.path + "/inbox/police")
    unlink(state.path + "/inbox/b.json")
    let sweep = try inbox.claimAll()
    #expect(sweep.claimed.isEmpty && sweep.trouble == nil && sweep.skipped.isEmpty)
  }
}
