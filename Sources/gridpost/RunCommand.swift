import ArgumentParser
import Custody
import Daemon
import Formats
import Glibc
import Linux
import Logging

struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: say("Run the daemon in the foreground.", "在前台运行值守程序。"))

  @OptionGroup var place: PlaceOptions

  func run() throws {
    let signals = try guarded { try Signals() }
    try Console.serve()
    defer { Console.finish() }
    try guarded {
      let notifier = SystemdNotifier(environment: environment)
      let station = try Station(
        place.settings, clock: .started(), journal: journal(level: .info), notifier: notifier)
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

struct PassCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pass",
    abstract: say(
      "Do all the daemon would do now, once, and exit.", "把值守程序此刻该做的事做一遍，然后退出。"))

  @OptionGroup var place: PlaceOptions

  @Option(
    name: .long, help: ArgumentHelp(say("As if it were this moment (RFC 3339).", "视为此刻（RFC 3339）。"), valueName: "time"))
  var at: Moment?

  func run() throws {
    try guarded {
      let station = try Station(
        place.settings, clock: at.map { .fixed($0.timestamp) } ?? .started(), journal: journal(level: .info))
      try SinglePass(station).run()
      try station.close()
    }
  }
}

/// The journal of a process: lines on stderr, with systemd's priority prefix (sd-daemon(3)) where the journal reads them.
func journal(level: Logger.Level) -> Journal {
  let isJournal = environment("JOURNAL_STREAM") != nil
  var logger = Logger(label: "gridpost") { _ in LineHandler(isJournal: isJournal) }
  logger.logLevel = level
  return Journal(language: language, logger: logger)
}

/// Writes one line a message; whatever came from outside in it is neutralised.
private struct LineHandler: LogHandler {
  let isJournal: Bool
  var metadata: Logger.Metadata = [:]
  var logLevel: Logger.Level = .info

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    for line in "\(event.message)".split(separator: "\n") {
      Console.err(head(event.level) + (Console.coloured ? String(line) : neutral(String(line))))
    }
  }

  private func head(_ level: Logger.Level) -> String {
    if isJournal { return "<\(priority(level))>" }
    return RFC3339.text(ServiceClock.wallTime) + " "
  }

  private func priority(_ level: Logger.Level) -> Int {
    switch level {
    case .trace, .debug: 7
    case .info: 6
    case .notice: 5
    case .warning: 4
    case .error: 3
    case .critical: 2
    }
  }
}
