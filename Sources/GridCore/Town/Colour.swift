/// The colour of a subject in the register (四色图): the worst first; `none` is one that was looked at and needs no colour.
package enum Colour: String, Sendable, CaseIterable, Comparable {
  case red, orange, yellow, blue
  case colourless = "none"

  /// The colour of a report's risk.
  package init(_ risk: Risk?) {
    self = risk.flatMap { Colour(rawValue: $0.rawValue) } ?? .colourless
  }

  /// The same as a report carries it; nil without colour.
  package var risk: Risk? { Risk(rawValue: rawValue) }

  private var rank: Int {
    switch self {
    case .red: 0
    case .orange: 1
    case .yellow: 2
    case .blue: 3
    case .colourless: 4
    }
  }

  /// Whether it is the worse of two.
  package static func < (one: Colour, other: Colour) -> Bool { one.rank < other.rank }
}
