internal import Figures
internal import Formats
internal import GridCore
internal import JSON
internal import Ledger
internal import Postings
internal import Proof

/// Each item's life, from its report on.
extension DecisionLaw {
  private static let mostCursors = 256

  /// Lives an item's life again and compares each change.
  mutating func replay(_ record: StoredRecord, _ event: Event) throws {
    guard case .report(let report) = event.body else { return }
    var cursor: ItemCursor?
    try snapshot.eachChange(ofItemAt: record.seq, key: event.key, after: 0) { change in
      let derived = try derive(change, of: record, event, report, after: cursor)
      guard let derived, try confirm(change, derived, position: record.seq) else { return false }
      cursor = ItemCursor(after: change, derived, report, following: cursor)
      return true
    }
  }

  /// What must have happened; nil, and a fault is told, where nothing could.
  private mutating func derive(
    _ change: StoredChange, of record: StoredRecord, _ event: Event, _ report: Report, after cursor: ItemCursor?
  ) throws -> ItemChange? {
    guard let before = cursor else {
      guard change.cause == record.seq, let book = try shelf.book(record.rules) else {
        fault("item \(event.key.itemID)", "its life does not begin with record \(record.seq)", "其经过不始于记录 \(record.seq)")
        return nil
      }
      let subject = try registered(report, at: record)
      let new = linked(as: change) { troubles in
        Item.new(
          from: event, report: report, received: record.receivedAt, under: book, troubles: troubles, subject: subject)
      }
      return new?.completed(as: change, after: nil, under: book)
    }
    guard let cause = change.cause else { return try deriveUncaused(change, before) }
    // Those that waited come first, in their order; then the others in theirs.
    let isInOrder = cause > (before.cause == record.seq ? 0 : before.cause) && cause != record.seq
    guard isInOrder, let step = try snapshot.record(cause), step.state == .accepted,
      try concerns(step, before.item, at: record.seq)
    else {
      fault("entry \(change.entry)", "record \(cause) did not cause it", "并非由记录 \(cause) 引起")
      return nil
    }
    return try derive(change, before, by: step)
  }

  /// The change that a step brings.
  private mutating func derive(
    _ change: StoredChange, _ before: ItemCursor, by record: StoredRecord
  ) throws -> ItemChange? {
    guard let step = Self.step(of: record), let book = try shelf.book(record.decidedUnder) else {
      fault("record \(record.seq)", "is no step that can be taken again", "不是可以重新执行的步骤")
      return nil
    }
    var last: ItemChange?
    for known in [before.report, nil] {
      let answer = linked(as: change) { troubles in
        let answer = before.item.applying(
          step, received: record.decidedAt, under: book, line: before.line, report: known, troubles: troubles,
          as: change.decidedBy)
        return if case .success(let derived) = answer { derived } else { nil }
      }
      guard let derived = answer?.completed(as: change, after: before.item, under: book) else { continue }
      if try agrees(change, derived) { return derived }
      last = last ?? derived
    }
    if last == nil {
      fault(
        "record \(record.seq)", "its item would not have taken “\(step.kind.rawValue)”",
        "其事项本不会接受“\(step.kind.rawValue)”")
    }
    return last
  }

  /// A rung that fired, or a clock that new rules set going again.
  private mutating func deriveUncaused(_ change: StoredChange, _ cursor: ItemCursor) throws -> ItemChange? {
    let item = cursor.item
    var derived: [ItemChange]
    if let entry = change.entries.last(where: { $0.what == .redispatch }) {
      derived = try ordered(entry, item).map { [$0] } ?? []
    } else if let first = change.entries.first, first.what == .recount {
      derived = try recounted(first, cursor).map { [$0] } ?? []
    } else if let first = change.entries.first {
      derived =
        try shelf.book(first.rules).flatMap { item.pressed(at: first.at, under: $0, as: change.decidedBy) }.map { [$0] }
        ?? []
    } else {
      // A silent change does not name its book: it was one that was in force by then.
      derived = try shelf.inForce(at: change.entry).reversed().flatMap { digest -> [ItemChange] in
        guard let book = try shelf.book(digest) else { return [] }
        let moments = [item.clock.nextRung, change.silence?.due].compactMap(\.self)
        return moments.compactMap { item.pressed(at: $0.adding(1), under: book, as: change.decidedBy) }
          + [item.revival(under: book)].compactMap(\.self)
      }
    }
    let book = try (change.entries.first?.rules).flatMap { try shelf.book($0) }
    derived = derived.map { $0.completed(as: change, after: item, under: book) }
    if let found = try derived.first(where: { try agrees(change, $0) }) ?? derived.first { return found }
    fault("entry \(change.entry)", "no clock of item \(item.id) asked for it then", "当时事项 \(item.id) 并无时限到点")
    return nil
  }

