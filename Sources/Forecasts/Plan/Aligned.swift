internal import Words

/// How far figures are pushed to the right by what stands before them: one long line must not push those of all others off the screen.
private let widest = 90

/// Rows of columns by what the characters take up on a screen; figures are set right.
func aligned(_ rows: [[String]], figures: Set<Int>) -> [String] {
  let rows = rows.map { $0.map { neutralised($0) } }
  let columns = rows.first?.indices ?? 0..<0
  let widths = columns.map { column in min(widest, rows.map { displayWidth($0[column]) }.max() ?? 0) }
  return rows.map { row in
    let cells = row.enumerated().map { column, cell in
      let blanks = String(repeating: " ", count: max(0, widths[column] - displayWidth(cell)))
      return figures.contains(column) ? blanks + cell : column == row.count - 1 ? cell : cell + blanks
    }
    let line = "  " + cells.joined(separator: "  ")
    return String(line[...(line.lastIndex { $0 != " " } ?? line.startIndex)])
  }
}
