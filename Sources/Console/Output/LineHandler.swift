package import Custody
import Glibc
import GridCore
import JSON
import Linux
package import Logging
import Rules

/// The journal of a process: lines on stderr, with systemd's priority prefix (sd-daemon(3)) where the journal reads them.
///
/// A person at a terminal reads the town's local time, as the rules file has it when the process starts; files and pipes get UTC.
package func journal(level: Logger.Level, rules: String) -> Journal {
  let isJournal = environment("JOURNAL_STREAM") != nil
  let offset = isJournal || isatty(STDERR_FILENO) != 1 ? nil : townOffset(rules)
  var logger = Logger(label: "gridpost") { _ in LineHandler(isJournal: isJournal, offset: offset) }
  logger.logLevel = level
  return Journal(language: language, logger: logger)
}

/// How many seconds the town's clocks lie east of UTC; nil where there are no usable rules to tell.
private func townOffset(_ rules: String) -> Int64? {
  switch RulesFile.read(rules) {
  case .success(let reading): reading.rules.book?.calendar.utcOffset
  case .failure: nil
  }
}

/// Writes one line a message; whatever came from outside in it is neutralised.
private struct LineHandler: LogHandler {
  let isJournal: Bool
  let offset: Int64?
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
    let now = ServiceClock.wallTime
    return (offset.map { RFC3339.localText(now, offset: $0) } ?? RFC3339.text(now)) + " "
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
