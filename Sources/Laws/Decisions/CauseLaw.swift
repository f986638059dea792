internal import GridCore
internal import Ledger
internal import Postings
internal import Proof

/// Every entry has its cause, as far as the entries themselves tell: a walk through all of them in order.
///
/// An entry is of the form of its kind. One about an item belongs to a change, whose lines follow one another and whose last is
/// sealed. They have one moment, but for what a clock had ended before the step came, which stands at its own. Changes come in the order of their causes, and each cause once. A notice is raised, announced and laid down, once each
/// and in this order. Rules replace others. Whether a cause brings forth what the entry says is for `DecisionLaw` to ask.
struct CauseLaw {
  /// What caused a change, and when its turn was.
  private struct Turn: Comparable {
    /// The record whose receipt brought it: a step that waited has its turn with the report it waited for.
    let record: Int64
    /// The report itself comes first; then those that waited, in their order.
    let place: Int64

    static func < (left: Turn, right: Turn) -> Bool {
      (left.record, left.place) < (right.record, right.place)
    }
  }

  /// A line whose change goes on.
  private var open: ChainedEntry?
  private var turn = Turn(record: 0, place: 0)
  /// The items that the cause whose turn it is has changed: a step for a list changes several, each once.
  private var changed: Set<Int64> = []
  private var rulesInForce: Digest?
  /// Whether the entry before says that a ledger was restored, or carries notices over.
  private var carries = false
  private var announced = RowSet()
  private var delivered = RowSet()

  /// Takes the next entry; `lastNotice` is the last notice that was raised by then.
  mutating func take(_ chained: ChainedEntry, lastNotice: Int64) -> [EntryFinding] {
    let entry = chained.row
    var findings: [EntryFinding] = []
    let isContinued = open.map { Self.isContinued($0.row, by: entry) } ?? false
    if let open, !isContinued { findings.append(EntryFinding(entry: open.seq, flaw: .changesNothing)) }
    let flaw =
      Self.isWellFormed(entry) ? flaw(of: entry, begins: !isContinued, lastNotice: lastNotice) : EntryFlaw.misshapen
    if let flaw { findings.append(EntryFinding(entry: chained.seq, flaw: flaw)) }
    open = entry.kind == .history && entry.seal == nil ? chained : nil
    carries =
      (entry.kind == .incident && entry.what == EntryRow.restoreWord)
      || (carries && entry.kind == .delivery && entry.what == EntryRow.carriedWord)
    return findings
  }

  /// After the last entry.
  func end() -> [EntryFinding] {
    open.map { [EntryFinding(entry: $0.seq, flaw: .changesNothing)] } ?? []
  }

  /// What the clock ends before a step is decided.
  private static let endedBefore: Set<String> = [
    HistoryEntry.What.step(.resume).word, HistoryEntry.What.lapse.word,
  ]

  private static func isContinued(_ line: EntryRow, by next: EntryRow) -> Bool {
    let isEndedBefore = line.cause != nil && line.at < next.at && endedBefore.contains(line.what)
    return next.kind == .history && next.item == line.item && next.revision == line.revision && next.cause == line.cause
      && (next.at == line.at || isEndedBefore) && next.rules == line.rules
  }

  // MARK: Form

  private static func isWellFormed(_ entry: EntryRow) -> Bool {
    let isOfItem = entry.item != nil && entry.revision != nil && entry.rules != nil && entry.file == nil
    guard entry.parameters == nil || entry.kind == .release else { return false }
    let isPlain = entry.item == nil && entry.revision == nil && entry.rung == 0 && entry.holder == nil
    let isAlone = isPlain && entry.cause == nil && entry.file == nil && entry.seal == nil
    return switch entry.kind {
    case .history: isOfItem
    case .silent: isOfItem && entry.cause == nil && entry.seal != nil
    case .release: isPlain && entry.cause != nil && entry.file == nil && entry.seal == nil && entry.rules != nil
    case .file: isPlain && entry.cause == nil && entry.file != nil && entry.seal != nil && entry.rules != nil
    case .delivery: isAlone && entry.rules == nil && entry.by == nil && entry.note != nil
    case .rules:
      isPlain && entry.file == nil && entry.seal == nil && entry.rules != nil && entry.by == nil
        && entry.what == "adopt"
    case .incident: isAlone && entry.rules == nil && entry.by == nil && entry.note != nil
    }
  }

  // MARK: Order

  private mutating func flaw(of entry: EntryRow, begins: Bool, lastNotice: Int64) -> EntryFlaw? {
    switch entry.kind {
    case .history: begins ? flawInTurn(of: entry) : nil
    case .rules: flawInRules(of: entry)
    case .delivery: flawInDelivery(of: entry, lastNotice: lastNotice)
    case .silent, .release, .file, .incident: nil
    }
  }

  private mutating func flawInTurn(of entry: EntryRow) -> EntryFlaw? {
    guard let cause = entry.cause, let item = entry.item else { return nil }
    let next = cause < item ? Turn(record: item, place: cause) : Turn(record: cause, place: 0)
    guard turn < next || (turn == next && !changed.contains(item)) else { return .outOfOrder }
    if turn < next { changed = [] }
    changed.insert(item)
    turn = next
    return nil
  }

  private mutating func flawInRules(of entry: EntryRow) -> EntryFlaw? {
    defer { rulesInForce = entry.rules }
    return entry.rules == rulesInForce ? .rulesInForceAlready : nil
  }

  private mutating func flawInDelivery(of entry: EntryRow, lastNotice: Int64) -> EntryFlaw? {
    if entry.what == EntryRow.carriedWord { return carries ? nil : .carriedFromNowhere }
    guard let ranges = entry.note.flatMap(RowRanges.init(text:))?.ranges,
      ["publishing", "delivered"].contains(entry.what)
    else { return .misshapen }
    for range in ranges {
      if entry.what == "publishing" {
        if range.upperBound > lastNotice {
          return .announcedBeforeRaised(notice: max(range.lowerBound, lastNotice + 1))
        }
        if let notice = announced.firstPresent(of: range) { return .announcedAlready(notice: notice) }
        announced.insert(range)
      } else {
        if let notice = announced.firstAbsent(of: range) { return .deliveredUnannounced(notice: notice) }
        if let notice = delivered.firstPresent(of: range) { return .deliveredAlready(notice: notice) }
        delivered.insert(range)
      }
    }
    return nil
  }
}
