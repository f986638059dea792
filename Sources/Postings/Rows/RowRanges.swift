/// Rows of a table in few words: `1-1024,1026`.
package struct RowRanges {
  package let ranges: [ClosedRange<Int64>]

  /// Puts rows in order, and neighbours together.
  package init(_ rows: [Int64]) {
    var ranges: [ClosedRange<Int64>] = []
    for row in rows.sorted() {
      if let last = ranges.last, last.upperBound == row - 1 {
        ranges[ranges.count - 1] = last.lowerBound...row
      } else {
        ranges.append(row...row)
      }
    }
    self.ranges = ranges
  }

  /// Reads what `text` wrote; nil for anything else.
  package init?(text: String) {
    var ranges: [ClosedRange<Int64>] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { Int64($0) }
      guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1], 0 < first, first <= last
      else { return nil }
      ranges.append(first...last)
    }
    self.ranges = ranges
  }

  var text: String {
    ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }.joined(separator: ",")
  }
}
