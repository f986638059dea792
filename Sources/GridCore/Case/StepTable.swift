extension Item {
  /// Where an item stands, as the table of steps sees it.
  package enum Place: String, CaseIterable, Sendable {
    case triage, open, accepted, suspended, resolved, closed, void
  }
}

/// The one table of what people may do with an item: state × step → condition and effect.
///
/// The daemon decides by it, `about --steps` prints it, the documents show it (`Steps`). What is not in it is illegal. A new step is one row.
package struct StepTable: Sendable {
  /// What must hold beside the state.
  package enum Condition: String, CaseIterable, Sendable {
    /// The deadline has not passed.
    case beforeDeadline = "before-deadline"
    case extensionLeft = "extension-left"
    case suspensionLeft = "suspension-left"
    /// Nothing waits for an answer already, where this needs one.
    case nothingWaits = "nothing-waits"
    /// Something waits for an answer.
    case requestWaits = "request-waits"
    /// Some deadline has passed.
    case late
    /// Its appeal was never answered.
    case neverAppealed = "never-appealed"
    /// The ladder has somebody to ask.
    case somebodyAbove = "somebody-above"
    /// No integrity station has it, or it is none's case.
    case notAStations = "not-a-stations"
    /// No talk is owed, which only `resolve` with a note tells of.
    case noTalk = "no-talk"
  }

  /// What a step does.
  package enum Effect: Sendable {
    case assign, accept, giveBack, transfer, extend, suspend, resume
    case answer(Bool)
    case resolve, close, check, spotCheck, visit,
      reopen, appeal, void, note
  }

  /// A place in which a step is legal, what must hold beside, and what it does there.
  package struct Cell: Sendable {
    package let place: Item.Place
    package let conditions: [Condition]
    package let effect: Effect
  }

  /// A step, and every place in which it is legal.
  package struct Row: Sendable {
    package let step: StepKind
    package let needsNote: Bool
    package let cells: [Cell]
  }

  package static let rows: [Row] = [
    row(.assign, [.triage], .assign),
    row(.accept, [.open], .accept),
    row(.return, note: true, [.open, .accepted], if: [.notAStations], .giveBack),
    row(.transfer, [.open, .accepted], .transfer),
    row(.extend, [.open, .accepted], if: [.beforeDeadline, .extensionLeft, .nothingWaits], .extend),
    row(.suspend, note: true, [.open, .accepted], if: [.beforeDeadline, .suspensionLeft, .nothingWaits], .suspend),
    row(.resume, [.suspended], .resume),
    row(.approve, answerable, if: [.requestWaits], .answer(true)),
    row(.refuse, note: true, answerable, if: [.requestWaits], .answer(false)),
    Row(
      step: .resolve, needsNote: false,
      cells: cells([.triage], .close) + cells([.open, .accepted], .resolve)),
    Row(step: .check, needsNote: false, cells: cells([.resolved], .check) + cells([.closed], .spotCheck)),
    row(.visit, [.resolved, .closed], .visit),
    row(.reopen, note: true, [.resolved, .closed], .reopen),
    row(.appeal, note: true, [.closed], if: [.late, .neverAppealed, .nothingWaits, .somebodyAbove], .appeal),
    row(.void, note: true, [.triage, .open, .accepted, .suspended], if: [.noTalk], .void),
    row(.note, Item.Place.allCases, .note),
  ]

  // An appeal may wait while the item lives on; in triage it must be assigned first.
  private static let answerable: [Item.Place] = [.open, .accepted, .suspended, .resolved, .closed, .void]

  private static func row(
    _ step: StepKind, note: Bool = false, _ places: [Item.Place], if conditions: [Condition] = [], _ effect: Effect
  ) -> Row {
    Row(step: step, needsNote: note, cells: cells(places, if: conditions, effect))
  }

  private static func cells(
    _ places: [Item.Place], if conditions: [Condition] = [], _ effect: Effect
  ) -> [Cell] {
    places.map { Cell(place: $0, conditions: conditions, effect: effect) }
  }

  /// The row of a step: each has one.
  package static func row(of step: StepKind) -> Row {
    guard let row = rows.first(where: { $0.step == step }) else {
      preconditionFailure("“\(step)” has no row in the table")
    }
    return row
  }

  /// The cell of a step in a place; nil where it is illegal.
  package static func cell(of step: StepKind, at place: Item.Place) -> Cell? {
    row(of: step).cells.first { $0.place == place }
  }
}
