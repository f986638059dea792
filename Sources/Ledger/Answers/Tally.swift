package import GridCore

/// Counters that are kept in the transaction that changes them, so that nobody has to count a million rows; a law compares
/// them with the rows.
package struct Tally: Sendable {
  /// The columns of the table, in its order.
  package enum Column: Int, CaseIterable, Sendable {
    case files, taken, quarantined, replayed
    case accepted, rejected, duplicate, held
    case open, suspended, resolved, closed, void
    case onSite, triage, owed, delivered, escalations, rules, incidents

    /// The column's name in the table.
    package var name: String { self == .onSite ? "on_site" : "\(self)" }
  }

  private var values = [Int64](repeating: 0, count: Column.allCases.count)

  package init() {}

  package subscript(column: Column) -> Int64 {
    get { values[column.rawValue] }
    set { values[column.rawValue] = newValue }
  }
}

extension ItemState {
  /// The counter of items of this state.
  package var column: Tally.Column {
    switch self {
    case .open: .open
    case .suspended: .suspended
    case .resolved: .resolved
    case .closed: .closed
    case .void: .void
    }
  }
}
