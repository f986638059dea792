/// Numbers that a seed decides.
struct SeededDice {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  /// The next number below this one.
  mutating func next(below bound: UInt64) -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return (state >> 33) % bound
  }

  /// One of these.
  mutating func pick<Value>(_ values: [Value]) -> Value { values[Int(next(below: UInt64(values.count)))] }
}
