import ArgumentParser
import Console
import Custody
import Daemon
import Formats
import Linux
import Logging

struct PassCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pass",
    abstract: say(
      "Do all the daemon would do now, once, and exit.", "把值守程序此刻该做的事做一遍，然后退出。"))

  @OptionGroup var place: PlaceOptions

  @Option(help: hint("As if it were this moment (RFC 3339).", "视为此刻（RFC 3339）。", "time"))
  var at: Moment?

  func run() throws {
    try guarded {
      let station = try Station(
        place.settings, clock: at.map { .fixed($0.timestamp) } ?? .started(),
        journal: journal(level: .info, rules: place.rules),
        isPatient: false)
      try SinglePass(station).run()
      try station.close()
    }
  }
}
