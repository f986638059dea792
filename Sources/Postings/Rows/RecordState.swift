internal import Ledger

/// The words of a record's state.
package enum RecordState: String, CaseIterable, Sendable {
  case accepted, rejected, duplicate, held

  init(_ outcome: RecordOutcome) {
    switch outcome {
    case .accepted, .ordered: self = .accepted
    case .rejected: self = .rejected
    case .duplicate: self = .duplicate
    case .held: self = .held
    }
  }

  var column: Tally.Column {
    switch self {
    case .accepted: .accepted
    case .rejected: .rejected
    case .duplicate: .duplicate
    case .held: .held
    }
  }
}
