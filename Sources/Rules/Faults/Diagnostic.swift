internal import Formats
package import Words

/// One fault of a file that people wrote: what, where, and what to do about it.
///
/// Bad input is data: a diagnostic is a value that is stored, sorted, shown and sent as JSON; it is never thrown.
package struct Diagnostic: Hashable, Sendable {
  /// How bad it is; only an error keeps a file from being used.
  package enum Severity: String, Sendable, CaseIterable {
    case error, warning, note
  }

  /// Another place that belongs to the fault, such as where the clashing definition stands.
  package struct Related: Hashable, Sendable {
    /// Line and column, from 1, in characters.
    package let line: Int
    package let column: Int
    /// What stands there.
    package let message: Bilingual

    /// A place and what stands there.
    package init(line: Int, column: Int, message: Bilingual) {
      self.line = line
      self.column = column
      self.message = message
    }
  }

  /// A word for machines, in kebab case: `unknown-post`.
  package let code: String
  /// How bad it is.
  package let severity: Severity
  /// Where in the structure: `duties.urban-management.post`, `overrides[2].when.grid`; empty for the file as a whole.
  package let path: String
  /// The line, from 1.
  package let line: Int
  /// The column, from 1, in characters.
  package let column: Int
  /// The column after the last character concerned, where that is on the same line.
  package let endColumn: Int?
  /// What was found and what was wanted.
  package let message: Bilingual
  /// What to do.
  package let suggestion: Bilingual?
  /// The other place concerned.
  package let related: Related?

  /// A fault at a place.
  package init(
    code: String, severity: Severity = .error, path: String = "", line: Int, column: Int, endColumn: Int? = nil,
    message: Bilingual, suggestion: Bilingual? = nil, related: Related? = nil
  ) {
    self.code = code
    self.severity = severity
    self.path = path
    self.line = line
    self.column = column
    self.endColumn = endColumn
    self.message = message
    self.suggestion = suggestion
    self.related = related
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

/// Faults as they are found; keeps so many that the worst file cannot fill the memory, and counts the rest.
struct DiagnosticList {
  /// At most so many are listed; a last one says how many more there are.
  static let shown = RuleBounds.faults
  private static let kept = 500

  private var list: [Diagnostic] = []
  private var uncounted = 0
  private(set) var hasError = false

  /// How many there are, listed or not.
  var count: Int { list.count + uncounted }

  /// The message of a fault beyond the bound is never even built.
  mutating func add(severity: Diagnostic.Severity = .error, _ fault: @autoclosure () -> Diagnostic) {
    if severity == .error { hasError = true }
    if list.count < Self.kept {
      list.append(fault())
    } else {
      uncounted += 1
    }
  }

  mutating func add(_ others: DiagnosticList) {
    for fault in others.list { add(severity: fault.severity, fault) }
    uncounted += others.uncounted
  }

  /// Whether an error of these sections is listed, or may be among those that are not.
  func hasError(where isConcerned: (Diagnostic) -> Bool) -> Bool {
    uncounted > 0 || list.contains { $0.severity == .error && isConcerned($0) }
  }

  /// By position, errors before warnings where not all have room, with a last entry counting those left out.
  func sorted(in lines: SourceLines) -> [Diagnostic] {
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
        code: "more-faults", severity: hasError ? .error : .note, line: last.line, column: last.column,
        message: Bilingual(
          en:
            "\(left == 1 ? "1 more fault is" : "\(left) more faults are") not listed; put these right first, then check again",
          zh: "另有 \(left) 处问题没有列出；先改好以上各处，再检查一遍")))
    return result
  }
}
