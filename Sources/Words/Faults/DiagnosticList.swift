/// Faults as they are found; keeps so many that the worst file cannot fill the memory, and counts the rest.
package struct DiagnosticList: Sendable {
  /// At most so many are listed; a last one says how many more there are.
  package static let shown = 100
  private static let kept = 500

  private var list: [Diagnostic] = []
  private var uncounted = 0
  /// Whether any of them is an error.
  package private(set) var hasError = false

  /// No fault yet.
  package init() {}

  /// How many there are, listed or not.
  package var count: Int { list.count + uncounted }

  /// The message of a fault beyond the bound is never even built.
  package mutating func add(severity: Diagnostic.Severity = .error, _ fault: @autoclosure () -> Diagnostic) {
    if severity == .error { hasError = true }
    if list.count < Self.kept {
      list.append(fault())
    } else {
      uncounted += 1
    }
  }

  /// Takes over those of another list, counted ones too.
  package mutating func add(_ others: DiagnosticList) {
    for fault in others.list { add(severity: fault.severity, fault) }
    uncounted += others.uncounted
  }

  /// Whether an error of these sections is listed, or may be among those that are not.
  package func hasError(where isConcerned: (Diagnostic) -> Bool) -> Bool {
    uncounted > 0 || list.contains { $0.severity == .error && isConcerned($0) }
  }

  /// Whether one of this kind is listed, or may be among those that are not.
  package func contains(where isConcerned: (Diagnostic) -> Bool) -> Bool {
    uncounted > 0 || list.contains(where: isConcerned)
  }

  /// By position, errors before warnings where not all have room, with a last entry counting those left out.
  package func sorted(in lines: SourceLines) -> [Diagnostic] {
    let ordered = list.map { $0.within(lines) }.enumerated().sorted { left, right in
      (left.element.line, left.element.column, left.offset) < (right.element.line, right.element.column, right.offset)
    }.map(\.element)
    let left = ordered.count - Self.shown + uncounted
    guard ordered.count > Self.shown || uncounted > 0 else { return ordered }
    let errors = ordered.filter { $0.severity == .error }.prefix(Self.shown)
    let others = ordered.filter { $0.severity != .error }.prefix(Self.shown - errors.count)
    var result = (errors + others).sorted { ($0.line, $0.column) < ($1.line, $1.column) }
    guard let last = result.last else { return result }
    result.append(
      Diagnostic(
        code: .moreFaults, severity: hasError ? .error : .note, line: last.line, column: last.column,
        message: Bilingual(
          en:
            "\(left == 1 ? "1 more fault is" : "\(left) more faults are") not listed; put these right first, then check again",
          zh: "另有 \(left) 处问题没有列出；先改好以上各处，再检查一遍")))
    return result
  }
}

extension Diagnostic {
  /// The same fault at a place the file has: what is missing at the end is found behind the last line.
  fileprivate func within(_ lines: SourceLines) -> Diagnostic {
    let place = lines.clamped(line: line, column: column)
    guard place != (line, column) else { return self }
    return Diagnostic(
      code: code, severity: severity, path: path, line: place.line, column: place.column, message: message,
      suggestion: suggestion, related: related)
  }
}
