package import GridCore

/// The figures of every report, kept in memory for somebody who asks each minute: what each item gives is worked out when the item
/// changes, and a report only adds up.
///
/// Guarantees: `table` is what a walk through the same items counts (`FigureTable.add`). An item takes 32 bytes, and its names are kept
/// once. Nothing of it is stored, so nothing stored can be wrong: whoever starts reads the items once and then what has changed.
package struct KeptFigures: Sendable {
  private let calendar: WorkCalendar
  private var rows: FigureRows
  private var names = FigureNames()

  /// - Parameters:
  ///   - calendar: by whose clock days begin; a state's offset never changes.
  ///   - rowsOfASheet: how many items are moved at the most for one that is put in between.
  package init(in calendar: WorkCalendar, rowsOfASheet: Int = 4_096) {
    self.calendar = calendar
    rows = FigureRows(rowsOfASheet: rowsOfASheet)
  }

  /// How many items are counted.
  package var count: Int { rows.count }

  /// Counts an item, in the place of what it was before.
  ///
  /// - Parameter position: which item it is, for good; items that come later have a higher one.
  package mutating func take(_ item: Item, at position: Int64) {
    let day = Int32(clamping: calendar.local(item.receivedAt).day)
    let set = names.place(of: item, in: calendar)
    rows.put(FigureRows.Row(position: position, day: day, names: set, figures: ItemFigures(item)))
  }

  /// The figures, a row a key.
  ///
  /// - Parameters:
  ///   - days: of receipt, as days since 1970-01-01.
  ///   - now: the moment that lateness is asked for.
  ///   - countsOwn: whether what the daemon itself reported counts too; by source it always does.
  package func table(
    by axis: ReportAxis?, days: Range<Int>, at now: Timestamp, countsOwn: Bool = false
  ) -> FigureTable {
    let withOwn = countsOwn || axis == .source
    // What is not wanted has no place.
    let wanted = { (place: (FigureNames.Set) -> Int) in
      names.sets.map { withOwn || !FigureNames.isOwn($0) ? place($0) : nil }
    }
    switch axis {
    case nil:
      return FigureTable(by: nil, rows: [(nil, sums(1, of: wanted { _ in 0 }, days, now)[0])])
    case .day: return table(byDay: { ReportAxis.day($0) }, .day, wanted { _ in 0 }, days, now)
    case .month: return table(byDay: { ReportAxis.month(ofDay: $0) }, .month, wanted { _ in 0 }, days, now)
    case .community, .grid, .post, .group, .duty, .matter, .source:
      let index = FigureNames.axes.firstIndex { $0 == axis } ?? 0
      let all = names.all(onAxis: index)
      let sums = sums(all.count, of: wanted { Int($0[index]) }, days, now)
      return FigureTable(by: axis, rows: zip(all, sums).filter { $1[.received] > 0 }.map { ($0, $1) })
    }
  }

  /// So many sums, each of the items whose names have its place.
  private func sums(_ count: Int, of places: [Int?], _ days: Range<Int>, _ now: Timestamp) -> [ReportFigures] {
    var sums = [ReportFigures](repeating: ReportFigures(), count: count)
    forEach(days) { row in
      if let place = places[Int(row.names)] { sums[place].add(row.figures, at: now) }
    }
    return sums
  }

  private func table(
    byDay name: (Int) -> String, _ axis: ReportAxis, _ wanted: [Int?], _ days: Range<Int>, _ now: Timestamp
  ) -> FigureTable {
    var places: [String: Int] = [:]
    var sums: [(key: String?, figures: ReportFigures)] = []
    // Items come in the order of their receipt, so that the day is that of the one before nearly always.
    var latest: (day: Int32, place: Int)?
    forEach(days) { row in
      guard wanted[Int(row.names)] != nil else { return }
      if latest?.day != row.day {
        let key = name(Int(row.day))
        let place = places[key] ?? sums.count
        if place == sums.count { sums.append((key, ReportFigures())) }
        places[key] = place
        latest = (row.day, place)
      }
      if let latest { sums[latest.place].figures.add(row.figures, at: now) }
    }
    return FigureTable(by: axis, rows: sums)
  }

  private func forEach(_ days: Range<Int>, _ body: (FigureRows.Row) -> Void) {
    rows.forEach(from: Int32(clamping: days.lowerBound), before: Int32(clamping: days.upperBound), body)
  }
}
