import Foundation
import Glibc
import Testing

/// `gridpost courier` against receivers that take what they are sent.
@Suite(.crew) struct CourierTests {
  private func town(_ reports: JSON...) throws -> Town {
    let town = try Town()
    try town.drop("a.ndjson", text: reports.map(\.rendered).joined(separator: "\n") + "\n")
    try town.pass(at: Moment.monday10)
    return town
  }

  @Test func aNoticeIsSentSignedAndLeavesTheOutbox() throws {
    let town = try town(report("a"))
    let paper = try #require(try town.papers().first)
    let receiver = try Receiver()
    try town.write(CourierText(receiver))
    try town.courierOnce()
    let request = try #require(receiver.heard.first)
    #expect(receiver.count == 1)
    #expect(request.path == "/hook/secretpath" && request.headers["content-type"] == "application/json")
    #expect(request.json["type"] == "gridpost.notice.task")
    #expect(request.json["data"] == paper.content)
    #expect(request.notice == paper.content["notice"].text)
    #expect(request.headers["webhook-signature"]?.hasPrefix("v1,") == true)
    #expect(try town.papers().isEmpty)
    let line = try #require(try town.courierLog().first)
    #expect(line["result"] == "delivered" && line["status"] == 200 && line["to"] == "http://127.0.0.1")
    #expect(
      !(town.contents(of: town.courierFolder + "/courier.log.ndjson").map { String(decoding: $0, as: UTF8.self) } ?? "")
        .contains("secretpath"))
    try town.verify()
    try town.expectBalance()
    // Nothing is left to send.
    try town.courierOnce()
    #expect(receiver.count == 1)
  }

  @Test func whatNobodyTakesStaysAndEveryCourierThatFitsHasItsOwn() throws {
    let town = try town(report("a"), report("b", matter: "停电"))
    let (first, second, third) = (try Receiver(), try Receiver { _ in .status(500) }, try Receiver())
    var (a, b, c) = (CourierText(first), CourierText(second), CourierText(third))
    (a.take, b.take, c.take) = ("heshuikou/*/patrol", "\"heshuikou/**\"", "\"*/*/patrol\"")
    (b.name, c.name) = ("b", "c")
    c.more += ", kind: [reminder]"
    try town.write(a, b, c)
    try town.courierOnce()
    #expect(first.count == 1 && second.count == 1 && third.count == 0)
    // It waits for the second, and the first is not asked again.
    #expect(try town.papers().map(\.address).sorted() == ["heshuikou/heshuikou-03/patrol", "triage"])
    try town.courierOnce()
    #expect(first.count == 1 && second.count == 2)
    second.change { _ in .status(204) }
    try town.courierOnce()
    #expect(first.count == 1 && second.count == 3)
    #expect(try town.papers().map(\.address) == ["triage"])
    #expect(Set(second.heard.map(\.notice)).count == 1)
    #expect(access(town.courierFolder + "/" + (first.heard[0].notice ?? "") + ".state", F_OK) != 0)
  }

  @Test func noticesOfAnItemComeInTheirOrder() throws {
    let town = try town(report("a"))
    try town.pass(at: Moment.monday12AndASecond)
    try town.pass(at: Moment.friday10)
    let count = try town.papers().count
    #expect(count > 2)
    let receiver = try Receiver()
    try town.write(CourierText(receiver))
    try town.courierOnce()
    let places = receiver.heard.compactMap { $0.json["data"]["seq"].int }
    #expect(places.count == count && places == places.sorted())
  }

  @Test func theDaemonAndTheCourierKnowNothingOfEachOther() throws {
    let town = try Town()
    let receiver = try Receiver()
    try town.write(CourierText(receiver))
    try town.run()
    let courier = try town.courier()
    #expect(courier.ready == ["couriers": 1])
    try town.gridpost("courier", "--config", town.couriersFile).exits(75)
    try town.drop("a.json", report("a"))
    try town.until("it is sent", within: 10) { receiver.count == 1 }
    try town.until("it has left", within: 5) { (try? town.papers().isEmpty) == true }
    // Another file is read while it runs, and a broken one is told and not used.
    let other = try Receiver()
    try town.write(bytes: Array("couriers: [".utf8), to: Array(town.couriersFile.utf8))
    try town.until("the fault is shown", within: 5) {
      (try? town.courierFaults().first?.contains("couriers.yaml")) == true
    }
    try town.drop("b.json", report("b"))
    try town.until("the last good one goes on", within: 10) { receiver.count == 2 }
    try town.write(CourierText(other))
    try town.until("the cure is shown", within: 10) { (try? town.courierFaults().isEmpty) == true }
    try town.drop("c.json", report("c"))
    try town.until("the new one is in force", within: 10) { other.count == 1 }
    #expect(receiver.count == 2)
    #expect(try courier.stop() == 0)
  }

  @Test func systemdIsTold() throws {
    let town = try Town()
    try town.pass(at: Moment.monday10)
    let systemd = try NotifySocket(in: town)
    try town.write(CourierText(try Receiver()))
    let courier = try town.courier(environment: systemd.environment)
    try town.until("it is ready", within: 5) { systemd.count(of: "READY=1") == 1 }
    #expect(try courier.stop() == 0)
    #expect(systemd.count(of: "STOPPING=1") == 1)
  }

  @Test func whatSomebodyElseTakesIsDropped() throws {
    let town = try town(report("a"))
    let receiver = try Receiver { _ in .status(503, ["Retry-After": "2"]) }
    try town.write(CourierText(receiver))
    let courier = try town.courier()
    try town.until("it was tried", within: 10) { receiver.count == 1 }
    for paper in try town.papers() { unlink("\(town.outbox)/\(paper.address)/\(paper.name)") }
    try town.until("it is dropped", within: 5) { (try? town.courierLog().last?["result"] == "taken") == true }
    usleep(2_500_000)
    #expect(receiver.count == 1)
    #expect(try courier.stop() == 0)
  }

  @Test func robotsGetWordsAndGatherThem() throws {
    let town = try town(report("a"), report("b"), report("c"))
    let receiver = try Receiver { _ in .status(200, body: #"{"errcode":0,"errmsg":"ok"}"#) }
    var group = CourierText(receiver, path: "/robot/send?access_token=secrettoken")
    group.form = "dingtalk"
    group.more += ", digest: 2s, link: \"https://board.example\", language: zh"
    try town.write(group)
    let courier = try town.courier()
    try town.until("they are sent", within: 10) { receiver.count == 1 }
    #expect(receiver.heard[0].json["markdown"]["text"].text?.contains("3 张通知单") == true)
    try town.until("they have left", within: 5) { (try? town.papers().isEmpty) == true }
    #expect(try courier.stop() == 0)
    #expect(!courier.said.contains("secrettoken"))
  }

  @Test func aTestNeedsNoState() throws {
    let town = try Town()
    let receiver = try Receiver()
    try town.write(CourierText(receiver))
    try FileManager.default.removeItem(atPath: town.state)
    try town.gridpost("courier", "--test", "a").exits(0).says("127.0.0.1")
    #expect(receiver.heard.first?.json["type"] == "gridpost.notice.test")
    try town.gridpost("courier", "--test", "b").exits(64).says("did you mean “a”")
    receiver.change { _ in .status(401) }
    try town.gridpost("courier", "--test", "a").exits(74)
    receiver.change { _ in .status(503) }
    try town.gridpost("courier", "--test", "a").exits(75)
    try town.gridpost("courier", "--once").exits(66)
    try town.write(bytes: Array("couriers: []\n".utf8), to: Array(town.couriersFile.utf8))
    try town.gridpost("courier").exits(78).says("couriers.yaml:1:13: error[half-saved]")
    unlink(town.couriersFile)
    try town.gridpost("courier").exits(78)
  }
}