  /// What the order that the entry names makes of the item; nil where there is none that was made under its rules.
  private mutating func ordered(_ entry: HistoryEntry, _ item: Item) throws -> ItemChange? {
    guard let seq = entry.order, let record = try snapshot.record(seq), record.state == .accepted,
      case .order(.redispatch(let order)) = Self.readAgain(record)?.body, entry.rules.hex.hasPrefix(order.rules),
      let book = try shelf.book(entry.rules)
    else { return nil }
    return item.redispatched(by: order, numbered: seq, at: entry.at, under: book)
  }

  /// The item counted anew by the entry's calendar, as it is known further than the one it was counted by before.
  private mutating func recounted(_ entry: HistoryEntry, _ cursor: ItemCursor) throws -> ItemChange? {
    guard let book = try shelf.book(entry.rules) else { return nil }
    let before = try shelf.book(cursor.clock.rules ?? cursor.item.facts.assignedBy.rules)
    return cursor.item.recounted(cursor.clock, countedBy: before?.calendar, at: entry.at, under: book)
  }

  static func step(of record: StoredRecord) -> StepRequest? {
    guard let event = readAgain(record), case .step(let step) = event.body else { return nil }
    return step
  }

  /// Whether it was rightly taken is asked where the record is checked.
  private static func readAgain(_ record: StoredRecord) -> Event? {
    record.bytes.flatMap { StoredEvent.read($0, received: record.receivedAt, as: record.decidedBy) }
  }

  /// Whether a step is for this item: the one it names, or one of its list that took it.
  private func concerns(_ record: StoredRecord, _ item: Item, at position: Int64) throws -> Bool {
    guard let list = record.parameters.flatMap({ ListVerdicts(parameters: $0) }) else { return record.item == position }
    return list.entries.contains { $0.item == item.id && $0.refusal == nil }
  }

  // MARK: Links

  /// A change that may have found what the item has to do with an earlier one.
  ///
  /// What the ledger knew of other items then is not told again by one item's life: what the entry found is taken as found, and only
  /// where the item could be the same trouble as another.
  private func linked(as change: StoredChange, _ derive: ([TroubleKey: [Trouble]]) -> ItemChange?) -> ItemChange? {
    let found = change.entries.flatMap(\.links)
    guard let derived = derive([:]), !found.isEmpty, let key = derived.item.facts.trouble else { return derive([:]) }
    let troubles = found.map { link in
      let isInHand = link.kind == .repeat
      return Trouble(
        key: key, item: link.item, receivedAt: derived.item.receivedAt, order: 0, state: isInHand ? .open : .closed,
        end: isInHand ? nil : derived.item.memory.last)
    }
    return derive([key: troubles])
  }

  // MARK: Comparing

  private mutating func agrees(_ change: StoredChange, _ derived: ItemChange) throws -> Bool {
    let written = derived.written(by: change.decidedBy)
    return change.revision == Int64(written.item.memory.revision) && change.entries == written.entries
      && change.notices == written.notices
      && change.seal == sealer.seal(written.item, isEarlier: change.decidedBy < .fourth)
  }

  /// Tells the first thing in which a stored change is not the derived one; whether there is none.
  private mutating func confirm(_ change: StoredChange, _ derived: ItemChange, position: Int64) throws -> Bool {
    let item = derived.item
    if let rules = change.entries.first?.rules, !shelf.wereInForce(rules, at: change.entry) {
      fault("entry \(change.entry)", "its rules were not in force then", "所依规则当时并未生效")
      return false
    }
    let derived = derived.written(by: change.decidedBy)
    let isTold = change.silence == (derived.entries.isEmpty ? derived.silence : nil)
    if try agrees(change, derived), isTold { return true }
    for (ordinal, notice) in derived.notices.enumerated() {
      let stored = ordinal < change.notices.count ? change.notices[ordinal] : nil
      if stored == notice { continue }
      fault(
        "notice \(notice.id)",
        "goes to \(notice.to.text) at rung \(notice.rung); entry \(change.entry) has \(Self.told(stored))",
        "应在第 \(notice.rung) 级发往 \(notice.to.text)；经过 \(change.entry) 为 \(Self.told(stored))")
      return false
    }
    if change.entries != derived.entries || !isTold || change.notices.count != derived.notices.count {
      fault("entry \(change.entry)", "tells item \(item.id)'s life otherwise than it was", "所记事项 \(item.id) 的经过与重新判定不符")
      return false
    }
    let stored = try snapshot.item(at: position)
    let difference = stored.flatMap { $0.memory.revision == item.memory.revision ? Self.difference($0, item) : nil }
    fault(
      "item \(item.id)",
      "is not what entry \(change.entry) should have made of it" + (difference.map { ": \($0)" } ?? ""),
      "与经过 \(change.entry) 应有的结果不符" + (difference.map { "：\($0)" } ?? ""))
    return false
  }

