import Foundation
import Testing

/// Killed at each call by which a return, a new decision or a clock becomes lasting: each happens once and the whole of it.
@Suite(.crew, .enabled(if: Tools.strace, "strace is not here")) struct LifeCrashTests {
  /// Cases of one telling: given back and moved, given back in vain until it climbs, corrected, left alone until its clock raises it.
  private struct Telling {
    let number: Int

    /// Telling follows telling by weeks enough for every clock to have run out.
    private func moment(_ days: Int) -> String {
      let start = Date(timeIntervalSince1970: 1_772_416_800)
      return start.addingTimeInterval(Double(number * 63 + days) * 86_400).ISO8601Format()
    }
    var first: String { moment(0) }
    var second: String { moment(20) }

    func name(_ id: String) -> String { "\(id)-\(number)" }

    var reports: [JSON] {
      ["moved", "vain", "amended", "left"].map { report(name($0), matter: "CA-002") }
        + [report(name("pressed"), matter: "UM-003")]
    }

    var steps: [JSON] {
      let step = { (on: String, place: Int, more: [String: JSON]) in
        EndToEndTests.step("return", on: name(on), id: name("\(on) \(place)"), more.merging(["note": "不归我"]) { $1 })
      }
      return [
        step("moved", 1, ["matter": "UM-002"]), step("vain", 1, ["to": "heshuikou/heshuikou-03/info"]),
        step("vain", 2, ["grid": "heshuikou-03"]), step("amended", 1, ["matter": "CA-001"]),
      ]
    }

    /// What became of it, without the numbers and moments in which one telling differs from the next.
    func outcome(in town: Town) throws -> [String] {
      let items = try town.items().filter { $0["id"].text?.hasSuffix("-\(number)") == true }
      let lives = try items.map { listed in
        let item = try town.show(try #require(listed["item"].text), at: second)
        let lines = item["history"].array.map { line in
          ["step", "by", "rung", "from", "to"].map { line[$0].rendered }.joined(separator: " ")
        }
        let standing = ["state", "holder", "rung", "matter", "counts", "accepted"].map { item[$0].rendered }
        return "\(item["id"].text?.split(separator: "-")[0] ?? ""): \(standing) \(lines)"
      }
      let ids = Set(items.compactMap { $0["item"].text })
      let papers = try town.papers().filter { ids.contains($0.content["item"].text ?? "") }.map { paper in
        "\(paper.address) \(["kind", "rung", "matter"].map { paper.content[$0].rendered })"
      }
      return lives.sorted() + papers.sorted()
    }
  }

  /// The calls that move a file, make something lasting or write into the ledger, and how many are passed over between two kills.
  static let calls = [("renameat2", 1), ("fdatasync", 1), ("syncfs", 1), ("unlinkat", 3), ("pwrite64", 16)]

  @Test(arguments: calls) func everyDeedIsDoneOnceAndWhole(_ call: (name: String, stride: Int)) throws {
    let town = try Town { $0.lifecycle = ["bounces: 2", "accept_within: 2h"] }
    let whole = try tell(Telling(number: 0), in: town, killing: nil)
    #expect(whole.count > 12)
    var (number, isKilled) = (0, true)
    while isKilled, number < 60 {
      number += 1
      var end = 0
      let told = try tell(Telling(number: number), in: town) {
        town.wrapper = Strace.command(call.name, "signal=KILL:when=\(1 + (number - 1) * call.stride)")
        end = Int(try town.gridpost("pass", "--at", $0).code)
        town.wrapper = []
      }
      isKilled = end != 0
      #expect(told == whole, "killed at \(call.name) \(1 + (number - 1) * call.stride)")
    }
    // It went on until the call was met no more.
    #expect(!isKilled && number > 2, "\(call.name): \(number)")
    try town.verify()
  }

  /// Reports, then steps and clocks in one pass that may be killed, and a whole one at the same moment.
  private func tell(
    _ telling: Telling, in town: Town, killing pass: ((String) throws -> Void)?
  ) throws -> [String] {
    try town.drop("reports-\(telling.number).ndjson", text: telling.reports.map { $0.rendered + "\n" }.joined())
    try town.pass(at: telling.first)
    try town.drop("steps-\(telling.number).ndjson", text: telling.steps.map { $0.rendered + "\n" }.joined())
    try pass?(telling.second)
    try town.pass(at: telling.second)
    return try telling.outcome(in: town)
  }
}
