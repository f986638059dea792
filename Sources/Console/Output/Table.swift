import Formats
import Words

/// Lines of columns, aligned by what the characters take up on a screen: a Chinese one takes two places.
package struct Table {
  private var rows: [[String]] = []
  private let header: [String]
  private let figures: Set<Int>

  /// - Parameter figures: the columns of numbers, which are set right.
  package init(_ header: [String], figures: Set<Int> = []) {
    self.header = header
    self.figures = figures
  }

  /// Appends a row.
  package mutating func add(_ row: [String]) {
    rows.append(row.map(neutral))
  }

  /// The whole table; the header underlined, or bold on a terminal.
  package func text(coloured: Bool) -> String {
    let all = [header] + rows
    let widths = header.indices.map { column in all.map { displayWidth($0[column]) }.max() ?? 0 }
    return all.enumerated().map { index, row in
      // No cell is filled up that nothing follows: lines end where their text does.
      let last = row.lastIndex { !$0.isEmpty } ?? 0
      let cells = row[...last].enumerated().map { column, cell in
        let blanks = String(repeating: " ", count: widths[column] - displayWidth(cell))
        return figures.contains(column) ? blanks + cell : column == last ? cell : cell + blanks
      }
      let line = cells.joined(separator: "  ")
      return index == 0 && coloured ? "\u{1B}[1m\(line)\u{1B}[0m" : line
    }.joined(separator: "\n")
  }
}

/// Names with their values, one a line, the values aligned.
package func listing(_ pairs: [(String, String)]) -> String {
  let width = pairs.map { displayWidth($0.0) }.max() ?? 0
  return pairs.map { name, value in
    name + String(repeating: " ", count: width - displayWidth(name) + 2) + neutral(value)
  }.joined(separator: "\n")
}

/// Text from outside, fit for a screen: control characters and those that turn the direction of writing are shown, not obeyed.
package func neutral(_ text: String) -> String {
  var result = ""
  for scalar in text.unicodeScalars {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate:
      result += "\\u{\(String(scalar.value, radix: 16))}"
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result
}
