package import GridCore

/// The figures of every report, kept in memory for somebody who asks each minute: what each item gives is worked out when the item
/// changes, and a report only adds up.
///
/// Guarantees: `table` is what a walk through the same items counts (`FigureTable.add`). An item takes 64 bytes, and its names are kept
/// once. Nothing of it is stored, so nothing stored can be wrong: whoever starts reads the items once and then what has changed.
package struct KeptFigures: Sendable {
  /// The axes that items have a name on; days are told from the receipt.
  private static let named: [ReportAxis] = [.community, .grid, .post, .group, .duty, .matter, .source]

  private struct Row {
    /// Days since 1970-01-01, in the town's time.
    var day: Int32
    /// The place of each name in `names`; 0 where the item has none.
    var keys: SIMD8<UInt32>
    /// Whether the daemon itself reported it, told in the last place of `keys`.
    var isOwn: Bool { keys[7] == 1 }
    var figures: ItemFigures
  }

  /// The names on each axis, the first of which is none, and where each stands.
  private struct Names {
    var all: [String?] = [nil]
    var places: [ByteText: UInt32] = [:]

    mutating func place(of name: String?) -> UInt32 {
      guard let name else { return 0 }
      let key = ByteText(name)
      if let place = places[key] { return place }
      places[key] = UInt32(all.count)
      all.append(name)
      return UInt32(all.count - 1)
    }
  }

  private let calendar: WorkCalendar
  /// In order; a row each.
  private var positions: [Int64] = []
  private var rows: [Row] = []
  private var names = [Names](repeating: Names(), count: KeptFigures.named.count)

  /// - Parameter calendar: by whose clock days begin; a state's offset never changes.
  package init(in calendar: WorkCalendar) {
    self.calendar = calendar
  }

  /// How many items are counted.
  package var count: Int { rows.count }

  /// Counts an item, in the place of what it was before.
  ///
  /// - Parameter position: which item it is, for good; items that come later have a higher one.
  package mutating func take(_ item: Item, at position: Int64) {
    var keys = SIMD8<UInt32>()
    for (index, axis) in Self.named.enumerated() {
      keys[index] = names[index].place(of: axis.key(of: item, in: calendar))
    }
    keys[7] = item.facts.isOwn ? 1 : 0
    let day = Int32(clamping: calendar.local(item.receivedAt).day)
    let row = Row(day: day, keys: keys, figures: ItemFigures(item))
    let place = place(of: position)
    if place < positions.count, positions[place] == position {
      rows[place] = row
    } else {
      positions.insert(position, at: place)
      rows.insert(row, at: place)
    }
  }

  /// Where the first position stands that is not lower.
  private func place(of position: Int64) -> Int {
    guard let last = positions.last, position <= last else { return positions.count }
    var (low, high) = (0, positions.count)
    while low < high {
      let middle = (low + high) / 2
      if positions[middle] < position { low = middle + 1 } else { high = middle }
    }
    return low
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
    let (first, end) = (Int32(clamping: days.lowerBound), Int32(clamping: days.upperBound))
    let withOwn = countsOwn || axis == .source
    let isWanted = { (row: Row) in
      row.day >= first && (row.day < end || end == .max) && (withOwn || !row.isOwn)
    }
    switch axis {
    case nil:
      var all = ReportFigures()
      for row in rows where isWanted(row) { all.add(row.figures, at: now) }
      return FigureTable(by: nil, rows: [(nil, all)])
    case .day: return table(byDay: { ReportAxis.day($0) }, .day, isWanted, now)
    case .month: return table(byDay: { ReportAxis.month(ofDay: $0) }, .month, isWanted, now)
    case .community, .grid, .post, .group, .duty, .matter, .source:
      let index = Self.named.firstIndex { $0 == axis } ?? 0
      var sums = [ReportFigures](repeating: ReportFigures(), count: names[index].all.count)
      for row in rows where isWanted(row) { sums[Int(row.keys[index])].add(row.figures, at: now) }
      return FigureTable(by: axis, rows: zip(names[index].all, sums).filter { $1[.received] > 0 }.map { ($0, $1) })
    }
  }

  private func table(
    byDay name: (Int) -> String, _ axis: ReportAxis, _ isWanted: (Row) -> Bool, _ now: Timestamp
  ) -> FigureTable {
    var places: [String: Int] = [:]
    var sums: [(key: String?, figures: ReportFigures)] = []
    // Items come in the order of their receipt, so that the day is that of the one before nearly always.
    var latest: (day: Int32, place: Int)?
    for row in rows where isWanted(row) {
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
}
