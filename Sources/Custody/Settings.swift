internal import Formats
internal import Glibc
package import Words

/// Where the rules and the state are, and the language people are spoken to.
package struct Settings: Sendable {
  /// The last good rules text, kept beside the ledger.
  package static let lastGoodName = "rules.lastgood.yaml"

  /// The ledger's file in the state.
  package static let ledgerName = "ledger.sqlite"

  package let rulesPath: String
  package let statePath: String
  package let language: Language

  package init(rulesPath: String, statePath: String, language: Language) {
    self.rulesPath = rulesPath
    self.statePath = statePath
    self.language = language
  }

  /// The rules file by a path that means the same in every process.
  package var absoluteRulesPath: String {
    guard !rulesPath.hasPrefix("/"), let folder = getcwd(nil, 0) else { return rulesPath }
    defer { free(folder) }
    return String(cString: folder) + "/" + rulesPath
  }

  package var ledgerPath: String { "\(statePath)/\(Self.ledgerName)" }
  package var markerPath: String { "\(statePath)/\(Marker.fileName)" }
  package var lastGoodPath: String { "\(statePath)/\(Self.lastGoodName)" }
}
