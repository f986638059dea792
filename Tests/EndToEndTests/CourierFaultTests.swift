import Foundation
import Glibc
import Testing

/// `gridpost courier` against receivers that fail in every way, and killed in the middle.
@Suite(.crew) struct CourierFaultTests {
  private func town(_ count: Int = 1) throws -> Town {
    let town = try Town()
    let reports = (0..<count).map { report("r\($0)").rendered }
    try town.drop("a.ndjson", text: reports.joined(separator: "\n") + "\n")
    try town.pass(at: Moment.monday10)
    return town
  }

  @Test(arguments: [500, 503, 408, 425, 429]) func whatMayPassIsTriedAgain(_ status: Int) throws {
    let town = try town()
    let receiver = try Receiver { _ in .status(status) }
    try town.write(CourierText(receiver))
    let courier = try town.courier()
    try town.until("it is tried again", within: 20) { receiver.count == 3 }
    #expect(try town.papers().count == 1 && town.undelivered().isEmpty)
    receiver.change { _ in .status(200) }
    try town.until("it has left", within: 20) { (try? town.papers().isEmpty) == true }
    #expect(Set(receiver.heard.map(\.notice)).count == 1)
    #expect(try courier.stop() == 0)
  }

  @Test(arguments: [400, 405, 422, 301, 302, 307]) func whatIsFinalIsLaidAside(_ status: Int) throws {
    let town = try town(2)
    let other = try Receiver()
    let receiver = try Receiver { _ in
      .status(status, ["Location": "http://127.0.0.1:\(other.port)/"], body: "no /hook/secretpath here")
    }
    try town.write(CourierText(receiver))
    try town.courierOnce()
    #expect(receiver.count == 2 && other.count == 0)
    #expect(try town.papers().isEmpty)
    let names = town.undelivered()
    #expect(names.count == 2)
    let folder = "\(town.outbox)/.undelivered/a/"
    let notice = String(names[0].dropLast(5))
    let answer = try JSON(
      parsing: String(decoding: try #require(town.contents(of: folder + notice + ".answer.json")), as: UTF8.self))
    #expect(answer["status"].int == status && answer["answer"].text?.contains("secretpath") == false)
    #expect(try town.courierFaults().first?.contains("2 notices") == true)
    receiver.change { _ in .status(200) }
    try town.gridpost("courier", "--again", "nobody").exits(64)
    try town.gridpost("courier", "--again", "a").exits(0).says("2 notices")
    #expect(receiver.count == 4 && town.undelivered().isEmpty)
    #expect(Set(receiver.heard.suffix(2).map(\.notice)) == Set(receiver.heard.prefix(2).map(\.notice)))
    #expect(try town.courierFaults().isEmpty)
  }

  @Test(arguments: [401, 403, 404, 410]) func aReceiverThatKnowsUsNotStopsItsCourierOnly(_ status: Int) throws {
    let town = try town(3)
    let (bad, good) = (try Receiver { _ in .status(status) }, try Receiver())
    var (a, b) = (CourierText(bad), CourierText(good))
    (a.name, b.name) = ("a", "b")
    try town.write(a, b)
    let courier = try town.courier()
    try town.until("the fault is shown", within: 20) { (try? town.courierFaults().count) == 1 }
    // What was answered and is not yet written down goes out again after a stop: at least once, not once.
    try town.until("the other goes on", within: 20) {
      (try? town.courierLog().count { $0["courier"] == "b" && $0["result"] == "delivered" }) == 3
    }
    #expect(good.count == 3)
    #expect(bad.count == 1)
    #expect(try town.papers().count == 3 && town.undelivered().isEmpty)
    #expect(try courier.stop() == 0)
    // A new start is a new chance.
    bad.change { _ in .status(200) }
    try town.courierOnce()
    #expect(try town.papers().isEmpty)
    #expect(good.count == 3)
    #expect(try town.courierFaults().isEmpty)
  }

  @Test func aSlowReceiverDelaysNoOther() throws {
    let town = try town(5)
    let (slow, good) = (try Receiver { _ in .silence }, try Receiver())
    var (a, b) = (CourierText(slow), CourierText(good))
    (a.name, b.name) = ("slow", "good")
    try town.write(a, b)
    let start = ContinuousClock.now
    let courier = try town.courier()
    try town.until("the good one has all", within: 10) { good.count == 5 }
    #expect(ContinuousClock.now - start < .seconds(8))
    #expect(slow.count == 1)
    let stopping = ContinuousClock.now
    #expect(try courier.stop() == 0)
    #expect(ContinuousClock.now - stopping < .seconds(6))
    #expect(try town.papers().count == 5)
  }

  @Test func aReceiverThatTalksNonsenseIsTriedAgainAndOneThatGoesOnForEverIsHeard() throws {
    let town = try town()
    let receiver = try Receiver { _ in .hangUp }
    try town.write(CourierText(receiver))
    try town.courierOnce()
    receiver.change { _ in .noise }
    try town.courierOnce()
    #expect(try town.papers().count == 1)
    #expect(try town.courierLog().allSatisfy { $0["result"] == "retry" })
    receiver.change { _ in .endless }
    try town.courierOnce()
    #expect(try town.papers().isEmpty)
  }

  @Test func aRobotsNumberCountsAndNotItsStatus() throws {
    let town = try town(2)
    let receiver = try Receiver { _ in .status(200, body: #"{"errcode":130101,"errmsg":"send too fast"}"#) }
    var group = CourierText(receiver)
    group.form = "dingtalk"
    try town.write(group)
    try town.courierOnce()
    #expect(receiver.count == 1)
    #expect(try town.courierLog().last?["code"] == 130_101)
    #expect(try town.papers().count == 2)
    receiver.change { _ in .status(200, body: #"{"errcode":310000,"errmsg":"sign not match"}"#) }
    try town.courierOnce()
    #expect(try town.courierFaults().count == 1)
    receiver.change { _ in .status(200, body: "<html>") }
    try town.courierOnce()
    #expect(try town.papers().count == 2)
  }

  @Test func aNoticeIsGivenUpInTheEnd() throws {
    let town = try town()
    let receiver = try Receiver { _ in .status(500) }
    var short = CourierText(receiver)
    short.more += ", give_up: 4s"
    try town.write(short)
    let courier = try town.courier()
    try town.until("it is laid aside", within: 20) { town.undelivered().count == 1 }
    #expect(receiver.count >= 3)
    #expect(try courier.stop() == 0)
  }

  @Test func addressesOfThisMachineAreRefusedUnlessTheyArePermitted() throws {
    let town = try town()
    let receiver = try Receiver()
    for host in ["127.0.0.1", "localhost", "127.1", "2130706433", "0.0.0.0", "[::1]", "[::ffff:127.0.0.1]", "0x7f.1"] {
      var near = CourierText(receiver)
      near.url = "http://\(host):\(receiver.port)/hook"
      near.more = "allow_plain: true"
      try town.write(near)
      try town.courierOnce()
      #expect(receiver.calls == 0, "\(host)")
      try town.gridpost("courier", "--test", "a").exits(75)
    }
    #expect(receiver.calls == 0)
    #expect(try town.papers().count == 1)
  }

  @Test func aProxyThatIsNamedIsUsed() throws {
    let town = try town()
    let proxy = try Receiver()
    var far = CourierText(proxy)
    far.url = "http://receiver.invalid/hook?key=secretkey"
    far.more = "allow_plain: true, proxy: \"http://127.0.0.1:\(proxy.port)\""
    try town.write(far)
    try town.courierOnce()
    #expect(proxy.heard.map(\.path) == ["http://receiver.invalid/hook?key=secretkey"])
    #expect(try town.papers().isEmpty)
  }

  @Test func noVariableNamesAProxy() throws {
    let town = try town()
    let receiver = try Receiver()
    try town.write(CourierText(receiver))
    let nowhere = "http://127.0.0.1:1"
    let proxies = ["http_proxy": nowhere, "https_proxy": nowhere, "ALL_PROXY": nowhere, "all_proxy": nowhere]
    try town.gridpost("courier", "--once", environment: proxies).exits(0)
    #expect(receiver.count == 1)
  }

  /// Wherever it is killed, every notice comes to both receivers, under one id, and leaves.
  @Test func killedAnywhereNothingIsLost() throws {
    let town = try town(12)
    let (first, second) = (try Receiver { _ in .after(20, 200) }, try Receiver { _ in .after(35, 200) })
    var (a, b) = (CourierText(first), CourierText(second))
    (a.name, b.name) = ("a", "b")
    try town.write(a, b)
    for round in 0..<8 {
      let courier = try town.courier()
      usleep(60_000 + UInt32(round) * 35_000)
      courier.kill()
    }
    try town.courierOnce()
    #expect(try town.papers().isEmpty)
    for receiver in [first, second] { #expect(Set(receiver.heard.compactMap(\.notice)).count == 12) }
    let left = try FileManager.default.contentsOfDirectory(atPath: town.courierFolder).sorted()
    #expect(left.filter { $0.hasSuffix(".state") }.isEmpty, "\(left)")
    try town.verify()
  }

  /// Killed at each of these calls in turn, until a run ends untouched.
  @Test(.enabled(if: Tools.strace), arguments: ["unlinkat", "/^rename", "fsync", "flock"])
  func killedAtEveryCallNothingIsLost(_ call: String) throws {
    let town = try town(3)
    let (first, second) = (try Receiver(), try Receiver())
    var (a, b) = (CourierText(first), CourierText(second))
    (a.name, b.name) = ("a", "b")
    try town.write(a, b)
    var kills = 0
    for number in 1...60 {
      let inject = ["-e", "trace=\(call)", "-e", "inject=\(call):signal=KILL:when=\(number)"]
      town.wrapper = ["strace", "-f", "-qq", "-o", "/dev/null"] + inject
      let outcome = try town.gridpost("courier", "--once")
      town.wrapper = []
      if outcome.code == 0 { break }
      kills += 1
      #expect(outcome.code == -9 || outcome.code == 137, "\(outcome.said)")
    }
    #expect(kills > 0)
    try town.courierOnce()
    #expect(try town.papers().isEmpty)
    for receiver in [first, second] { #expect(Set(receiver.heard.compactMap(\.notice)).count == 3) }
    let left = try FileManager.default.contentsOfDirectory(atPath: town.courierFolder)
    #expect(left.allSatisfy { ["lock", "faults", "courier.log.ndjson"].contains($0) }, "\(left)")
  }

  @Test(.enabled(if: access("/usr/bin/openssl", X_OK) == 0)) func aCertificateMustBeTrusted() throws {
    let town = try town()
    let said = town.ground.said()
    let make = try Child(
      [
        "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "key.pem", "-out", "cert.pem", "-days",
        "2",
        "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
      ], environment: ["PATH": "/usr/bin:/bin"], folder: town.folder, input: "/dev/null", output: said, errors: said)
    #expect(make.end(within: 30) == 0)
    // A port that was free a moment ago.
    let port = try Receiver().port
    let server = try Child(
      ["openssl", "s_server", "-accept", "\(port)", "-cert", "cert.pem", "-key", "key.pem", "-quiet"],
      environment: ["PATH": "/usr/bin:/bin"], folder: town.folder, input: "/dev/null", output: said + "s",
      errors: said + "s")
    defer { server.kill() }
    usleep(500_000)
    var secure = CourierText(try Receiver())
    secure.url = "https://localhost:\(port)/hook"
    secure.more = "allow_local: true"
    try town.write(secure)
    try town.gridpost("courier", "--test", "a").exits(75).says("TLS")
    // Trusted, it is spoken to; this one then says nothing.
    secure.more = "allow_local: true, ca: cert.pem"
    try town.write(secure)
    let trusted = try town.gridpost("courier", "--test", "a").exits(75)
    #expect(!trusted.said.contains("TLS"), "\(trusted.said)")
  }
}
