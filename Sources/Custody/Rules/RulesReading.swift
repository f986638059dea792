internal import Formats
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

  /// The faults as people read them.
  package func rendered(_ language: Language, colour: Bool = false) -> String {
    DiagnosticRendering(name: rules.name, bytes: bytes, language: language, colour: colour).text(rules.diagnostics)
  }
}
