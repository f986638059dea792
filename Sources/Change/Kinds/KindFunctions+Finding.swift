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

  /// What functions have within one box, with what was found in their parts already.
  struct Search {
    let box: KindBox
    var parts: [Int32: [Found]] = [:]

    init(_ box: KindBox) {
      self.box = box
    }
  }

  /// The values that a function has within a box, each with some kind that has it.
  func values(of function: Number, by search: inout Search) -> [Found] {
    var found: [Found] = []
    for (risk, part) in byRisk[function].enumerated() where search.box.risk ?? risk == risk {
      for var kind in values(ofPart: part, by: &search) where !found.contains(where: { $0.value == kind.value }) {
        kind.risk = risk
        found.append(kind)
      }
    }
    return found
  }

  private func values(ofPart part: Int32, by search: inout Search) -> [Found] {
    if let known = search.parts[part] { return known }
    let sources = bySource[part]
    var days: [(source: Int32?, day: Int32)] = [(nil, sources.rest)]
    if let source = search.box.source.map({ Int32($0) }) {
      days = [(source, sources.day(of: source))]
    } else {
      days += zip(sources.named, sources.days).map { ($0, $1) }
    }
    var found: [Found] = []
    for (source, number) in days {
      let day = byDay[number]
      for place in day.starts.indices where !found.contains(where: { $0.value == day.values[place] }) {
        let (start, end) = (day.starts[place], day.end(of: place))
        let spans = search.box.hours ?? [0..<86_400]
        guard let span = spans.first(where: { $0.lowerBound < end && start < $0.upperBound }) else { continue }
        let second = Int(max(start, span.lowerBound))
        found.append(Found(value: day.values[place], risk: 0, source: source, second: second))
      }
    }
    search.parts[part] = found
    return found
  }
}
