internal import Words

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

  /// Stands in the copy for what cannot be read; no text may hold it.
  static let unreadable = "\u{1FFFE}"

  private var byLine: [Int: [Edit]] = [:]
  // Lines taken out of the copy, ascending, and the one from which all are.
  private var lost: [Int] = []
  private var cut: Int?
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

  /// The closings of these as well, but for lines that are covered.
  mutating func close(by others: SlipEdits, except covered: Set<Int>) {
    for (line, edits) in others.byLine where !covered.contains(line) {
      for edit in edits where edit.isClosing { add(edit, line: line) }
    }
  }

  /// Puts another text in the place of characters, whatever was changed there before.
  mutating func overwrite(line: Int, _ range: Range<Int>, by text: String) {
    byLine[line]?.removeAll { edit in
      edit.at + edit.removed > range.lowerBound && edit.at < range.upperBound
        || edit.removed == 0 && !range.isEmpty && edit.at >= range.lowerBound && edit.at <= range.upperBound
    }
    add(
      Edit(at: range.lowerBound, removed: range.count, inserted: Array(text.unicodeScalars), isClosing: false),
      line: line)
  }

  /// Takes a line out; the mappings around it may lack an entry then.
  mutating func lose(line: Int, width: Int) {
    overwrite(line: line, 0..<width, by: "")
    markLost(line)
  }

  /// The mappings around a line, or ended by it, may lack an entry.
  mutating func markLost(_ line: Int) {
    lost.append(line)
    lost.sort()
  }

  /// Takes a line and all behind it out.
  mutating func cut(from line: Int) {
    cut = min(line, cut ?? line)
    hasRepairs = true
  }

  /// Whether lines were lost within a span.
  func hasLost(in span: YAMLSpan) -> Bool {
    if let cut, span.end.line >= cut { return true }
    return !lost.isEmpty && lost.contains { (span.start.line...span.end.line).contains($0) }
  }

  /// Whether the lines right behind one were lost.
  func hasLost(behind line: Int) -> Bool {
    cut.map { $0 == line + 1 } ?? false || lost.contains(line + 1)
  }

  /// The text with the edits made, line by line, without a byte order mark.
  func copy(of lines: SourceLines) -> [UInt8] {
    var result: [UInt8] = []
    for number in 1...max(1, min(lines.count, (cut ?? .max) - 1)) {
      guard number < cut ?? .max, let line = lines.bytes(number) else { break }
      if let edits = byLine[number] {
        result += String(String.UnicodeScalarView(Self.applied(edits, to: lines.scalars(number)))).utf8
      } else {
        result += line
      }
      result.append(0x0A)
    }
    return result
  }

  /// A line of the copy.
  func scalars(of number: Int, in lines: SourceLines) -> [Unicode.Scalar] {
    let line = lines.scalars(number)
    return byLine[number].map { Self.applied($0, to: line) } ?? line
  }

  private static func applied(_ edits: [Edit], to scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
    var line: [Unicode.Scalar] = []
    var index = 0
    for edit in edits where edit.at >= index && edit.at + edit.removed <= scalars.count {
      line += scalars[index..<edit.at]
      line += edit.inserted
      index = edit.at + edit.removed
    }
    return line + scalars[index...]
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
