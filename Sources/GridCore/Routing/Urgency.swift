/// How soon somebody must act; for people, it does not route.
package enum Urgency: String, Sendable, CaseIterable {
  case emergency, urgent, normal, routine
}

/// A setting that may differ by urgency.
package struct ByUrgency<Value: Hashable & Sendable>: Hashable, Sendable {
  /// What holds for the urgencies that are not named, and for items whose matter is listed no more.
  package let fallback: Value
  package let values: [Urgency: Value]

  package init(_ fallback: Value, _ values: [Urgency: Value] = [:]) {
    self.fallback = fallback
    self.values = values
  }

  package subscript(_ urgency: Urgency?) -> Value {
    urgency.flatMap { values[$0] } ?? fallback
  }
}
