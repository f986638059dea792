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

  /// What kind of fault it is.
  package let code: FaultCode
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

  /// A fault at a place, as bad as its kind usually is.
  package init(
    code: FaultCode, severity: Severity? = nil, path: String = "", line: Int, column: Int, endColumn: Int? = nil,
    message: Bilingual, suggestion: Bilingual? = nil, related: Related? = nil
  ) {
    self.code = code
    self.severity = severity ?? code.severity
    self.path = path
    self.line = line
    self.column = column
    self.endColumn = endColumn
    self.message = message
    self.suggestion = suggestion
    self.related = related
  }
}
