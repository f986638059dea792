internal import Formats
package import GridCore
package import JSON
package import Words

/// The table of steps as `about --steps` prints it, from the one source the daemon decides by.
package struct StepListing: Sendable {
  /// A step in a state.
  package struct Cell: Hashable, Sendable {
    package let place: Item.Place
    package let step: StepKind
    /// Whether an item of this state can take it.
    package let legal: Bool
    /// What must hold beside the state, the note that it needs among it.
    package let conditions: [String]
  }

  // Beside the conditions of the table.
  private static let note = "note"

  /// Every state with every step.
  package let cells: [Cell]

  /// Asks the table about every step in every place an item can be in.
  package init() {
    cells = Item.Place.allCases.flatMap { place in
      StepKind.allCases.map { step in
        guard let cell = StepTable.cell(of: step, at: place) else {
          return Cell(place: place, step: step, legal: false, conditions: [])
        }
        let needs = StepTable.row(of: step).needsNote ? [Self.note] : []
        return Cell(place: place, step: step, legal: true, conditions: cell.conditions.map(\.rawValue) + needs)
      }
    }
  }

  /// One array: `[{"state","step","legal","why"}]`; several conditions stand in `why` with a comma between.
  package func write(to writer: inout JSONWriter) {
    writer.beginArray()
    for cell in cells {
      writer.beginObject()
      writer.field("state", cell.place.rawValue)
      writer.field("step", cell.step.rawValue)
      writer.field("legal", cell.legal)
      writer.field("why", cell.conditions.isEmpty ? nil : cell.conditions.joined(separator: ", "))
      writer.endObject()
    }
    writer.endArray()
  }

  // MARK: For people

  /// The heads of the table for people: the step, each state, what must hold.
  package var heads: [Bilingual] {
    [Bilingual(en: "step", zh: "步骤")] + Item.Place.allCases.map(wording) + [Bilingual(en: "if", zh: "条件")]
  }

  /// A line a step: a mark where it is legal, and what must hold there.
  package func lines(in language: Language) -> [[String]] {
    StepKind.allCases.map { step in
      let own = cells.filter { $0.step == step }
      let word = language == .zh ? "\(wording(step).zh) \(step.rawValue)" : step.rawValue
      var conditions: [String] = []
      for condition in own.flatMap(\.conditions) where !conditions.contains(condition) { conditions.append(condition) }
      let told = conditions.map { Self.words($0).text(language) }
      return [word] + own.map { $0.legal ? "✓" : "-" } + [told.joined(separator: language == .zh ? "；" : "; ")]
    }
  }

  private static func words(_ condition: String) -> Bilingual {
    if condition == note { return Bilingual(en: "a note is given", zh: "写明说明") }
    return StepTable.Condition(rawValue: condition).map(wording) ?? Bilingual(en: condition, zh: condition)
  }
}
