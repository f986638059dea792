package import Words

/// Characters of the file and the way to what they stand for.
package struct Spot: Sendable {
  package let span: YAMLSpan
  package let path: NodePath

  package init(span: YAMLSpan, path: NodePath) {
    self.span = span
    self.path = path
  }

  /// The first character of a value, where the whole of it would be too much to underline.
  package static func start(of place: NodePlace) -> Spot {
    let span = place.key?.span ?? YAMLSpan(start: place.node.span.start, end: place.node.span.start)
    return Spot(span: span, path: place.path)
  }
}

extension Diagnostic {
  /// A fault at a place of the file.
  package init(
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