  private static func told(_ notice: Notice?) -> String {
    notice.map { "\($0.to.text), \($0.rung), \($0.deadline.map(RFC3339.text) ?? "-")" } ?? "none"
  }

  private static func difference(_ stored: Item, _ derived: Item) -> String? {
    let time = { (moment: Timestamp?) in moment.map(RFC3339.text) ?? "-" }
    let pairs = [
      ("state", stored.state.kind.rawValue, derived.state.kind.rawValue),
      ("holder", stored.holder.text, derived.holder.text),
      ("rung", "\(stored.rung)", "\(derived.rung)"),
      ("deadline", time(stored.clock.deadline), time(derived.clock.deadline)),
      ("next_due", time(stored.clock.nextRung), time(derived.clock.nextRung)),
      ("provisional", "\(stored.clock.provisional)", "\(derived.clock.provisional)"),
      ("matter", stored.facts.matter ?? "-", derived.facts.matter ?? "-"),
      ("grid", stored.facts.grid ?? "-", derived.facts.grid ?? "-"),
      ("line", "\(stored.facts.assignedBy.line ?? 0)", "\(derived.facts.assignedBy.line ?? 0)"),
      ("why", stored.facts.assignedBy.why.kind.rawValue, derived.facts.assignedBy.why.kind.rawValue),
    ]
    return pairs.first { $0.1 != $0.2 }.map { "\($0.0) \($0.1) ≠ \($0.2)" }
  }

  // MARK: An item in the middle of its life

  /// The item as it may have been when this record came; nil where its life is told wrongly, which is found there.
  ///
  /// A record that changed nothing stands between two steps, and nothing says on which side of it a clock fired that fired between
  /// them. So the item is handed out as the step before left it, and as it was after each of those clocks.
  mutating func places(at position: Int64, before seq: Int64) throws -> [ItemCursor]? {
    let isWaiting = seq < position
    var standing = isWaiting ? nil : standings[position]
    guard let record = try snapshot.record(position), let event = Self.readAgain(record),
      case .report(let report) = event.body
    else { return nil }
    try snapshot.eachChange(ofItemAt: position, key: event.key, after: standing?.cursor.entry ?? 0) { change in
      if standing != nil {
        if let cause = change.cause {
          if cause > seq || (isWaiting && cause == position) { return false }
        } else if isWaiting {
          return false
        }
      }
      var cursor = standing?.cursor
      guard try advance(&cursor, change, record, event, report), let cursor else { return false }
      let earlier = change.cause == nil ? standing?.places ?? [] : []
      standing = ItemStanding(cursor: cursor, places: earlier + [cursor])
      return true
    }
    if !isWaiting, let standing {
      if standings.count >= Self.mostCursors { standings.removeAll() }
      standings[position] = standing
    }
    return standing?.places
  }

  private mutating func advance(
    _ cursor: inout ItemCursor?, _ change: StoredChange, _ record: StoredRecord, _ event: Event, _ report: Report
  ) throws -> Bool {
    guard let derived = try derive(change, of: record, event, report, after: cursor) else { return false }
    cursor = ItemCursor(after: change, derived, report, following: cursor)
    return true
  }
}

extension ItemChange {
  /// The change as an earlier release wrote it: less of each line, and every notice with the last of them.
  fileprivate func written(by version: DecidingVersion) -> ItemChange {
    guard version < .fourth else { return self }
    var change = self
    change.entries = entries.map { $0.written(by: version) }
    for index in change.notices.indices { change.notices[index].entry = max(0, entries.count - 1) }
    return change
  }
}
