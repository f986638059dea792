/// Numbers of rows, kept as the ranges they fill: its memory grows with the gaps, and not with the rows.
package struct RowSet: Hashable, Sendable {
  package private(set) var ranges: [ClosedRange<Int64>] = []

  package init() {}

  /// The first of these rows that is not in the set; nil where all are.
  package func firstAbsent(of rows: ClosedRange<Int64>) -> Int64? {
    let index = place(of: rows.lowerBound)
    guard index < ranges.count, ranges[index].contains(rows.lowerBound) else { return rows.lowerBound }
    return ranges[index].upperBound >= rows.upperBound ? nil : ranges[index].upperBound + 1
  }

  /// The first of these rows that is in the set; nil where none is.
  package func firstPresent(of rows: ClosedRange<Int64>) -> Int64? {
    let index = place(of: rows.lowerBound)
    guard index < ranges.count, ranges[index].lowerBound <= rows.upperBound else { return nil }
    return max(ranges[index].lowerBound, rows.lowerBound)
  }

  /// Adds rows, whichever of them are in the set already.
  package mutating func insert(_ rows: ClosedRange<Int64>) {
    var (first, merged) = (place(of: rows.lowerBound), rows)
    if first > 0, ranges[first - 1].upperBound == rows.lowerBound - 1 { first -= 1 }
    var end = first
    while end < ranges.count, ranges[end].lowerBound <= rows.upperBound + 1 {
      merged = min(merged.lowerBound, ranges[end].lowerBound)...max(merged.upperBound, ranges[end].upperBound)
      end += 1
    }
    ranges.replaceSubrange(first..<end, with: CollectionOfOne(merged))
  }

  /// The first range that does not end before this row.
  private func place(of row: Int64) -> Int {
    var (low, high) = (0, ranges.count)
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound < row { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
