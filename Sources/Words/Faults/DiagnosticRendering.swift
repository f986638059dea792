/// Draws faults for people: the place, the source line, a caret under the characters concerned, and what to do.
///
/// Guarantees: what the file holds is shown with control characters written out, so that no file can steer the terminal of
/// whoever checks it; carets stand right under wide characters and behind tabs.
package struct DiagnosticRendering: Sendable {
  /// So many columns of a line are shown at most.
  private static let widest = 160

  private let name: String
  private let source: SourceLines
  private let language: Language
  private let colour: Bool

  /// - Parameters:
  ///   - name: how the file is called in front of line and column.
  ///   - bytes: the file the faults were found in.
  ///   - colour: whether to use ANSI colours.
  package init(name: String, bytes: [UInt8], language: Language, colour: Bool = false) {
    self.name = neutralised(name)
    self.source = SourceLines(bytes)
    self.language = language
    self.colour = colour
  }

  /// All of them, with an empty line between, each line ended.
  package func text(_ diagnostics: [Diagnostic]) -> String {
    diagnostics.map(text).joined(separator: "\n")
  }

  /// One fault, each line ended.
  package func text(_ diagnostic: Diagnostic) -> String {
    let tint = tint(of: diagnostic.severity)
    var result = "\(name):\(diagnostic.line):\(diagnostic.column): "
    result += painted("\(word(for: diagnostic.severity))[\(diagnostic.code.rawValue)]", tint)
    result += ": \(neutralised(diagnostic.message.text(language)))\n"
    result += drawing(line: diagnostic.line, column: diagnostic.column, end: diagnostic.endColumn, tint: tint)
    if let suggestion = diagnostic.suggestion {
      let label = language == .zh ? "建议：" : "help: "
      result += gutter("") + painted(label, "36") + neutralised(suggestion.text(language)) + "\n"
    }
    if let related = diagnostic.related {
      result += "\(name):\(related.line):\(related.column): "
      result += painted(word(for: .note), "36") + ": \(neutralised(related.message.text(language)))\n"
      result += drawing(line: related.line, column: related.column, end: nil, tint: "36")
    }
    return result
  }

  private func word(for severity: Diagnostic.Severity) -> String {
    switch (severity, language) {
    case (_, .en): severity.rawValue
    case (.error, .zh): "错误"
    case (.warning, .zh): "警告"
    case (.note, .zh): "提示"
    }
  }

  private func tint(of severity: Diagnostic.Severity) -> String {
    switch severity {
    case .error: "1;31"
    case .warning: "1;33"
    case .note: "1;36"
    }
  }

  private func painted(_ text: String, _ tint: String) -> String {
    colour ? "\u{1b}[\(tint)m\(text)\u{1b}[0m" : text
  }

  private func gutter(_ label: String, bar: String = "  ") -> String {
    String(repeating: " ", count: max(0, 6 - label.utf8.count)) + label + " " + bar
  }

  // The source line and the caret line. A line too wide for a terminal is shown in part, around the caret.
  private func drawing(line: Int, column: Int, end: Int?, tint: String) -> String {
    guard !source.isEmpty, let text = source.line(line) else { return "" }
    let scalars = Array(text.unicodeScalars)
    let place = min(max(column - 1, 0), scalars.count)
    // Of a giant line only what lies around the caret can be seen, and only that is worth being looked at.
    let near = max(0, place - 2 * Self.widest)..<min(scalars.count, place + 2 * Self.widest)
    let cells = scalars[near].map { neutralised(String($0), keepingTabs: true) }
    let caret = place - near.lowerBound
    let last = min(max(end.map { $0 - 1 - near.lowerBound } ?? caret, caret + 1), max(cells.count, caret + 1))
    let window = window(of: cells, around: caret)
    let isCut = near.lowerBound + window.lowerBound > 0
    var shown = isCut ? "…" : ""
    shown += cells[window].joined()
    if near.lowerBound + window.upperBound < scalars.count { shown += "…" }
    var pointer = isCut ? " " : ""
    for cell in cells[window.lowerBound..<caret] {
      pointer += cell == "\t" ? "\t" : String(repeating: " ", count: displayWidth(cell))
    }
    let marked = cells[caret..<min(last, window.upperBound, cells.count)].reduce(0) { $0 + displayWidth($1) }
    let carets = painted(String(repeating: "^", count: max(1, marked)), tint)
    return gutter("\(line)", bar: "| ") + shown + "\n" + gutter("", bar: "| ") + pointer + carets + "\n"
  }

  private func window(of cells: [String], around caret: Int) -> Range<Int> {
    let widest = Self.widest
    guard cells.count > widest / 2, cells.reduce(0, { $0 + displayWidth($1) }) > widest else { return 0..<cells.count }
    var start = caret
    var width = 0
    while start > 0, width < widest / 2 {
      start -= 1
      width += displayWidth(cells[start])
    }
    var end = caret
    while end < cells.count, width < widest {
      width += displayWidth(cells[end])
      end += 1
    }
    return start..<end
  }
}
