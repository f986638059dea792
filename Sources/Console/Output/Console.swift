import ArgumentParser
import Custody
import Formats
import Glibc
import Ledger
import Linux
import Spool
import Synchronization
package import Words

/// The language of the process, by LC_ALL, LC_MESSAGES and LANG (locale(7)): Chinese where the first of them that is set begins with "zh".
package let language: Language = {
  for name in ["LC_ALL", "LC_MESSAGES", "LANG"] {
    if let value = environment(name) { return value.hasPrefix("zh") ? .zh : .en }
  }
  return .en
}()

/// The text in the language of the process.
package func say(_ en: String, _ zh: String) -> String { language.say(en, zh) }

/// A variable of the environment; one that is empty counts as not set.
package func environment(_ name: String) -> String? {
  guard let value = getenv(name).map({ String(cString: $0) }), !value.isEmpty else { return nil }
  return value
}

/// Where output goes: machines read stdout, people stderr (and stdout where a person asked a question).
package enum Console {
  /// Whether people see colour: only on a terminal, and not where NO_COLOR is set (no-color.org).
  package static let coloured = isatty(STDERR_FILENO) == 1 && takesColour
  package static let answersColoured = isatty(STDOUT_FILENO) == 1 && takesColour
  private static let takesColour = environment("NO_COLOR") == nil && environment("TERM") != "dumb"

  /// A line of an answer.
  package static func out(_ text: String) throws {
    try write(Array(text.utf8) + [UInt8(ascii: "\n")], to: STDOUT_FILENO)
  }

  /// A piece of an answer, as it is.
  package static func out(_ bytes: [UInt8]) throws {
    try write(bytes, to: STDOUT_FILENO)
  }

  /// A line for people; a stderr that is gone is nobody's loss.
  package static func err(_ text: String) {
    let line = Array(text.utf8) + [UInt8(ascii: "\n")]
    if isServing.load(ordering: .acquiring) { scribe.say(line) } else { writeToPeople(line) }
  }

  /// From now on nobody waits for a reader of stderr: what a daemon says must never hold it up.
  package static func serve() throws {
    try guarded { try scribe.start() }
    isServing.store(true, ordering: .releasing)
  }

  /// Gives the last lines of a daemon a moment to be read.
  package static func finish() { scribe.finish() }

  private static let isServing = Atomic(false)
  private static let scribe = Scribe(write: writeToPeople)

  @Sendable private static func writeToPeople(_ line: [UInt8]) {
    // There is nobody left to tell that nobody reads what is told.
    do { try write(line, to: STDERR_FILENO) } catch { return }
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32) throws {
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress?.advanced(by: done), $0.count - done) }
      if count < 0 {
        if errno == EINTR { continue }
        if descriptor == STDOUT_FILENO { err("gridpost: " + say("the output cannot be written", "无法写出结果")) }
        throw Exit.io
      }
      done += count
    }
  }
}

/// Whether a path names a folder.
package func isFolder(_ path: String) -> Bool {
  var status = stat()
  return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
}
