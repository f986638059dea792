import Foundation
import Glibc
import Testing

/// Files that are not finished, beside the daemon.
@Suite(.crew) struct DaemonIntakeTests {
  @Test func aTruncatedFileWaitsForPatienceAndNothingElseWaits() throws {
    let town = try Town { $0.intake = ["patience: 6s"] }
    try town.run()
    let start = ContinuousClock.now
    try town.drop("torn.json", text: #"{"id":"torn","source":"test""#)
    try town.drop("good.json", report("good"))
    try town.until("the good one is out", within: 3.5) { try town.papers().count == 1 }
    #expect(town.quarantined().isEmpty)
    #expect(try town.status()["files"]["waiting"] == 1)
    try town.until("quarantined", within: 30) { town.quarantined() == ["torn.json"] }
    #expect(ContinuousClock.now - start >= .seconds(5.8))
    try town.settle()
    try town.expectBalance()
    try town.verify()
  }

  @Test func theTimesOfATruncatedFileSayNothing() throws {
    let town = try Town { $0.intake = ["patience: 3s"] }
    let path = town.inbox + "/.torn"
    mkdir(town.state, 0o755)
    mkdir(town.inbox, 0o755)
    try town.write(bytes: Array(#"{"id":"torn","source":"test""#.utf8), to: Array(path.utf8))
    var times = [timespec(), timespec()]
    clock_gettime(CLOCK_REALTIME, &times[0])
    times[0].tv_sec += 86_400
    times[1] = times[0]
    #expect(utimensat(AT_FDCWD, path, times, 0) == 0)
    try town.run()
    let start = ContinuousClock.now
    rename(path, town.inbox + "/torn.json")
    try town.until("set aside", within: 20) { town.quarantined() == ["torn.json"] }
    #expect(ContinuousClock.now - start >= .seconds(2.8))
    try town.gridpost("drain", "--timeout", "20").exits(0)
  }

  @Test func aTruncatedFileThatIsFinishedInTimeIsTaken() throws {
    let town = try Town { $0.intake = ["patience: 5s"] }
    try town.run()
    let path = Array((town.inbox + "/slow.json").utf8)
    let text = Array(report("slow").rendered.utf8)
    try town.write(bytes: Array(text.prefix(20)), to: path)
    try town.until("it waits") { try town.status()["files"]["waiting"] == 1 }
    usleep(700_000)
    #expect(town.quarantined().isEmpty)
    try town.write(bytes: text, to: path)
    try town.settle()
    #expect(town.quarantined().isEmpty)
    try town.expectNotice(at: "heshuikou/heshuikou-03/patrol", of: "slow")
    try town.verify()
  }

  @Test func aPassDoesNotWaitForATruncatedFile() throws {
    let town = try Town()
    try town.drop("torn.json", text: #"{"id":"torn","source":"test""#)
    try town.pass(at: Moment.monday10)
    #expect(town.quarantined() == ["torn.json"])
  }

  @Test func aPassDoesNotWaitForAFileToSettle() throws {
    let town = try Town()
    try town.write(bytes: Array(report("a").rendered.utf8), to: Array((town.inbox + "/a.json").utf8))
    try town.pass(at: Moment.monday10)
    #expect(try town.status()["records"]["accepted"] == 1)
  }

  @Test func anOpenWriterIsWaitedFor() throws {
    let town = try Town { $0.intake = ["patience: 1s"] }
    try town.run()
    let lines = (0..<5).map { Array((report("line-\($0)").rendered + "\n").utf8) }
    let file = open(town.inbox + "/slow.ndjson", O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
    #expect(file >= 0)
    for line in lines {
      try Town.put(line, into: file)
      usleep(600_000)
      #expect(try town.status()["records"]["received"] == 0)
    }
    close(file)
    try town.settle()
    let status = try town.expectBalance()
    #expect(status["records"]["accepted"] == 5)
    #expect(status["records"]["duplicate"] == 0)
    #expect(status["files"]["taken"] == 1)
    try town.verify()
  }

  @Test func aFileWrittenInPlaceIsTakenOnceItSettled() throws {
    let town = try Town()
    try town.run()
    for index in 0..<20 {
      try town.write(bytes: Array(report("e-\(index)").rendered.utf8), to: Array("\(town.inbox)/e-\(index).json".utf8))
    }
    try town.settle()
    let status = try town.expectBalance()
    #expect(status["records"]["accepted"] == 20 && status["files"]["taken"] == 20)
    #expect(town.waiting().isEmpty)
  }

  @Test func aFileRenamedOverAnotherLosesNeitherThatWasTaken() throws {
    let town = try Town()
    try town.run()
    for index in 0..<60 { try town.drop("same-name.json", report("e-\(index)")) }
    try town.settle()
    let status = try town.expectBalance()
    let accepted = try #require(status["records"]["accepted"].int)
    #expect(accepted >= 1 && accepted <= 60)
    #expect(status["files"]["taken"].int == accepted)
    #expect(try town.items().contains { $0["id"] == "e-59" }, "the last one was never overwritten")
    #expect(try town.papers().count == accepted)
    try town.verify()
  }

  @Test func whatIsRenamedIntoTheInboxNeedNotSettleAndWhatIsWrittenInPlaceDoes() throws {
    let town = try Town { $0.intake = ["settle: 10m"] }
    try town.run()
    try town.write(bytes: Array(report("in-place").rendered.utf8), to: Array((town.inbox + "/in-place.json").utf8))
    for index in 0..<3 { try town.drop("e-\(index).json", report("e-\(index)")) }
    try town.until("the renamed ones are out", within: 20) { try town.papers().count == 3 }
    #expect(town.waiting() == ["in-place.json"])
    try town.verify()
  }

  @Test func aBurstIsFoundWhole() throws {
    let town = try Town()
    try town.run()
    for index in 0..<400 { try town.drop("e-\(index).json", report("e-\(index)")) }
    try town.settle()
    let status = try town.expectBalance()
    #expect(status["records"]["accepted"] == 400)
    #expect(try town.papers().count == 400)
    try town.verify()
  }

  @Test func aBacklogFromBeforeTheStartIsTaken() throws {
    let town = try Town()
    for index in 0..<300 { try town.drop("e-\(index).json", report("e-\(index)")) }
    let daemon = try town.run()
    try town.settle()
    #expect(try town.papers().count == 300)
    #expect(try daemon.stop() == 0)
    try town.verify()
  }

  @Test func anInboxTakenAwayAndPutBackIsPickedUpAgain() throws {
    let town = try Town()
    let daemon = try town.run()
    try town.drop("a.json", report("a"))
    try town.settle()
    #expect(rename(town.inbox, town.folder + "/inbox-aside") == 0)
    usleep(300_000)
    if mkdir(town.inbox, 0o755) != 0 { #expect(errno == EEXIST) }
    if daemon.child.ended != nil { try town.run() }
    try town.drop("b.json", report("b"))
    try town.until("the event is taken", within: 60) {
      if daemon.child.ended != nil, try town.status()["degraded"].array.contains(where: { $0["code"] == "not-running" })
      {
        try town.run()
      }
      return try town.status()["records"]["accepted"] == 2
    }
    #expect(town.quarantined().isEmpty)
  }
}
