internal import Board
package import Custody
package import Words

/// What lies in the rules file, and what it would do, as far as whoever asks has it.
package struct RulesSight: Sendable {
  /// The file as it is now; nil where it could not be read.
  package var file: RulesReading?
  /// Why it could not be read.
  package var unread: Bilingual?

  /// What is known of it.
  package init(file: RulesReading?, unread: Bilingual? = nil) {
    (self.file, self.unread) = (file, unread)
  }
}
