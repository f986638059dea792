internal import Formats
internal import JSON

/// What a report says for people, in its own words.
package struct ReportTexts {
  private let texts: [String: String]

  /// - Parameter event: the flat report; one that does not read says nothing.
  package init(_ event: [UInt8]) {
    var texts: [String: String] = [:]
    do {
      if case .object(let members) = try StrictJSON.read(event[...], maxDepth: StrictJSON.deepest) {
        for member in members {
          if case .string(let text) = member.value { texts[member.key] = text }
        }
      }
    } catch {
      texts = [:]
    }
    self.texts = texts
  }

  /// The texts of some fields, in their order, of a report as it is kept: for lists, which ask a few fields of many.
  package static func some(_ fields: [StaticString], of kept: [UInt8]) -> [String?] {
    if let texts = plainTexts(fields, of: kept) { return texts.map { $0.flatMap { $0.isEmpty ? nil : $0 } } }
    let told = ReportTexts(flatEvent(kept))
    return fields.map { told["\($0)"] }
  }

  /// The text of a field; nil where it has none, or an empty one.
  package subscript(_ field: String) -> String? {
    texts[field].flatMap { $0.isEmpty ? nil : $0 }
  }
}
