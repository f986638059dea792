import Foundation
import Glibc
import Testing

/// What lies outside the ledger: `verify` names the law and the file.
@Suite(.crew) struct OutsideLawTests {
  /// Expects these laws to be broken, and no other, and the first of them to name this.
  private func expect(_ laws: [String], naming name: String, in town: Town) throws {
    let answer = try town.gridpost("verify", "--json").exits(1).json()
    let broken = answer["laws"].array.filter { $0["ok"] == false }
    #expect(broken.compactMap { $0["law"].text } == laws, "\(answer.rendered)")
    #expect(broken.first?["text"].text?.contains(name) == true, "\(broken.first?.rendered ?? "")")
  }

  @Test func whateverLiesAtOddsWithTheLedgerIsNamed() throws {
    let town = try Town()
    try town.drop("a.json", report("a"))
    try town.drop("bad.json", text: "{")
    try town.pass(at: Moment.monday10)
    try town.gridpost("backup", "copy").exits(0)
    try town.drop("b.json", report("b", grid: "heshuikou-01"))
    try town.pass(at: Moment.monday11)
    try town.verify()

    let paper = try #require(try town.papers(at: "heshuikou/heshuikou-03/patrol").first).name
    let (here, there) = ("/heshuikou/heshuikou-03/patrol/" + paper, "/heshuikou/heshuikou-01/patrol/" + paper)
    #expect(rename(town.outbox + here, town.outbox + there) == 0)
    try expect(["outside-outbox"], naming: "outbox" + there, in: town)
    #expect(rename(town.outbox + there, town.outbox + here) == 0)

    for (law, place) in [
      ("outside-outbox", "outbox/triage.json"), ("outside-staging", "outbox/.staging/0123456789abcdefn1.json"),
      ("outside-staging", "outbox/.staging/notes.txt"), ("outside-claimed", "inbox/.claimed/stray.json"),
    ] {
      try town.write(bytes: Array("{}".utf8), to: Array((town.state + "/" + place).utf8))
      try expect([law], naming: place, in: town)
      unlink(town.state + "/" + place)
    }

    try town.write(bytes: Array("[".utf8), to: Array((town.quarantine + "/bad.json").utf8))
    try expect(["outside-quarantine"], naming: "quarantine/bad.json", in: town)
    try town.write(bytes: Array("{".utf8), to: Array((town.quarantine + "/bad.json").utf8))
    try town.verify()

    // An older copy, put back without being restored: whole in itself, and not the one that was here.
    for ending in ["-wal", "-shm"] { unlink(town.state + "/ledger.sqlite" + ending) }
    let copy = try #require(town.contents(of: town.folder + "/copy"))
    try town.write(bytes: copy, to: Array((town.state + "/ledger.sqlite").utf8))
    try expect(["outside-marker", "outside-outbox"], naming: "ledger.sqlite", in: town)
    unlink(town.state + "/ledger.sqlite")
    try expect(["ledger"], naming: "ledger.sqlite", in: town)
  }
}
