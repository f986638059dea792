package import GridCore

/// What a line of history says beside the fields of the first release, in one column.
package enum EntryMore {
  private static let fields: [SparseField<HistoryEntry>] = [
    address("fr", { $0.from }, { $0.from = $1 }),
    moment("du", { $0.due }, { $0.due = $1 }),
    moment("de", { $0.deadline }, { $0.deadline = $1 }),
    SparseField("by", word: { $0.byLimit?.text }, { TimeLimit(span: $0) }, { $0.byLimit = $1 }),
    moment("un", { $0.until }, { $0.until = $1 }),
    SparseField("ou", word: { $0.outcome?.rawValue }, Outcome.init(rawValue:), { $0.outcome = $1 }),
    SparseField("sa", number: { $0.satisfaction.map(Int64.init) }, { $0.satisfaction = Int(clamping: $1) }),
    SparseField("gr", word: { $0.ground?.rawValue }, ReturnGround.init(rawValue:), { $0.ground = $1 }),
    SparseField("as", number: { $0.asked ? 1 : nil }, { $0.asked = $1 == 1 }),
    SparseField("cl", word: { $0.clock?.word }, Item.Ripe.init(word:), { $0.clock = $1 }),
    SparseField("wy", decision) { entry, text in
      let parts = text.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3, let kind = AssignmentReason.Kind(rawValue: String(parts[1])) else { return false }
      let line = Int(parts[0])
      guard line != nil || parts[0] == "-" else { return false }
      entry.decision = AssignedBy(
        rules: entry.rules, line: line, why: AssignmentReason(kind: kind, subject: String(parts[2])))
      return true
    },
    SparseField("ma", word: { $0.matter }, { $0 }, { $0.matter = $1 }),
    SparseField("gi", word: { $0.grid }, { $0 }, { $0.grid = $1 }),
    SparseField("or", number: { $0.order }, { $0.order = $1 }),
    SparseField("li", word: { Link.text(of: $0.links) }, Link.read, { $0.links = $1 }),
    SparseField("sh", word: { $0.sheet.map { SheetText.write($0) } }, SheetText.read, { $0.sheet = $1 }),
    SparseField("vd", number: { $0.visited.map { Int64($0) } }, { $0.visited = Int(clamping: $1) }),
  ]

  static func text(of entry: HistoryEntry) -> String? {
    let text = SparseText.write(entry, fields)
    return text.isEmpty ? nil : text
  }

  /// Sets what a text of the column says; throws where it is none that this version writes.
  package static func read(_ text: String?, into entry: inout HistoryEntry) throws {
    if let text { try SparseText.read(text, into: &entry, fields) }
  }

  private static func moment(
    _ tag: String, _ value: @escaping @Sendable (HistoryEntry) -> Timestamp?,
    _ set: @escaping @Sendable (inout HistoryEntry, Timestamp) -> Void
  ) -> SparseField<HistoryEntry> {
    // As seconds from when it was recorded: a few digits.
    SparseField(
      tag, number: { entry in value(entry).map { $0.seconds - entry.at.seconds } }, { set(&$0, $0.at.adding($1)) })
  }

  private static func address(
    _ tag: String, _ value: @escaping @Sendable (HistoryEntry) -> Addressee?,
    _ set: @escaping @Sendable (inout HistoryEntry, Addressee) -> Void
  ) -> SparseField<HistoryEntry> {
    SparseField(tag, word: { value($0)?.text }, Addressee.init(text:), set)
  }

  /// Its book is the entry's.
  @Sendable private static func decision(_ entry: HistoryEntry) -> String? {
    entry.decision.map { decision in
      let line = decision.line.map { String($0) } ?? "-"
      return "\(line) \(decision.why.kind.rawValue) \(decision.why.subject)"
    }
  }
}

extension Item.Ripe {
  /// The word that is stored of each clock, looked up: asking an enum for its name costs a microsecond.
  private static let words = Dictionary(uniqueKeysWithValues: allCases.map { ($0, "\($0)") })
  private static let clocks = Dictionary(uniqueKeysWithValues: allCases.map { ("\($0)", $0) })

  fileprivate var word: String { Self.words[self] ?? "" }

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
