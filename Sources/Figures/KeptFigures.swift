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
    rows.put(
      FigureRows.Row(
        position: position, received: UInt32(clamping: item.receivedAt.seconds),
        names: names.place(of: item, in: calendar), figures: ItemFigures(item)))
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
    let (withOwn, moments) = (countsOwn || axis == .source, moments(of: days))
    let wanted = { (place: (FigureNames.Set) -> Int) in names.sets.map { withOwn || !$0.isOwn ? place($0) : -1 } }
    switch axis {
    case nil:
      return FigureTable(by: nil, rows: [(nil, sums(1, of: wanted { _ in 0 }, moments, now)[0])])
    case .day: return table(byDay: { ReportAxis.day($0) }, .day, wanted { _ in 0 }, moments, now)
    case .month: return table(byDay: { ReportAxis.month(ofDay: $0) }, .month, wanted { _ in 0 }, moments, now)
    case .community, .grid, .post, .group, .duty, .matter, .source:
      let index = FigureNames.axes.firstIndex { $0 == axis } ?? 0
      let all = names.all(onAxis: index)
      let sums = sums(all.count, of: wanted { Int($0.names[index]) }, moments, now)
      return FigureTable(by: axis, rows: all.indices.filter { !sums.isEmpty(at: $0) }.map { (all[$0], sums[$0]) })
    }
  }

  /// The items received on some days that are counted in a certain way, by their positions.
  ///
  /// - Parameters:
  ///   - countsOwn: whether what the daemon itself reported is among them; integrity stations' leads with it, or not.
  ///   - key: of the row they are counted in; an empty one: of the row without one; nil: in any.
  package func positions(
    days: Range<Int>, countsOwn: Bool, withLeads: Bool = true, in key: (axis: ReportAxis, text: String)? = nil,
    where isWanted: (ItemFigures) -> Bool
  ) -> [Int64] {
    let hasKey = key.map { names.sets(with: $0.text, on: $0.axis) }
    let isNamed = names.sets.indices.map { place in
      let set = names.sets[place]
      return (countsOwn || !set.isOwn) && (withLeads || !set.isLead) && hasKey?[place] ?? true
    }
    var found: [Int64] = []
    var latest: (day: Int64, isWanted: Bool)?
    rows.forEach(received: moments(of: days)) { row in
      guard isNamed[Int(row.names)], isWanted(row.figures) else { return }
      if let key, key.axis == .day || key.axis == .month {
        let day = day(of: row)
        if latest?.day != day {
          let name = key.axis == .day ? ReportAxis.day(Int(day)) : ReportAxis.month(ofDay: Int(day))
          latest = (day, name == key.text)
        }
        guard latest?.isWanted == true else { return }
      }
      found.append(row.position)
    }
    return found
  }

  /// The day of its receipt in the town, in days since 1970-01-01.
  private func day(of row: FigureRows.Row) -> Int64 { day(Int64(row.received)) }

  private func day(_ received: Int64) -> Int64 { (received + Int64(calendar.utcOffset)) / 86_400 }

  /// How much work there is for how many people; what was received in the days up to a moment, and what is open then.
  package func load(by axis: LoadAxis, at now: Timestamp, under book: RuleBook?) -> LoadFigures {
    struct Count {
      var received = 0
      var open = 0
      var overdue = 0
    }
    let lately = LoadFigures.moments(upTo: now)
    var counts = [Count](repeating: Count(), count: names.sets.count)
    rows.forEach(received: .min..<Int64.max) { row in
      if lately.contains(Int64(row.received)) { counts[Int(row.names)].received += 1 }
      guard row.figures.isOpen else { return }
      counts[Int(row.names)].open += 1
      if row.figures.columns(at: now).contains(.overdue) { counts[Int(row.names)].overdue += 1 }
    }
    var load = LoadFigures(by: axis, under: book)
    for (set, count) in zip(names.sets, counts) where !set.isLead {
      if let post = names.post(at: set.post) {
        load.add(of: post, received: count.received, open: count.open, overdue: count.overdue)
      }
    }
    return load
  }

  /// From the first second of the first day to the last of the last.
  private func moments(of days: Range<Int>) -> Range<Int64> {
    let start = { (day: Int) -> Int64 in
      let (seconds, isTooFar) = Int64(day).multipliedReportingOverflow(by: 86_400)
      guard !isTooFar else { return day < 0 ? .min : .max }
      return Timestamp(seconds: seconds).adding(-Int64(calendar.utcOffset)).seconds
    }
    return start(days.lowerBound)..<start(days.upperBound)
  }

  /// So many sums, each of the items whose names have its place; a place below 0 is none.
  private func sums(_ count: Int, of places: [Int], _ moments: Range<Int64>, _ now: Timestamp) -> FigureSums {
    places.withUnsafeBufferPointer { places in
      FigureSums(of: rows, received: moments, at: now, count: count) { places[Int($0.names)] }
    }
  }

  private func table(
    byDay name: (Int) -> String, _ axis: ReportAxis, _ wanted: [Int], _ moments: Range<Int64>, _ now: Timestamp
  ) -> FigureTable {
    guard let span = rows.span(within: moments) else { return FigureTable(by: axis, rows: []) }
    let (first, last) = (day(span.lowerBound), day(span.upperBound))
    let sums = wanted.withUnsafeBufferPointer { wanted in
      FigureSums(of: rows, received: moments, at: now, count: Int(last - first) + 1) { row in
        wanted[Int(row.names)] < 0 ? -1 : Int(day(of: row) - first)
      }
    }
    var places: [String: Int] = [:]
    var named: [(key: String?, figures: ReportFigures)] = []
    for place in 0...Int(last - first) where !sums.isEmpty(at: place) {
      let key = name(Int(first) + place)
      if let known = places[key] {
        named[known].figures.add(sums[place])
      } else {
        places[key] = named.count
        named.append((key, sums[place]))
      }
    }
    return FigureTable(by: axis, rows: named)
  }
}
