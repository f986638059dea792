import GridCore

extension KindFunctions {
  /// The kinds for which a function is not 0, as products that have none in common: one where they are a product, few where not.
  package func products(of function: Number, in space: KindSpace) -> [KindProduct] {
    let rows = byRisk[function].map { bySource[$0] }
    let used = Set(rows.lazy.flatMap(\.named)).sorted()
    // The sources that behave alike in all of it: those that no row names are as the others.
    let columns: [Int32?] = [nil] + used.map { $0 }
    let day = { (risk: Int, source: Int32?) in source.map { rows[risk].day(of: $0) } ?? rows[risk].rest }
    let across = Self.blocks(Array(rows.indices), columns) { day($0, $1) }
    let down = Self.blocks(columns, Array(rows.indices)) { day($1, $0) }.map {
      Block(days: $0.days, first: $0.second, second: $0.first)
    }
    return (down.count < across.count ? down : across).compactMap { product(of: $0, used, space) }
  }

  /// Rows and columns that share a day.
  private struct Block<First, Second> {
    var days: Int32
    var first: [First]
    var second: [Second]
  }

  /// Rows that are the same fall together, and in them the columns that are.
  private static func blocks<First, Second>(
    _ rows: [First], _ columns: [Second], _ day: (First, Second) -> Int32
  ) -> [Block<First, Second>] {
    var order: [[Int32]] = []
    var same: [[Int32]: [First]] = [:]
    for row in rows {
      let days = columns.map { day(row, $0) }
      if same[days] == nil { order.append(days) }
      same[days, default: []].append(row)
    }
    return order.flatMap { days -> [Block<First, Second>] in
      var order: [Int32] = []
      var members: [Int32: [Second]] = [:]
      for (column, day) in zip(columns, days) {
        if members[day] == nil { order.append(day) }
        members[day, default: []].append(column)
      }
      return order.map { Block(days: $0, first: same[days] ?? [], second: members[$0] ?? []) }
    }
  }

  private func product(of block: Block<Int, Int32?>, _ used: [Int32], _ space: KindSpace) -> KindProduct? {
    let day = byDay[block.days]
    guard day.values != [0] else { return nil }
    var product = KindProduct()
    if block.first.count <= space.risks.count {
      product.risks = block.first.map { $0 == 0 ? nil : space.risks[$0 - 1] }
    }
    if block.second.count <= used.count {
      let isRestIn = block.second.contains { $0 == nil }
      let named = isRestIn ? Set(space.sources.indices.map { Int32($0) }).subtracting(used) : []
      let places = (named + block.second.compactMap { $0 }).sorted()
      product.sources = (isRestIn ? [nil] : []) + places.map { space.sources[Int($0)] }
    }
    if day.values.contains(0) { product.hours = Self.hours(of: day) }
    return product
  }

  private static func hours(of day: Day) -> [Override.DailyHours] {
    var spans: [Override.DailyHours] = []
    for place in day.starts.indices where day.values[place] != 0 {
      spans.append(Override.DailyHours(start: Int(day.starts[place]), end: Int(day.end(of: place))))
    }
    // What ends with the day and begins with it is one span over midnight.
    if spans.count > 1, let first = spans.first, let last = spans.last, first.start == 0, last.end == 86_400 {
      spans[spans.count - 1] = Override.DailyHours(start: last.start, end: first.end)
      spans.removeFirst()
    }
    return spans
  }
}
