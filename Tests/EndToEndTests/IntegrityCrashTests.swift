import Foundation
import Testing

/// Killed at each call by which a signal becomes lasting: it is counted once and raised once, with what it comes of.
@Suite(.crew, .enabled(if: Tools.strace, "strace is not here")) struct IntegrityCrashTests {
  @Test(arguments: LifeCrashTests.calls) func aSignalIsRaisedOnceAndWhole(_ call: (name: String, stride: Int)) throws {
    let town = try Town()
    try town.write(IntegrityTests.rules("name: 推诿, kind: bounced, times: 2, per: week", lifecycle: ["bounces: 0"]))
    let start = Date(timeIntervalSince1970: 1_772_416_800)
    var (number, isKilled) = (0, true)
    while isKilled, number < 60 {
      number += 1
      let week = start.addingTimeInterval(Double(number) * 7 * 86_400)
      let moment = { (seconds: Double) in week.addingTimeInterval(seconds).ISO8601Format() }
      try town.drop("r\(number).json", report("r\(number)", matter: "CA-002"))
      try town.pass(at: moment(0))
      let bounce = { (id: String) in
        step("return", on: "r\(number)", id: id, ["note": "n", "to": "heshuikou/heshuikou-03/info"])
      }
      try town.drop("s\(number).ndjson", bounce("a\(number)"), bounce("b\(number)"))
      town.wrapper = Strace.command(call.name, "signal=KILL:when=\(1 + (number - 1) * call.stride)")
      isKilled = try town.gridpost("pass", "--at", moment(60)).code != 0
      town.wrapper = []
      try town.pass(at: moment(60))
      let rows = try town.json("report", "integrity", "--at", moment(60))["rows"].array
      #expect(rows.count == number && rows.allSatisfy { $0["count"].int == 2 && $0["item"] != .null })
      #expect(try town.items("--source", "integrity").count == number, "killed at \(call.name) \(number)")
    }
    #expect(!isKilled && number > 1, "\(call.name): \(number)")
    try town.verify()
  }
}
