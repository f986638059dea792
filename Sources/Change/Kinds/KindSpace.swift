package import GridCore

/// The kinds of report that the overrides of some books tell apart: risk × source × span of the local day.
///
/// Risks and sources that no override names are told apart by none: they are as a report without a risk, and as any other source.
package struct KindSpace: Sendable {
  /// The risks that are named; reports without one come before them.
  package let risks: [Risk]
  /// The sources that are named, in the order they are met.
  package let sources: [ByteText]
  /// Where spans of the day begin, in seconds; the first is 0.
  package let bounds: [Int]

  private let riskPlaces: [Risk: Int]
  private let sourcePlaces: [ByteText: Int]

  /// The kinds that the overrides of these books tell apart.
  package init(_ books: [RuleBook]) {
    var risks: Set<Risk> = []
    var sources: [ByteText] = []
    var places: [ByteText: Int] = [:]
    var bounds: Set<Int> = [0]
    for when in books.lazy.flatMap(\.overrides).map(\.when) {
      if let risk = when.risk { risks.insert(risk) }
      if let source = when.source, places[source] == nil {
        places[source] = sources.count
        sources.append(source)
      }
      if let hours = when.hours { bounds.formUnion([hours.start, hours.end].filter { $0 < 86_400 }) }
    }
    self.risks = Risk.allCases.filter { risks.contains($0) }
    self.sources = sources
    self.bounds = bounds.sorted()
    riskPlaces = Dictionary(self.risks.enumerated().map { ($1, $0 + 1) }) { first, _ in first }
    sourcePlaces = places
  }

  /// How many kinds there are.
  package var count: Int { (risks.count + 1) * (sources.count + 1) * bounds.count }

  /// The kinds that a condition asks for.
  package func box(of when: Override.Condition) -> KindBox {
    KindBox(
      risk: when.risk.flatMap { riskPlaces[$0] }, source: when.source.flatMap { sourcePlaces[$0] },
      hours: when.hours.map(Self.spans))
  }

  /// Hours as spans that do not wrap.
  private static func spans(_ hours: Override.DailyHours) -> [Range<Int32>] {
    let (start, end) = (Int32(hours.start), Int32(hours.end))
    let spans = hours.start <= hours.end ? [start..<end] : [start..<86_400, 0..<end]
    return spans.filter { !$0.isEmpty }
  }
}

/// A product of kinds: one risk or all, one source or all, some spans of the day or all of it.
package struct KindBox: Hashable, Sendable {
  /// 0 stands for no risk, others for the named ones in order.
  var risk: Int?
  /// The place of a named source.
  var source: Int?
  var hours: [Range<Int32>]?
}
