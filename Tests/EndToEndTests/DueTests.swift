import Testing

/// `due`: the deadline of a limit, by the working calendar of 2026.
@Suite(.crew) struct DueTests {
  private static let vectors: [(filed: String, limit: String, due: String)] = [
    ("2026-02-13T16:00:00+08:00", "2wd", "2026-02-24T08:00:00Z"),
    ("2026-02-14T16:30:00+08:00", "4wh", "2026-02-24T03:30:00Z"),
    ("2026-03-02T10:00:00+08:00", "15m", "2026-03-02T02:15:00Z"),
    ("2026-03-02T02:00:00Z", "2h", "2026-03-02T04:00:00Z"),
  ]

  @Test(arguments: vectors)
  func aLimitIsCountedByTheCalendarOrByTheClock(_ vector: (filed: String, limit: String, due: String)) throws {
    let answer = try Town().json("due", vector.filed, vector.limit)
    #expect(answer.keys == ["filed", "limit", "due", "provisional", "steps"])
    #expect(answer["due"].text == vector.due)
    #expect(answer["limit"].text == vector.limit)
    #expect(answer["provisional"] == false)
    #expect(!answer["steps"].array.isEmpty)
    for step in answer["steps"].array { #expect(step.keys == ["from", "to", "counted"]) }
    #expect(answer["steps"].array.last?["to"].text == vector.due)
  }

  @Test func workingTimeBeyondTheKnownCalendarIsProvisional() throws {
    let answer = try Town { $0.knownUntil = "2026-12-31" }.json("due", "2026-12-25T11:00:00+08:00", "5wd")
    #expect(answer["provisional"] == true)
    #expect(answer["due"] == "2027-01-01T03:00:00Z")
    let running = try Town().json("due", "2026-12-31T23:00:00+08:00", "48h")
    #expect(running["due"] == "2027-01-02T15:00:00Z")
  }

  @Test func aDeadlineThatNoTimeCanTellIsRefused() throws {
    let town = try Town()
    for limit in ["3650wd", "1s", "1wh"] {
      try town.gridpost("due", "9999-12-31T23:59:59Z", limit).exits(64, limit).says("beyond the year 9999")
      try town.gridpost("due", "9999-12-31T23:59:59Z", limit, "--json").exits(64, limit)
    }
    // Later there than any local time with four digits of a year.
    try town.gridpost("due", "9999-12-31T20:00:00Z", "1h").exits(0).says("9999-12-31T21:00:00+00:00")
  }

  @Test func aPostMayHaveItsOwnHours() throws {
    let town = try Town()
    let own = try town.json("due", "2026-03-02T17:00:00+08:00", "4wh", "--post", "patrol")
    #expect(own["due"] == "2026-03-02T13:00:00Z")
    let common = try town.json("due", "2026-03-02T17:00:00+08:00", "4wh", "--post", "livelihood")
    #expect(common["due"] == "2026-03-03T04:00:00Z")
  }

  @Test func explainWalksTheWorkingHours() throws {
    let town = try Town()
    let outcome = try town.gridpost("due", "2026-02-14T16:30:00+08:00", "4wh", "--explain").exits(0)
    outcome.says("2026-02-14", "2026-02-24", "11:30")
    try town.gridpost("due", "2026-02-14T16:30:00+08:00", "4wh").exits(0).says("2026-02-24", "11:30")
  }
}
