internal import Formats
package import GridCore
package import Rules
package import Words

/// A rules text with what became of it.
package struct RulesReading: Sendable {
  package let bytes: [UInt8]
  package let rules: LoadedRules

  /// Reads the bytes of a file that is called so; nil stands for more of them than a rules file may have.
  package init(_ bytes: [UInt8]?, name: String) {
    self.bytes = bytes ?? []
    rules = bytes.map { RuleFile.load(bytes: $0, name: name, digest: sha256(of: $0)) } ?? RuleFile.tooLarge(name: name)
  }

  private init(_ bytes: [UInt8], _ rules: LoadedRules) {
    (self.bytes, self.rules) = (bytes, rules)
  }

  /// The same in the place of a book: what must not change makes it unusable.
  package func replacing(_ old: RuleBook) -> RulesReading { RulesReading(bytes, rules.replacing(old)) }

  /// The faults as people read them.
  package func rendered(_ language: Language, colour: Bool = false) -> String {
    rendered(rules.diagnostics, language, colour: colour)
  }

  /// Faults of this text as people read them.
  package func rendered(_ faults: [Diagnostic], _ language: Language, colour: Bool = false) -> String {
    DiagnosticRendering(name: rules.name, bytes: bytes, language: language, colour: colour).text(faults)
  }
}
