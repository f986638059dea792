extension KindFunctions {
  /// A value with one kind that has it.
  struct Found {
    var value: Value
    /// 0 stands for no risk, others for the named ones in order.
    var risk: Int
    /// Nil: any source that is not named.
    var source: Int32?
    var second: Int
  }

  /// The values that a function has within a box, each with the first kind that has it.
  func values(of function: Number, in box: KindBox) -> [Found] {
    var found: [Found] = []
    var known: Set<Value> = []
    var seen: Set<Int32> = []
    for (risk, part) in byRisk[function].enumerated() where box.risk ?? risk == risk && seen.insert(part).inserted {
      let sources = bySource[part]
      let days: [(source: Int32?, day: Int32)] =
        if let source = box.source.map({ Int32($0) }) {
          [(source, sources.day(of: source))]
        } else {
          [(nil, sources.rest)] + zip(sources.named, sources.days).map { ($0, $1) }
        }
      for (source, number) in days {
        let day = byDay[number]
        for place in day.starts.indices where !known.contains(day.values[place]) {
          let (start, end) = (day.starts[place], day.end(of: place))
          let spans = box.hours ?? [0..<86_400]
          guard let span = spans.first(where: { $0.lowerBound < end && start < $0.upperBound }) else { continue }
          known.insert(day.values[place])
          found.append(
            Found(value: day.values[place], risk: risk, source: source, second: Int(max(start, span.lowerBound))))
        }
      }
    }
    return found
  }
}
