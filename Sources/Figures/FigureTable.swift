package import GridCore

/// The figures of a report, a row a key, and of all items together.
package struct FigureTable: Sendable {
  package let axis: ReportAxis?
  /// Rows by key as bytes; the one without a key is the last.
  package var rows: [(key: String?, figures: ReportFigures)] {
    figures.sorted { left, right in
      guard let one = left.key?.text else { return false }
      guard let other = right.key?.text else { return true }
      return one.utf8.lexicographicallyPrecedes(other.utf8)
    }.map { ($0.key?.text, $0.value) }
  }
  package private(set) var total = ReportFigures()
  private var figures: [ByteText?: ReportFigures] = [:]

  package init(by axis: ReportAxis?) {
    self.axis = axis
  }

  /// Rows that were counted apart; together they are all.
  init(by axis: ReportAxis?, rows: [(key: String?, figures: ReportFigures)]) {
    self.axis = axis
    for row in rows {
      total.add(row.figures)
      if axis != nil { figures[row.key.map { ByteText($0) }] = row.figures }
    }
  }

  /// Counts an item in its row and in all.
  package mutating func add(_ item: Item, at now: Timestamp, in calendar: WorkCalendar) {
    let own = ItemFigures(item)
    total.add(own, at: now)
    guard let axis else { return }
    figures[axis.key(of: item, in: calendar).map { ByteText($0) }, default: ReportFigures()].add(own, at: now)
  }
}
