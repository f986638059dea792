import Foundation
import Glibc
import Testing

/// Whoever comes now does not wait behind a backlog.
@Suite(.crew) struct FairnessTests {
  /// A batch is of at most so many files.
  private let batch = 2048

  @Test func aProducersOwnFolderAndStepsDoNotWaitBehindABacklog() throws {
    let town = try Town()
    try town.drop("known.json", report("known"))
    try town.pass(at: Moment.monday10)
    let item = try town.item(of: "known")
    // One lay there already, told of by nobody; before the others, so that it has settled when they have.
    mkdir(town.inbox + "/field", 0o755)
    try town.drop("field/before.json", report("before", grid: "heshuikou-01", source: "field"))
    try pile(10_000, in: town)
    let daemon = try town.run()
    // It stands still meanwhile, so that nothing hangs on how fast we are.
    daemon.signal(SIGSTOP)
    let taken = try #require(town.status()["records"]["accepted"].int)
    try town.drop("field/now.json", report("now", grid: "heshuikou-02", source: "field"))
    // Several, so that none of them is first by chance.
    for index in 0..<6 { try town.drop("note-\(index).json", step("note", item: item, id: "note-\(index)")) }
    daemon.signal(SIGCONT)
    try town.act("resolve", item).exits(0)
    try town.until("all of it is done", within: 60) {
      try ["01", "02"].allSatisfy { try !town.papers(at: "heshuikou/heshuikou-\($0)/patrol").isEmpty }
        && town.show(item)["history"].array.count { $0["step"] == "note" } == 6
    }
    #expect(try daemon.stop() == 0)
    let places = try town.export().filter { $0["source"] != "pile" }
    for (id, first) in [("before", 0), ("now", taken)] + (0..<6).map({ ("note-\($0)", taken) }) {
      let place = try #require(places.first { $0["id"] == .text(id) }?["seq"].int, "\(id)")
      // The batch that was being entered, the one that was claimed meanwhile, and its own.
      #expect(place <= first + 3 * batch, "\(id) came \(place - first)th")
    }
    try town.verify()
  }

  @Test func aPassOverABacklogLeavesNothingBehind() throws {
    let town = try Town()
    try pile(6_000, in: town)
    try town.pass(at: Moment.monday10)
    #expect(try town.status()["records"]["accepted"] == 6_000)
    #expect(try FileManager.default.contentsOfDirectory(atPath: town.inbox + "/.claimed").isEmpty)
    try town.verify()
  }

  /// Files that are put right on the spot, so that nothing comes of them but their records.
  private func pile(_ count: Int, in town: Town) throws {
    let resolved = JSON.object(["by": "老张", "at": .text(Moment.monday10)])
    for index in 0..<count {
      let text = report("pile-\(index)", source: "pile", ["resolved": resolved]).rendered
      try town.write(bytes: Array(text.utf8), to: Array("\(town.inbox)/pile-\(index).json".utf8))
    }
  }
}
