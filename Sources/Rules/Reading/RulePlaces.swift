internal import Formats
import GridCore
internal import Words
internal import YAML

/// Where a file says what is judged only once all of it is read, and by the day of the check.
struct RulePlaces: Sendable {
  /// Of a matter.
  struct OfMatter: Sendable {
    let code: Spot
    /// In the matter, or in its duty.
    let limit: Spot?
    let until: Spot?
    /// Of each keyword.
    let keywords: [Spot]
  }

  var utcOffset: Spot?
  var knownUntil: Spot?
  var posts: [Spot] = []
  var groups: [Spot] = []
  var matters: [OfMatter] = []
  /// What holds for matters of an urgency.
  var acceptWithin: [Urgency: Spot] = [:]
  var overrideSection: Spot?
  var overrides: [Spot] = []
  var overrideLimits: [Spot?] = []
  /// Overrides of which it could not be proved whether they can ever match, by their indices.
  var unproven: [Int] = []
}

extension Diagnostic {
  /// A fault at a place of the file.
  init(
    _ code: FaultCode, _ spot: Spot, severity: Severity? = nil, _ message: Bilingual, help: Bilingual? = nil,
    related: (spot: Spot, message: Bilingual)? = nil
  ) {
    self.init(
      code: code, severity: severity, path: spot.path.text, line: spot.span.start.line,
      column: spot.span.start.column, endColumn: spot.span.endColumn, message: message, suggestion: help,
      related: related.map {
        Related(line: $0.spot.span.start.line, column: $0.spot.span.start.column, message: $0.message)
      })
  }
}
