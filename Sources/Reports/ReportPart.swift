package import Figures

/// The parts of a report: what `report` takes behind its name, what stands behind `reports/` in the API, and what the page offers.
package enum ReportPart: String, Sendable, CaseIterable {
  /// The figures of items: what a report without a part tells.
  case summary
  /// What returns led to.
  case returns
  /// Who had the time.
  case time
  /// How much there is for how many people.
  case load
  /// What became of the rounds.
  case rounds
  /// What signals have counted at each post.
  case integrity

  /// Whether it looks at some days only.
  package var hasSpan: Bool { self != .load && self != .integrity }

  /// By what its rows may be told apart.
  package var axes: [ReportAxis] {
    switch self {
    case .summary: ReportAxis.allCases
    case .load: LoadAxis.allCases.compactMap { ReportAxis(rawValue: $0.rawValue) }
    case .returns, .time, .rounds, .integrity: []
    }
  }
}
