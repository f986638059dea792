/// Functions from kinds to values, each held once: equal functions have equal numbers, however they were made.
///
/// A function is a tree of three levels, risk over source over the spans of the day, and each part of it is held once too. A source
/// that behaves like all others is not written down, nor is a bound of the day where nothing changes. So the size of a function is that
/// of what it tells apart, and what is done to a part is done once for all functions that share it.
package struct KindFunctions {
  /// What a function has for a kind: a number that its maker gives a meaning.
  package typealias Value = Int32
  /// A function by its number.
  package typealias Number = Int32

  /// Over the day: where each value begins; the first begins at 0, and neighbours differ.
  struct Day: Hashable {
    var starts: [Int32] = []
    var values: [Value] = []

    mutating func begin(_ value: Value, at start: Int32) {
      guard values.last != value else { return }
      starts.append(start)
      values.append(value)
    }

    func end(of place: Int) -> Int32 { place + 1 < starts.count ? starts[place + 1] : 86_400 }
  }

  /// Over the sources: the day of all others, and of those that differ from them, in order.
  struct Sources: Hashable {
    var rest: Int32
    var named: [Int32] = []
    var days: [Int32] = []

    /// A source's day that differs from the others' is written down; sources come in order.
    mutating func set(_ source: Int32, _ day: Int32) {
      guard day != rest else { return }
      named.append(source)
      days.append(day)
    }

    func day(of source: Int32) -> Int32 {
      named.firstIndex(of: source).map { days[$0] } ?? rest
    }
  }

  /// The parts of a function by risk: without one first, then the named ones.
  private(set) var byRisk = Pool<[Int32]>()
  private(set) var bySource = Pool<Sources>()
  private(set) var byDay = Pool<Day>()
  private let risks: Int

  package init(_ space: KindSpace) {
    risks = space.risks.count + 1
  }

  /// How many functions there are so far.
  package var count: Int { byRisk.count }

  /// The function that has one value for all kinds.
  package mutating func constant(_ value: Value) -> Number {
    let day = byDay.number(of: Day(starts: [0], values: [value]))
    let part = bySource.number(of: Sources(rest: day))
    return byRisk.number(of: Array(repeating: part, count: risks))
  }

  // MARK: Painting

  /// One value that is to stand on one box of kinds, with what became of the functions that it was painted on already.
  package struct Brush {
    let box: KindBox
    let value: Value
    private(set) var whole: [Number]
    var sources: [Int32: Int32] = [:]
    var days: [Int32: Int32] = [:]

    /// - Parameter functions: those there are: what is painted with this brush must be among them.
    package init(_ box: KindBox, _ value: Value, _ functions: KindFunctions) {
      self.box = box
      self.value = value
      whole = Array(repeating: -1, count: functions.count)
    }

    mutating func keep(_ painted: Number, of function: Number) { whole[Int(function)] = painted }
  }

  /// The function with the brush's value on its box.
  package mutating func paint(_ function: Number, with brush: inout Brush) -> Number {
    let known = brush.whole[Int(function)]
    if known >= 0 { return known }
    var parts = byRisk[function]
    for place in parts.indices where brush.box.risk ?? place == place {
      parts[place] = paintSources(parts[place], &brush)
    }
    let painted = byRisk.number(of: parts)
    brush.keep(painted, of: function)
    return painted
  }

  private mutating func paintSources(_ part: Int32, _ brush: inout Brush) -> Int32 {
    if let known = brush.sources[part] { return known }
    let old = bySource[part]
    var new = Sources(rest: brush.box.source == nil ? paintDay(old.rest, &brush) : old.rest)
    if let source = brush.box.source.map({ Int32($0) }) {
      let day = paintDay(old.day(of: source), &brush)
      let place = old.named.firstIndex { $0 >= source } ?? old.named.count
      for index in 0..<place { new.set(old.named[index], old.days[index]) }
      new.set(source, day)
      for index in place..<old.named.count where old.named[index] != source {
        new.set(old.named[index], old.days[index])
      }
    } else {
      for index in old.named.indices { new.set(old.named[index], paintDay(old.days[index], &brush)) }
    }
    let painted = bySource.number(of: new)
    brush.sources[part] = painted
    return painted
  }

  private mutating func paintDay(_ day: Int32, _ brush: inout Brush) -> Int32 {
    guard let spans = brush.box.hours else {
      return byDay.number(of: Day(starts: [0], values: [brush.value]))
    }
    if let known = brush.days[day] { return known }
    var new = byDay[day]
    for span in spans { new = Self.paint(new, span, brush.value) }
    let painted = byDay.number(of: new)
    brush.days[day] = painted
    return painted
  }

  private static func paint(_ day: Day, _ span: Range<Int32>, _ value: Value) -> Day {
    var new = Day()
    for place in day.starts.indices {
      let (start, end, old) = (day.starts[place], day.end(of: place), day.values[place])
      guard start < span.upperBound, end > span.lowerBound else {
        new.begin(old, at: start)
        continue
      }
      if start < span.lowerBound { new.begin(old, at: start) }
      new.begin(value, at: max(start, span.lowerBound))
      if end > span.upperBound { new.begin(old, at: span.upperBound) }
    }
    return new
  }

  // MARK: Asking

  /// The values a function has for some kind, each once.
  package func values(of function: Number) -> Set<Value> {
    var values: Set<Value> = []
    for part in Set(byRisk[function]) {
      let sources = bySource[part]
      for day in Set(sources.days + [sources.rest]) { values.formUnion(byDay[day].values) }
    }
    return values
  }

  /// The value for one kind: the place of its risk, that of its source (nil: none that is named), and a second of the day.
  package func value(of function: Number, risk: Int, source: Int?, second: Int) -> Value {
    let sources = bySource[byRisk[function][risk]]
    let day = byDay[source.map { sources.day(of: Int32($0)) } ?? sources.rest]
    let place = (day.starts.firstIndex { Int($0) > second } ?? day.starts.count) - 1
    return day.values[place]
  }

  // MARK: Making others of them

  /// What became of the functions that were translated already, all in the same way.
  package struct Translation {
    var whole: [Number: Number] = [:]
    var sources: [Int32: Int32] = [:]
    var days: [Int32: Int32] = [:]

    package init() {}
  }

  /// The function with other values in the place of its own.
  package mutating func translate(
    _ function: Number, by translation: inout Translation, _ value: (Value) -> Value
  ) -> Number {
    if let known = translation.whole[function] { return known }
    let parts = byRisk[function].map { translateSources($0, &translation, value) }
    let new = byRisk.number(of: parts)
    translation.whole[function] = new
    return new
  }

  private mutating func translateSources(
    _ part: Int32, _ translation: inout Translation, _ value: (Value) -> Value
  ) -> Int32 {
    if let known = translation.sources[part] { return known }
    let old = bySource[part]
    var new = Sources(rest: translateDay(old.rest, &translation, value))
    for index in old.named.indices { new.set(old.named[index], translateDay(old.days[index], &translation, value)) }
    let number = bySource.number(of: new)
    translation.sources[part] = number
    return number
  }

  private mutating func translateDay(
    _ day: Int32, _ translation: inout Translation, _ value: (Value) -> Value
  ) -> Int32 {
    if let known = translation.days[day] { return known }
    let old = byDay[day]
    var new = Day()
    for place in old.starts.indices { new.begin(value(old.values[place]), at: old.starts[place]) }
    let number = byDay.number(of: new)
    translation.days[day] = number
    return number
  }

  /// Functions put side by side, with what became of those that were already.
  package struct Pairing {
    private(set) var pairs = Pool<Pair>()
    var whole: [UInt64: Number] = [:]
    var sources: [UInt64: Int32] = [:]
    var days: [UInt64: Int32] = [:]

    package init() {}

    /// The two values that a value of a paired function stands for.
    package func values(of pair: Value) -> Pair { pairs[pair] }

    mutating func number(of left: Value, _ right: Value) -> Value { pairs.number(of: Pair(left: left, right: right)) }
  }

  /// Two values, of which a paired function has one.
  package struct Pair: Hashable, Sendable {
    package let left: Value
    package let right: Value
  }

  /// The function whose value is the pair of the values of two.
  package mutating func pair(_ left: Number, _ right: Number, by pairing: inout Pairing) -> Number {
    let key = Self.key(left, right)
    if let known = pairing.whole[key] { return known }
    let parts = zip(byRisk[left], byRisk[right]).map { pairSources($0, $1, &pairing) }
    let number = byRisk.number(of: parts)
    pairing.whole[key] = number
    return number
  }

  private static func key(_ left: Int32, _ right: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
  }

  private mutating func pairSources(_ left: Int32, _ right: Int32, _ pairing: inout Pairing) -> Int32 {
    let key = Self.key(left, right)
    if let known = pairing.sources[key] { return known }
    let (one, other) = (bySource[left], bySource[right])
    var new = Sources(rest: pairDays(one.rest, other.rest, &pairing))
    var (first, second) = (0, 0)
    while first < one.named.count || second < other.named.count {
      let source = min(
        first < one.named.count ? one.named[first] : .max, second < other.named.count ? other.named[second] : .max)
      var days = (one.rest, other.rest)
      if first < one.named.count, one.named[first] == source { (days.0, first) = (one.days[first], first + 1) }
      if second < other.named.count, other.named[second] == source {
        (days.1, second) = (other.days[second], second + 1)
      }
      new.set(source, pairDays(days.0, days.1, &pairing))
    }
    let number = bySource.number(of: new)
    pairing.sources[key] = number
    return number
  }

  private mutating func pairDays(_ left: Int32, _ right: Int32, _ pairing: inout Pairing) -> Int32 {
    let key = Self.key(left, right)
    if let known = pairing.days[key] { return known }
    let (one, other) = (byDay[left], byDay[right])
    var new = Day()
    var (first, second) = (0, 0)
    var start: Int32 = 0
    while start < 86_400 {
      new.begin(pairing.number(of: one.values[first], other.values[second]), at: start)
      let ends = (one.end(of: first), other.end(of: second))
      start = min(ends.0, ends.1)
      if ends.0 == start { first += 1 }
      if ends.1 == start { second += 1 }
    }
    let number = byDay.number(of: new)
    pairing.days[key] = number
    return number
  }
}
