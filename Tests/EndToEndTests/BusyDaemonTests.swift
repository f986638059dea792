import Foundation
import Glibc
import Testing

/// A daemon that takes, delivers and escalates while it is looked at, given new rules and stopped: what `make sanitize` drives.
@Suite(.crew) struct BusyDaemonTests {
  private static let looks = [
    ["status", "--json"], ["verify", "--json"], ["list", "--json"], ["export"], ["list", "--overdue"],
  ]

  @Test func isLookedAtReloadedAndStoppedWhileItWorks() throws {
    let town = try Town(Load.rules)
    var load = Load()
    for round in 0..<3 {
      let daemon = try town.run()
      for part in 0..<3 {
        try load.drop(into: town, files: 15, lines: 60)
        let looks = try Self.looks.map { ($0, try town.start($0)) }
        // Every other save is half a file: the last good rules stay.
        let text = "# round \(round), part \(part)\n" + Load.rules.text
        try town.write(rulesText: part == 1 ? String(text.prefix(text.count / 2)) : text)
        daemon.signal(SIGHUP)
        for (arguments, look) in looks { try expectSuccess(of: look, arguments) }
      }
      if round == 1 {
        daemon.kill()
      } else {
        #expect(try daemon.stop(within: 60) == 0, "\(daemon.said)")
      }
    }
    try load.expectNothingLostNothingTwice(in: town)
  }

  private func expectSuccess(of look: Child, _ arguments: [String]) throws {
    guard look.end(within: 120) != nil else { throw HarnessFailure("\(arguments) did not end") }
    look.outcome.exits(0, arguments.joined(separator: " "))
  }
}
