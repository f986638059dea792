import Testing

/// Deadlines and rungs, by passes at chosen times.
@Suite(.crew) struct ClockTests {
  @Test func rungOneFiresAfterTheDeadlineAndNotAtIt() throws {
    let town = try Town()
    try town.drop("a.json", report("a"))
    try town.pass(at: Moment.monday10)
    try town.pass(at: "2026-03-02T11:59:59+08:00")
    try town.pass(at: Moment.monday12)
    #expect(try town.papers().count == 1)
    #expect(try town.status(at: Moment.monday12)["items"]["overdue"] == 0)
    #expect(try town.status(at: Moment.monday12AndASecond)["items"]["overdue"] == 1)
    try town.pass(at: Moment.monday12AndASecond)
    try town.expectNotice(at: "heshuikou/group/city-appearance", of: "a", rung: 1)
    let item = try town.show(of: "a")
    #expect(item["rung"] == 1 && item["holder"] == "heshuikou/group/city-appearance")
    #expect(item["deadline"] == "2026-03-02T04:00:00Z")
    #expect(item["next_due"] == "2026-03-03T04:00:00Z")
    try town.verify()
  }

  @Test func rungTwoCountsFromRungOnesMomentInWorkingHours() throws {
    let town = try Town()
    try town.drop("a.json", report("a"))
    try town.pass(at: Moment.monday10)
    try town.pass(at: "2026-03-02T13:45:00+08:00")
    try town.pass(at: Moment.tuesday12)
    #expect(try town.papers().count == 2)
    try town.pass(at: Moment.tuesday12AndASecond)
    try town.expectNotice(at: "subdistrict/command-centre", of: "a", rung: 2)
    let item = try town.show(of: "a")
    #expect(item["rung"] == 2 && item["next_due"] == .null)
    for day in ["2026-03-04", "2026-06-01", "2027-03-01"] { try town.pass(at: "\(day)T10:00:00+08:00") }
    #expect(try town.papers().count == 3)
    #expect(try town.status()["escalations"] == 2)
    try town.verify()
  }

  @Test func aDowntimeOfDaysIsCaughtUpInOnePassWithEachRungOnce() throws {
    let town = try Town()
    try town.drop("a.ndjson", report("a"), report("b", grid: "jiangwei-01"))
    try town.pass(at: Moment.monday10)
    try town.pass(at: Moment.friday10)
    for (id, place) in [("a", "heshuikou"), ("b", "jiangwei")] {
      try town.expectNotice(at: "\(place)/group/city-appearance", of: id, rung: 1)
      try town.expectNotice(at: "subdistrict/command-centre", of: id, rung: 2)
      #expect(try town.show(of: id)["history"].array.map { $0["rung"] } == [0, 1, 2])
    }
    try town.pass(at: Moment.friday10)
    #expect(try town.papers().count == 6)
    #expect(try town.status()["escalations"] == 4)
    try town.verify()
  }

  @Test func aLateReceiptStartsTheClockAtTheReceipt() throws {
    let town = try Town()
    try town.drop("a.json", report("a").with(["time": "2026-02-01T10:00:00+08:00"]))
    try town.pass(at: Moment.monday10)
    #expect(try town.show(of: "a")["deadline"] == "2026-03-02T04:00:00Z")
    #expect(try town.papers().count == 1)
  }

  @Test func anEarlierTimeThanTheLastPassIsFine() throws {
    let town = try Town()
    try town.drop("a.json", report("a"))
    try town.pass(at: Moment.friday10)
    try town.drop("b.json", report("b"))
    try town.pass(at: Moment.monday10)
    #expect(try town.items().map { $0["id"] } == ["a", "b"])
    #expect(try town.show(of: "b")["received_at"] == "2026-03-02T02:00:00Z")
    #expect(try town.show(of: "b")["deadline"] == "2026-03-02T04:00:00Z")
    #expect(try town.papers().count == 2)
    try town.pass(at: Moment.monday12AndASecond)
    try town.expectNotice(at: "heshuikou/group/city-appearance", of: "b", rung: 1)
    #expect(try town.papers().count == 3)
    let numbers = try town.export().compactMap { $0["seq"].int }
    #expect(numbers == numbers.sorted())
    try town.verify()
  }

  @Test func workingTimeLimitsUseTheCalendar() throws {
    let town = try Town()
    try town.drop("a.json", report("a", matter: "CA-001"))
    try town.pass(at: "2026-02-13T16:00:00+08:00")
    #expect(try town.show(of: "a")["deadline"] == "2026-02-14T08:00:00Z")
    try town.pass(at: "2026-02-14T16:00:00+08:00")
    #expect(try town.papers().count == 1)
    try town.pass(at: "2026-02-14T16:00:01+08:00")
    try town.expectNotice(at: "heshuikou/group/livelihood", of: "a", rung: 1)
    #expect(try town.show(of: "a")["next_due"] == "2026-02-24T08:00:00Z")
  }

  @Test func besideADaemonRungsFireByThemselvesInTime() throws {
    let town = try Town {
      $0.duties[0].matters[2].body = "{name: 夜间噪音, deadline: 2s}"
      $0.ladder = ["{to: group}", "{to: subdistrict/command-centre, after: 2s}"]
    }
    try town.run()
    try town.drop("a.ndjson", report("a", matter: "UM-003"), report("b"))
    try town.settle()
    let item = try town.item(of: "a")
    try town.until("rung 1") { try !town.papers(at: "heshuikou/group/city-appearance").isEmpty }
    try town.until("rung 2") { try !town.papers(at: "subdistrict/command-centre").isEmpty }
    let history = try town.show(item)["history"].array
    #expect(history.map { $0["rung"] } == [0, 1, 2])
    let times = history.compactMap { $0["at"].text }.compactMap(seconds)
    #expect(times.count == 3)
    for (earlier, later) in zip(times, times.dropFirst()) {
      #expect(later - earlier >= 2 - 1 && later - earlier <= 2 + 10, "\(times)")
    }
    #expect(try town.papers().count == 4)
    try town.verify()
  }

  @Test func whatFellDueWhileNoDaemonRanIsRaisedAtTheStart() throws {
    let town = try Town { $0.ladder = ["{to: group}"] }
    let daemon = try town.run()
    try town.drop("a.json", report("a", matter: "UM-003"))
    try town.until("taken") { try town.status()["records"]["accepted"] == 1 }
    daemon.kill()
    try town.until("late") { try town.status()["items"]["overdue"] == 1 || town.papers().count == 2 }
    try town.run()
    try town.until("rung 1") { try town.papers().count == 2 }
    try town.verify()
  }

  /// Seconds of the day of a time in UTC.
  private func seconds(_ time: String) -> Int? {
    let parts = time.dropFirst(11).dropLast().split(separator: ":").compactMap { Int($0) }
    return parts.count == 3 ? parts[0] * 3_600 + parts[1] * 60 + parts[2] : nil
  }
}
