import Foundation
import Glibc
import Testing

/// `show --record`, and whose the refused records are.
@Suite(.crew) struct RecordTests {
  private static let bad = #"{"id":"b","source":"test","risk":"purple"}"#

  private func town() throws -> Town {
    let town = try Town()
    try town.drop("a\u{202e}.ndjson", text: report("a").rendered + "\n" + Self.bad + "\n" + report("a").rendered + "\n")
    try town.pass(at: Moment.monday10)
    return town
  }

  @Test func aRecordIsToldWithItsFilePlaceAndReason() throws {
    let town = try town()
    let exported = try town.export()
    let shown = try town.json("show", "--record", "2")
    for field in ["seq", "source", "id", "type", "sha256", "file_sha256", "line", "reason", "state", "text", "rules"] {
      #expect(shown[field] == exported[1][field], "\(field)")
    }
    #expect(shown["state"] == "rejected" && shown["reason"] == "unknown-risk" && shown["line"] == 2)
    #expect(shown["text"].text?.hasPrefix("2:34: ") == true && shown["column"] == 34, "\(shown.rendered)")
    #expect(shown["file"].text == #"a\xE2\x80\xAE.ndjson"#, "\(shown.rendered)")
    #expect(shown["producer"] == .null)
    let taken = try town.json("show", "--record", "1")
    #expect(try taken["item"].text == town.item(of: "a"))
    #expect(taken["text"] == .null && taken["column"] == .null && taken["notices"].array.count == 1)
    try town.gridpost("show", "--record", "2").exits(0).says(
      "rejected", "unknown-risk", "purple", "2:34", #"a\xe2\x80\xae.ndjson"#, "test", exported[1]["sha256"].text ?? "?")
    town.language = "zh_CN.UTF-8"
    try town.gridpost("show", "--record", "2").exits(0).says("不予接受", "unknown-risk", "purple", "来源")
  }

  @Test func rawIsTheVeryBytes() throws {
    let town = try town()
    #expect(try town.gridpost("show", "--record", "2", "--raw").exits(0).out == Self.bad)
    let duplicate = try town.gridpost("show", "--record", "3", "--raw").exits(66).says("duplicate", "not kept")
    #expect(duplicate.out.isEmpty)
    try town.gridpost("show", "--record", "3").exits(0).says("duplicate")
  }

  @Test func theFolderOfAProducerIsNamed() throws {
    let town = try Town()
    #expect(mkdir("\(town.inbox)/police", 0o755) == 0)
    try town.drop("police/x.json", report("x", source: "police"))
    try town.drop("police/y.json", report("y", source: "hotline"))
    try town.pass(at: Moment.monday10)
    let records = try town.export()
    #expect(records.map { $0["source"].text } == ["police", "hotline"])
    for record in records {
      let shown = try town.json("show", "--record", "\(record["seq"].int ?? 0)")
      #expect(shown["producer"] == "police")
      #expect(shown["file"].text == (record["id"].text ?? "") + ".json")
    }
  }

  @Test func exportNamesTheSenderOfARefusedRecordAsFarAsItCouldBeRead() throws {
    let town = try Town()
    let deep = String(repeating: "[", count: 300) + String(repeating: "]", count: 300)
    let samples: [(text: String, source: JSON, id: JSON)] = [
      (report("a").rendered, "test", "a"),
      (#"{"source":"test"}"#, "test", .null), (#"{"id":"c"}"#, .null, "c"),
      (#"{"id":"d","source":"test","x":"\ud800"}"#, "test", "d"),
      (#"{"id":"e","source":"test","x":1,"x":2}"#, "test", "e"),
      (#"{"id":"f","source":"test","x":\#(deep)}"#, "test", "f"),
      (#"{"id":"g","source":"test","risk":7}"#, "test", "g"),
      (#"{"id":"a","source":"test","summary":"another"}"#, "test", "a"),
      (step("reopen", on: "a", id: "h").rendered, "steps", "h"), (#"{"id":"i","source":"test",}"#, .null, .null),
    ]
    try town.drop("a.ndjson", text: samples.map(\.text).joined(separator: "\n"))
    try town.pass(at: Moment.monday10)
    let records = try town.export()
    #expect(records.count == samples.count)
    for (index, sample) in samples.enumerated() {
      let record = try #require(records.first { $0["line"].int == index + 1 }, "\(sample.text)")
      #expect((record["state"] == "rejected") == (index > 0), "\(record.rendered)")
      #expect(record["source"] == sample.source && record["id"] == sample.id, "\(record.rendered)")
    }
    try town.verify()
  }

  @Test func whatIsNoRecordIsToldSo() throws {
    let town = try town()
    for number in ["0", "4", "99999999999999999999"] {
      try town.gridpost("show", "--record", number).exits(66).says("no such record")
    }
    try town.gridpost("show", "--record", "two").exits(64).says("two")
    for arguments in [
      ["show"], ["show", "abc", "--record", "1"], ["show", "abc", "--raw"],
      ["show", "--record", "1", "--raw", "--json"],
    ] {
      #expect(try town.gridpost(arguments).exits(64, "\(arguments)").out.isEmpty)
    }
  }
}
