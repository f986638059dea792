/// What was changed in a scratch copy of a text, so that the places of the copy can be told as places of the text itself.
struct SlipEdits: Sendable {
  /// Characters of a line that others stand for in the copy; `at` counts from 0.
  struct Edit: Sendable {
    let at: Int
    let removed: Int
    let inserted: [Unicode.Scalar]
    /// Closes a quote or bracket: only used where the text cannot be read without.
    let isClosing: Bool
  }

  private var byLine: [Int: [Edit]] = [:]
  private(set) var hasRepairs = false
  private(set) var hasClosings = false

  /// Keeps an edit; those of a line may come in any order, but must not overlap.
  mutating func add(_ edit: Edit, line: Int) {
    let place = byLine[line]?.lastIndex { $0.at <= edit.at }.map { $0 + 1 } ?? 0
    byLine[line, default: []].insert(edit, at: place)
    if edit.isClosing { hasClosings = true } else { hasRepairs = true }
  }

  /// The same without what closes quotes and brackets.
  var withoutClosings: SlipEdits {
    var result = SlipEdits()
    result.byLine = byLine.mapValues { $0.filter { !$0.isClosing } }.filter { !$0.value.isEmpty }
    result.hasRepairs = hasRepairs
    return result
  }

  /// The text with the edits made, line by line, without a byte order mark.
  func copy(of lines: SourceLines) -> [UInt8] {
    var result: [UInt8] = []
    for number in 1...max(lines.count, 1) {
      guard let line = lines.line(number) else { break }
      if let edits = byLine[number] {
        result += Self.applied(edits, to: Array(line.unicodeScalars))
      } else {
        result += line.utf8
      }
      result.append(0x0A)
    }
    return result
  }

  private static func applied(_ edits: [Edit], to scalars: [Unicode.Scalar]) -> [UInt8] {
    var line = String.UnicodeScalarView()
    var index = 0
    for edit in edits {
      line += scalars[index..<edit.at]
      line += edit.inserted
      index = edit.at + edit.removed
    }
    line += scalars[index...]
    return Array(String(line).utf8)
  }

  /// The place in the text of a place in the copy.
  func original(_ mark: YAMLMark) -> YAMLMark {
    guard let edits = byLine[mark.line] else { return mark }
    let column = mark.column - 1
    var shift = 0
    for edit in edits {
      let start = edit.at + shift
      guard column >= start else { break }
      if column < start + edit.inserted.count {
        return YAMLMark(line: mark.line, column: edit.at + min(column - start, max(edit.removed - 1, 0)) + 1)
      }
      shift += edit.inserted.count - edit.removed
    }
    return YAMLMark(line: mark.line, column: column - shift + 1)
  }
}
