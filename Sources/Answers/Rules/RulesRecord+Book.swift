package import GridCore
package import Ledger
internal import Rules

extension RulesRecord {
  /// The book of the text; nil where it no longer reads.
  package var book: RuleBook? {
    RuleFile.load(bytes: text, name: digest.hex, digest: digest).book
  }
}
