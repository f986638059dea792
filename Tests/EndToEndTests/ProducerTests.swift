import Foundation
import Glibc
import Testing

/// Folders of one producer: what lies in them must carry its source.
@Suite(.crew) struct ProducerTests {
  @Test func aProducersFolderTakesItsOwnSourceOnly() throws {
    let town = try Town()
    #expect(mkdir(town.inbox + "/hotline", 0o2730) == 0)
    try town.drop("hotline/a.json", report("a", source: "hotline"))
    try town.drop("hotline/b.ndjson", report("b", source: "hotline"), report("c", source: "camera"))
    try town.drop("hotline/d.json", report("d", source: "camera"))
    try town.drop("e.json", report("e", source: "camera"))
    try town.pass(at: Moment.monday10)
    let records = try town.export()
    func state(_ id: String) -> JSON { records.first { $0["id"].text == id }?["state"] ?? .null }
    #expect(state("a") == "accepted" && state("b") == "accepted" && state("e") == "accepted")
    #expect(state("c") == "rejected")
    #expect(state("d") != "accepted")
    #expect(records.first { $0["id"] == "a" }?["producer"] == "hotline")
    #expect(town.quarantined() == ["d.json"])
    try town.verify()
  }

  @Test func aFolderMadeWhileTheDaemonRunsIsSeen() throws {
    let town = try Town()
    try town.run()
    #expect(mkdir(town.inbox + "/camera", 0o2730) == 0)
    try town.drop("camera/a.json", report("a", source: "camera"))
    try town.until("the event is taken", within: 45) { try town.status()["records"]["accepted"] == 1 }
    try town.drop("camera/b.json", report("b", source: "camera"))
    try town.settle()
    #expect(try town.status()["records"]["accepted"] == 2)
  }

  @Test func oneNameUnderTwoProducersIsTwoFiles() throws {
    let town = try Town()
    for producer in ["hotline", "camera"] {
      #expect(mkdir(town.inbox + "/" + producer, 0o2730) == 0)
      try town.drop("\(producer)/a.json", report("a", source: producer))
      try town.drop("\(producer)/bad.json", text: "{\"\(producer)")
    }
    try town.pass(at: Moment.monday10)
    let status = try town.expectBalance()
    #expect(status["records"]["accepted"] == 2)
    #expect(status["files"]["quarantined"] == 2)
    #expect(town.quarantined().count == 2)
    #expect(Set(town.quarantined().map { Child.text(town.quarantine + "/" + $0) }) == ["{\"hotline", "{\"camera"])
    try town.verify()
  }
}
