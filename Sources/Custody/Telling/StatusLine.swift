internal import Formats
package import GridCore
package import Linux
internal import Synchronization
package import Words

/// The line `systemctl status` shows beside the service: what is wrong right now or, when all is well, the rules in force.
///
/// Sent whenever it changes; one that could not be sent is sent with the next sign of life.
package final class StatusLine: Sendable {
  private struct Content {
    var rules = ""
    var faults = ""
    var sent = ""
    var text: String { faults.isEmpty ? rules : faults }
  }

  /// systemd reads 4096 bytes of a message, and nobody reads more than a few lines.
  private static let longest = 1000

  private let notifier: SystemdNotifier
  private let language: Language
  private let content = Mutex(Content())

  package init(_ notifier: SystemdNotifier, language: Language) {
    self.notifier = notifier
    self.language = language
  }

  /// What it says now.
  package var text: String { content.withLock(\.text) }

  /// Shows what is wrong; nothing where all is well.
  package func show(_ faults: [StatusBoard.Fault]) {
    change { $0.faults = Self.line(faults.map { "\($0.code): \($0.text)" }.joined(separator: "; ")) }
  }

  /// Shows the rules in force.
  package func show(_ book: RuleBook) {
    let digest = book.digest.hex.prefix(12)
    let (duties, matters, grids) = (book.duties.count, book.matters.count, book.grids.count)
    let text = Bilingual(
      en: "rules \(digest): \(duties) duties, \(matters) matters, \(grids) grids",
      zh: "规则 \(digest)：\(duties) 项职责，\(matters) 项事项，\(grids) 个网格")
    change { $0.rules = text.text(language) }
  }

  private func change(_ body: (inout Content) -> Void) {
    // Sent inside the lock, so that an older line never comes after a newer one.
    content.withLock { content in
      body(&content)
      guard content.text != content.sent, notifier.status(content.text) else { return }
      content.sent = content.text
    }
  }

  /// One line of a bearable length: in a message to systemd, each line is a word of its own.
  private static func line(_ text: String) -> String {
    var line = ""
    for character in text {
      if line.utf8.count + character.utf8.count > longest { return line + "…" }
      line.append(character.isNewline ? " " : character)
    }
    return line
  }
}
