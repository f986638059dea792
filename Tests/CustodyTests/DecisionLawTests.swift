import Custody
import Foundation
import GridCore
import Laws
import Ledger
import Testing
import Words

/// `verify --deep` finds a forged ledger whose chains, seals and counters all hold.
@Suite struct DecisionLawTests {
  /// Something of everything the house decides, under three books.
  static func lively() throws -> Household {
    let house = try Household()
    try house.drop(
      "1.ndjson",
      """
      {"source":"hotline","id":"a","matter":"UM-001","grid":"heshuikou-03","summary":"one"}
      {"source":"hotline","id":"a","matter":"UM-001","grid":"heshuikou-03","summary":"one"}
      {"source":"hotline","id":"a","matter":"UM-001","grid":"heshuikou-03","summary":"other"}
      {"source":"hotline","id":"t","matter":"停电","community":"heshuikou"}
      {"source":"hotline","id":"bad","risk":"purple"}
      {"source":"hotline","id":"spot","matter":"UM-002","grid":"jiangwei-01","resolved":{"by":"李","note":"done"}}
      {"source":"steps","id":"s1","type":"accept","report":{"source":"hotline","id":"a"},"by":"李","note":"ok"}
      {"source":"steps","id":"s2","type":"resume","report":{"source":"hotline","id":"a"}}
      {"source":"steps","id":"s3","type":"assign","report":{"source":"hotline","id":"a"},"grid":"heshuikou-01"}
      {"source":"steps","id":"w1","type":"accept","report":{"source":"hotline","id":"late"},"by":"王"}
      {"source":"steps","id":"w2","type":"assign","report":{"source":"hotline","id":"late"}}
      {"source":"steps","id":"w3","type":"accept","report":{"source":"hotline","id":"never"}}
      {"source":"steps","id":"w4","type":"accept","report":{"source":"hotline","id":"same"}}
      {"source":"steps","id":"w5","type":"assign","report":{"source":"hotline","id":"same"}}
      {"source":"hotline","id":"same","matter":"UM-002","grid":"jiangwei-02"}

      """)
    try house.drop("broken.json", "{")
    try house.drop("sole.json", #"{"source":"hotline","id":"sole","risk":"purple"}"#)
    try house.drop("desk/x.json", #"{"source":"another","id":"x","matter":"UM-001","grid":"heshuikou-01"}"#)
    try house.pass(at: "2026-03-02T10:00:00+08:00")
    try house.drop(
      "2.ndjson",
      """
      {"source":"hotline","id":"late","matter":"UM-001","grid":"heshuikou-02"}
      {"source":"steps","id":"s4","type":"assign","report":{"source":"hotline","id":"t"},"matter":"UM-002","grid":"heshuikou-01"}
      {"source":"steps","id":"s5","type":"resolve","report":{"source":"hotline","id":"same"}}
      {"source":"steps","id":"s6","type":"reopen","report":{"source":"hotline","id":"same"},"note":"again"}
      {"source":"steps","id":"s7","type":"void","report":{"source":"hotline","id":"spot"},"note":"no"}
      {"source":"steps","id":"s8","type":"note","report":{"source":"hotline","id":"a"},"note":"seen"}
      {"source":"steps","id":"s9","type":"note","report":{"source":"hotline","id":"spot"},"note":"thanks"}

      """)
    try house.pass(at: "2026-03-02T12:00:01+08:00")
    house.rules = house.rules.replacingOccurrences(of: "UM-001: 占道经营", with: "UM-001: {name: 占道经营, deadline: 3h}")
    try house.pass(at: "2026-03-03T12:00:02+08:00")
    try house.drop("3.json", #"{"source":"hotline","id":"b","matter":"UM-001","grid":"heshuikou-03"}"#)
    // A rung more, above items that stand at the top.
    house.rules = house.rules
      .replacingOccurrences(of: "{command-centre: 街道指挥中心}", with: "{command-centre: 街道指挥中心, leader: 分管领导}")
      .replacingOccurrences(
        of: "  - {to: subdistrict/command-centre, after: 1wd}",
        with: "  - {to: subdistrict/command-centre, after: 1wd}\n  - {to: subdistrict/leader, after: 1wd}")
    try house.pass(at: "2026-03-05T09:00:00+08:00")
    return house
  }

  @Test func aLivelyLedgerIsDecidedAgainAsItWas() throws {
    for law in try Self.lively().laws() { #expect(law.ok, "\(law.law): \(law.words.en)") }
  }

  /// Whether a step is legal may depend on a clock that fires after it was refused, or has fired before.
  @Test func aRefusalIsDecidedAgainByWhatWasTrueThen() throws {
    let house = try Household()
    let step = { (id: String, type: String, more: String) in
      #"{"source":"steps","id":"\#(id)","type":"\#(type)","report":{"source":"hotline","id":"a"}\#(more)}"# + "\n"
    }
    let until = #","note":"rain","until":"2027-03-01T00:00:00Z""#
    try house.drop(
      "1.ndjson",
      #"{"source":"hotline","id":"a","matter":"UM-001","grid":"heshuikou-03"}"# + "\n"
        + step("s1", "suspend", until) + step("s2", "resume", "") + step("s3", "suspend", until)
        + step("s4", "transfer", #","to":"heshuikou/heshuikou-03/patrol""#))
    try house.pass(at: "2026-03-02T10:00:00+08:00")
    // The deadline passes, a rung takes it, and what is refused now is refused for other reasons.
    try house.pass(at: "2026-03-04T09:00:00+08:00")
    try house.drop(
      "2.ndjson", step("s5", "suspend", until) + step("s6", "transfer", #","to":"heshuikou/group/city-appearance""#))
    try house.pass(at: "2026-03-04T09:30:00+08:00")
    try house.pass(at: "2026-03-09T09:00:00+08:00")
    for law in try house.laws() { #expect(law.ok, "\(law.law): \(law.words.en)") }
  }

  @Test func aSuspensionThatEndedBeforeTheStepIsDecidedAgain() throws {
    let house = try Household()
    let step = { (id: String, more: String) in
      #"{"source":"steps","id":"\#(id)","report":{"source":"hotline","id":"a"},\#(more)}"# + "\n"
    }
    try house.drop(
      "1.ndjson",
      #"{"source":"hotline","id":"a","matter":"UM-001","grid":"heshuikou-03"}"# + "\n"
        + step("s1", #""type":"suspend","note":"rain","until":"2026-03-02T08:00:00Z""#))
    try house.pass(at: "2026-03-02T10:00:00+08:00")
    try house.drop("2.ndjson", step("s2", #""type":"note","note":"dry""#))
    try house.pass(at: "2026-03-02T17:00:00+08:00")
    for law in try house.laws() { #expect(law.ok, "\(law.law): \(law.words.en)") }
  }

  @Test func whatWasSeenIsDecidedAgain() throws {
    let house = try Household()
    let note = { (id: String, seen: Int) in
      #"{"source":"steps","id":"\#(id)","type":"note","report":{"source":"hotline","id":"a"},"note":"x","seen":\#(seen)}"#
        + "\n"
    }
    let report = #"{"source":"hotline","id":"a","matter":"UM-001","grid":"heshuikou-03"}"# + "\n"
    // Nobody has seen what came in the same batch, whatever number he says.
    try house.drop("1.ndjson", report + note("s1", 999_999))
    try house.pass(at: "2026-03-02T10:00:00+08:00")
    // A rung takes it on between two who saw too little.
    try house.drop("2.ndjson", note("s2", 1) + note("s3", 999_999) + note("s4", 999_999))
    try house.pass(at: "2026-03-02T10:30:00+08:00")
    try house.pass(at: "2026-03-04T09:00:00+08:00")
    try house.drop("3.ndjson", note("s5", 2))
    try house.pass(at: "2026-03-04T09:30:00+08:00")
    for law in try house.laws() { #expect(law.ok, "\(law.law): \(law.words.en)") }
    try Reforge.change(
      house.ledgerPath, #"UPDATE record SET params = replace(params, '"found":"1"', '"found":"2"') WHERE id = 's2'"#)
    #expect(try house.laws().filter { !$0.ok }.map(\.law) == ["decisions"])
  }

  @Test func everyForgeryIsFound() throws {
    let house = try Self.lively()
    let whole = try #require(FileManager.default.contents(atPath: house.ledgerPath))
    for forgery in Forgery.decisions + Forgery.entries {
      for ending in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: house.ledgerPath + ending) }
      try whole.write(to: URL(fileURLWithPath: house.ledgerPath))
      try Reforge.change(house.ledgerPath, forgery.sql)
      let laws = try house.laws()
      let broken = laws.filter { !$0.ok }
      #expect(
        broken.map(\.law) == forgery.beside + ["decisions"], "\(forgery): \(broken.map { "\($0.law): \($0.words.en)" })"
      )
      #expect(broken.last?.words.en.hasPrefix(forgery.named) == true, "\(forgery): \(broken.last?.words.en ?? "")")
    }
  }
}
