internal import Formats
package import Words

/// Where the rules and the state are, and the language people are spoken to.
package struct Settings: Sendable {
  /// The last good rules text, kept beside the ledger.
  package static let lastGoodName = "rules.lastgood.yaml"

  package let rulesPath: String
  package let statePath: String
  package let language: Language

  package init(rulesPath: String, statePath: String, language: Language) {
    self.rulesPath = rulesPath
    self.statePath = statePath
    self.language = language
  }

  package var ledgerPath: String { "\(statePath)/ledger.sqlite" }
  package var markerPath: String { "\(statePath)/\(Marker.fileName)" }
  package var lastGoodPath: String { "\(statePath)/\(Self.lastGoodName)" }
}
