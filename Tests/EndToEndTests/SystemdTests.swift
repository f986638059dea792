import Glibc
import Testing

/// What `systemctl status` shows, and when.
@Suite(.crew) struct SystemdTests {
  @Test func whatIsWrongIsShownBesideTheServiceWithinFiveSeconds() throws {
    let town = try Town()
    let systemd = try NotifySocket(in: town)
    let daemon = try town.run(environment: systemd.environment)
    try town.until("it is ready", within: 2) { systemd.count(of: "READY=1") == 1 }
    let well = systemd.status
    #expect(well.hasPrefix("rules ") && well.contains("matters"), "\(well)")

    try town.write(rulesText: "version: 1\n")
    try town.until("bad rules are shown", within: 5) { systemd.status.hasPrefix("rules: \(town.rulesFile):1:") }
    try town.write(Rules())
    try town.until("the cure is shown", within: 10) { systemd.status == well }

    let post = town.outbox + "/heshuikou/heshuikou-03"
    #expect(mkdir(town.outbox + "/heshuikou", 0o755) == 0)
    try town.write(bytes: [], to: Array(post.utf8))
    try town.drop("a.json", report("a"))
    try town.until("the blocked post is shown", within: 5) { systemd.status.contains("outbox: outbox/heshuikou") }
    #expect(systemd.status.utf8.count < 1100 && !systemd.messages.contains { $0.contains("\n\n") })
    unlink(post)
    try town.until("the cure is shown", within: 10) { systemd.status == well }
    try town.settle()

    daemon.signal(SIGHUP)
    try town.until("it is ready again", within: 5) { systemd.count(of: "READY=1") == 2 }
    #expect(systemd.count(of: "RELOADING=1") == 1)
    #expect(systemd.status == well)
    #expect(try daemon.stop() == 0)
    #expect(systemd.count(of: "STOPPING=1") == 1)
  }

  @Test func aSystemdThatDoesNotListenHoldsNothingUp() throws {
    let town = try Town()
    let systemd = try NotifySocket(in: town)
    let daemon = try town.run(environment: systemd.environment)
    // Nobody reads, and a thousand changes do not fit into the socket's queue.
    for round in 0..<40 {
      try town.write(rulesText: round % 2 == 0 ? "version: 1\n" : Rules().text)
      usleep(20_000)
    }
    try town.write(Rules())
    try town.drop("a.json", report("a"))
    try town.settle()
    #expect(try town.status()["records"]["accepted"] == 1)
    systemd.listen()
    #expect(try daemon.stop() == 0)
  }
}
