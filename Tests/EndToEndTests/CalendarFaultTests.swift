import Foundation
import Testing

/// A daemon tells in good time that the published calendar ends.
@Suite(.crew) struct CalendarFaultTests {
  private func town(knownFor days: Double, _ change: (inout Rules) -> Void = { _ in }) throws -> Town {
    try Town(rules(knownFor: days).with(change))
  }

  private func rules(knownFor days: Double) -> Rules {
    Rules().with { $0.knownUntil = String(Date().addingTimeInterval(days * 86_400).ISO8601Format().prefix(10)) }
  }

  private func calendar(_ town: Town) throws -> String? {
    try town.status()["degraded"].array.first { $0["code"] == "calendar" }?["text"].text
  }

  @Test func itIsShownThirtyDaysBeforeTheLastKnownDay() throws {
    let town = try town(knownFor: 20)
    try town.run()
    try town.until("it is shown", within: 5) { try calendar(town)?.contains("known_until") == true }
    let status = try town.status()
    #expect(status["rules"]["ok"] == true)
    try town.write(rules(knownFor: 100))
    try town.until("it is shown no more", within: 10) { try town.status()["degraded"] == [] }
  }

  @Test func itIsShownAsSoonAsAnOpenItemIsProvisional() throws {
    let town = try town(knownFor: 60) { $0.duties[1].matters[1].body = "{name: 低保核查, deadline: 100wd}" }
    try town.run()
    try town.drop("a.json", report("a"))
    try town.until("it is taken") { try town.status()["records"]["accepted"] == 1 }
    #expect(try calendar(town) == nil)
    try town.drop("b.json", report("b", matter: "CA-002"))
    try town.until("it is shown", within: 10) { try calendar(town)?.contains("provisional") == true }
    #expect(try town.show(of: "b")["provisional"] == true)
    try town.drop("c.json", step("void", on: "b", id: "c", ["note": "重复"]))
    try town.until("it is shown no more", within: 10) { try town.status()["degraded"] == [] }
  }
}
