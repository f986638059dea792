import ArgumentParser
import Console
import Custody
import Daemon
import Formats
import Glibc
import JSON
import Linux
import Logging

struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: say("Run the daemon in the foreground.", "在前台运行值守程序。"))

  @OptionGroup var place: PlaceOptions

  @Flag(
    name: .customLong("trust-clock"),
    help: hint("The clock is right, though it lies before the last moment the ledger knows.", "系统时钟无误，即使早于台账最近一次记载的时刻。")
  )
  var trustsClock = false

  func run() throws {
    let signals = try guarded { try Signals() }
    try Console.serve()
    defer { Console.finish() }
    try guarded {
      let notifier = SystemdNotifier(environment: environment)
      let station = try Station(
        place.settings, clock: .started(), trustsClock: trustsClock,
        journal: journal(level: .info, rules: place.rules), isPatient: true, notifier: notifier)
      try GridpostService(station, notifier: notifier, signals: signals).run { epoch in
        var writer = JSONWriter()
        writer.beginObject()
        writer.field("pid", getpid())
        writer.field("epoch", epoch)
        writer.endObject()
        // Nobody may be listening; the daemon serves all the same.
        do { try Console.out("ready " + String(decoding: writer.bytes, as: UTF8.self)) } catch { return }
      }
    }
  }
}
