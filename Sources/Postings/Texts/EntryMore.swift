package import GridCore

/// What a line of history says beside the fields of the first release, in one column.
package enum EntryMore {
  private static let fields: [SparseField<HistoryEntry>] = [
    SparseField("fr", word: Addressee.init(text:)) { $0.from = $1 },
    SparseField("du", number: { $0.due = $0.at.adding($1) }),
    SparseField("de", number: { $0.deadline = $0.at.adding($1) }),
    SparseField("by", word: { TimeLimit(span: $0) }, { $0.byLimit = $1 }),
    SparseField("un", number: { $0.until = $0.at.adding($1) }),
    SparseField("ou", word: Outcome.init(rawValue:)) { $0.outcome = $1 },
    SparseField("sa", number: { $0.satisfaction = Int(clamping: $1) }),
    SparseField("gr", word: ReturnGround.init(rawValue:)) { $0.ground = $1 },
    SparseField("as", number: { $0.asked = $1 == 1 }),
    SparseField("cl", word: Item.Ripe.init(word:)) { $0.clock = $1 },
    SparseField("wy") { entry, text in
      let parts = text.parts(3)
      guard parts.count == 3, let kind = AssignmentReason.Kind(rawValue: parts[1]) else { return false }
      let line = Int(parts[0])
      guard line != nil || parts[0] == "-" else { return false }
      entry.decision = AssignedBy(
        rules: entry.rules, line: line, why: AssignmentReason(kind: kind, subject: parts[2]))
      return true
    },
    SparseField("ma", word: { $0 }, { $0.matter = $1 }),
    SparseField("gi", word: { $0 }, { $0.grid = $1 }),
    SparseField("or", number: { $0.order = $1 }),
    SparseField("li", word: Link.read) { $0.links = $1 },
    SparseField("sh", word: SheetText.read) { $0.sheet = $1 },
    SparseField("vd", number: { $0.visited = Int(clamping: $1) }),
  ]

  /// Nil where all is at its default; the fields in their order, moments as seconds from when it was recorded: a few digits.
  static func text(of entry: borrowing HistoryEntry) -> String? {
    // A decision makes it long.
    var text = entry.decision == nil ? SparseWriter() : SparseWriter(reserving: 60)
    if let from = entry.from { text.add("fr", from.text) }
    text.add("du", entry.due, since: entry.at)
    text.add("de", entry.deadline, since: entry.at)
    text.add("by", entry.byLimit?.text)
    text.add("un", entry.until, since: entry.at)
    text.add("ou", entry.outcome?.rawValue)
    text.add("sa", entry.satisfaction.map(Int64.init))
    text.add("gr", entry.ground?.rawValue)
    text.add("as", entry.asked)
    text.add("cl", entry.clock?.word)
    // Its book is the entry's.
    if let decision = entry.decision {
      let line = decision.line.map { String($0) } ?? "-"
      text.add("wy", parts: line, decision.why.kind.rawValue, decision.why.subject)
    }
    text.add("ma", entry.matter)
    text.add("gi", entry.grid)
    text.add("or", entry.order)
    text.add("li", Link.text(of: entry.links))
    if let sheet = entry.sheet { text.add("sh", SheetText.write(sheet)) }
    text.add("vd", entry.visited.map { Int64($0) })
    return text.isEmpty ? nil : text.text
  }

  /// Sets what a text of the column says; throws where it is none that this version writes.
  package static func read(_ text: String?, into entry: inout HistoryEntry) throws {
    if let text { try SparseText.read(text, into: &entry, fields) }
  }
}

extension Item.Ripe {
  private static let clocks = Dictionary(uniqueKeysWithValues: allCases.map { ($0.word, $0) })

  /// The word that is stored of each clock, and chained: none may ever change, whatever the case is called.
  var word: String {
    switch self {
    case .resume: "resume"
    case .lapse: "lapse"
    case .accept: "accept"
    case .remind: "remind"
    case .again: "again"
    case .check: "check"
    case .visit: "visit"
    case .triage: "triage"
    case .rung: "rung"
    case .acceptClimb: "acceptClimb"
    case .passing: "passing"
    }
  }

  fileprivate init?(word: String) {
    guard let ripe = Self.clocks[word] else { return nil }
    self = ripe
  }
}

/// A visit sheet in a text: its id and those of its items, with a blank between them.
private enum SheetText {
  static func write(_ note: SheetNote) -> String {
    ([note.sheet] + note.items.map(\.itemID)).joined(separator: " ")
  }

  static func read(_ text: String) -> SheetNote? {
    let parts = text.split(separator: " ", omittingEmptySubsequences: false)
    let items = parts.dropFirst().compactMap { EventKey(itemID: String($0)) }
    guard let sheet = parts.first, !sheet.isEmpty, items.count == parts.count - 1 else { return nil }
    return SheetNote(sheet: String(sheet), items: items)
  }
}
