import Custody
import Daemon
import Formats
import GridCore
import Linux
import Logging

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
