/// Narrows what sources may send.
package struct SourceGrants: Hashable, Sendable {
  /// All types there are: what events may be, and what a source may be granted.
  package static let types =
    ["report"] + StepKind.allCases.map(\.rawValue) + [Rating.type] + Order.Kind.allCases.map(\.rawValue)

  /// The types a source may send, for those that are named.
  package let may: [ByteText: Set<String>]
  /// For sources not named; nil: everything.
  package let others: Set<String>?
  /// How the files of sources are read that say so.
  package let readings: [ByteText: SourceReading]

  /// The word for the sources that are not named; none may be called so.
  package static let othersWord = "others"

  /// The sources of this binary itself, which `others` does not bind.
  package static let own: Set<ByteText> = Set(
    [EventIdentity.act, EventIdentity.board, EventIdentity.rounds, EventIdentity.integrity].map { ByteText($0) })

  package init(
    may: [ByteText: Set<String>] = [:], others: Set<String>? = nil, readings: [ByteText: SourceReading] = [:]
  ) {
    (self.may, self.others, self.readings) = (may, others, readings)
  }

  /// Whether the source may send an event of this type (`report`, or a step's or an order's word).
  package func allow(_ source: String, toSend type: String) -> Bool {
    if may.isEmpty, others == nil { return true }
    let source = ByteText(source)
    if let named = may[source] { return named.contains(type) }
    guard let others, !Self.own.contains(source) else { return true }
    return others.contains(type)
  }

  /// Whether the rules name this type among what the source may send: what a producer's folder needs for an order.
  package func grant(_ source: String, _ type: String) -> Bool {
    let source = ByteText(source)
    if let named = may[source] { return named.contains(type) }
    return !Self.own.contains(source) && others?.contains(type) == true
  }
}
