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

  /// Counts an item in its row and in all.
  package mutating func add(_ item: Item, at now: Timestamp, in calendar: WorkCalendar) {
    total.add(item, at: now)
    guard let axis else { return }
    figures[axis.key(of: item, in: calendar).map { ByteText($0) }, default: ReportFigures()].add(item, at: now)
  }
}
