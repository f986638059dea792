import ArgumentParser
package import Reports

extension ReportPart: ExpressibleByArgument {
  /// The parts that are named: a report without a part is the summary.
  static let named = allCases.filter { $0 != .summary }

  /// Nil for what names no part.
  package init?(argument: String) {
    guard let part = Self.named.first(where: { $0.rawValue == argument }) else { return nil }
    self = part
  }

  /// What help and completion offer.
  package static var allValueStrings: [String] { named.map(\.rawValue) }
}
