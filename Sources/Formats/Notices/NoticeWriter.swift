package import Figures
package import GridCore
package import JSON
package import Words

/// Writes the paper that is laid before an addressee (contract §4).
///
/// Pure: the same arguments give the same bytes, so that a notice staged twice is one notice.
package struct NoticeWriter: Sendable {
  private let book: RuleBook
  private let language: Language

  /// - Parameters:
  ///   - book: gives names and the local time; what it does not know is null.
  ///   - language: of the sentence in `assigned_by`.
  package init(book: RuleBook, language: Language) {
    self.book = book
    self.language = language
  }

  /// The notice as one line of JSON with its newline.
  ///
  /// - Parameters:
  ///   - seq: its place among all notices of the ledger, by which whoever reads them knows which came first.
  ///   - item: of it what a paper says, as it stands when the notice is written.
  ///   - report: the bytes of the report as received.
  ///   - previous: earlier notices of the item, oldest first, and when each was raised.
  ///   - history: of the item, up to and with the entry that the notice tells of; the first notice, a report's, needs none but for
  ///     its visit sheet.
  package func write(
    _ notice: Notice, seq: Int64, of item: NoticedItem, report: [UInt8], previous: [(notice: Notice, at: Timestamp)],
    history: [HistoryEntry] = []
  ) -> [UInt8] {
    var json = JSONWriter(reservingCapacity: report.count + 1024)
    json.beginObject()
    json.field("notice", notice.id)
    json.field("item", item.key.itemID)
    json.field("seq", seq)
    json.field("kind", notice.kind.rawValue)
    json.field("rung", notice.rung)
    json.key("to")
    write(notice.to, to: &json)
    json.field("duty", item.duty)
    json.field("duty_name", item.duty.flatMap(book.dutyName))
    json.field("matter", item.matter)
    json.field("matter_name", item.matter.flatMap(book.matter)?.name)
    json.field("state", item.state.rawValue)
    json.field("received_at", item.receivedAt)
    json.field("deadline", notice.deadline)
    json.key("deadline_local")
    if let due = notice.deadline {
      json.localTime(due, offset: book.calendar.utcOffset)
    } else {
      json.null()
    }
    json.field("provisional", notice.provisional)
    json.key("assigned_by")
    write(Self.assignedBy(notice, of: item, history: history), to: &json)
    json.key("reason")
    write(reason: history, to: &json)
    let event = flatEvent(report)
    if isForTriage(notice, item) {
      let now = history.last?.at ?? item.receivedAt
      json.suggestions(suggestions(for: event, at: now))
    }
    write(sheet: history.last?.sheet, to: &json)
    json.key("previous")
    write(previous, to: &json)
    json.key("event")
    json.raw(event)
    json.endObject()
    json.endLine()
    return json.bytes
  }

  /// The line of the rules that a notice names: the item's own, and where a return was answered the one that answered it.
  ///
  /// Its book is the one to write the notice with.
  package static func assignedBy(_ notice: Notice, of item: NoticedItem, history: [HistoryEntry]) -> AssignedBy {
    guard notice.kind == .told, let entry = history.last, let decision = entry.decision else {
      return item.assignedBy
    }
    let answers = entry.what == .bounce || entry.what == .step(.return) && entry.to == nil
    return answers ? decision : item.assignedBy
  }

  private func isForTriage(_ notice: Notice, _ item: NoticedItem) -> Bool {
    if case .triage = notice.to { true } else { item.isInTriage }
  }

  private func write(_ to: Addressee, to json: inout JSONWriter) {
    json.beginObject()
    switch to {
    case .post(let post):
      json.field("community", post.community)
      json.field("grid", post.grid)
      json.field("post", post.post)
    case .branch(let place): write(place, called: "branch", to: &json)
    case .station(let place): write(place, called: "station", to: &json)
    case .group(let community, let group):
      json.field("community", community)
      json.field("group", group)
    case .office(let office): json.field("office", office)
    case .triage: json.field("triage", true)
    }
    json.endObject()
  }

  private func write(_ place: GridPlace, called name: String, to json: inout JSONWriter) {
    json.field("community", place.community)
    json.field("grid", place.grid)
    json.field(name, true)
  }

  private func write(_ assignedBy: AssignedBy, to json: inout JSONWriter) {
    json.beginObject()
    json.key("rules")
    json.hex(assignedBy.rules)
    json.field("line", assignedBy.line)
    // The words of another book than the one that decided would explain a decision that was never made.
    let decided = assignedBy.rules == book.digest ? book : nil
    json.field("why", sentence(on: assignedBy.why, book: decided, in: language))
    json.endObject()
  }

  /// The visit sheet that the item was on when the notice was decided; nothing where it was on none.
  private func write(sheet note: SheetNote?, to json: inout JSONWriter) {
    guard let note else { return }
    json.key("sheet")
    json.beginObject()
    json.field("sheet", note.sheet)
    json.key("items")
    json.beginArray()
    for item in note.items { json.string(item.itemID) }
    json.endArray()
    json.endObject()
  }

  private func write(_ previous: [(notice: Notice, at: Timestamp)], to json: inout JSONWriter) {
    json.beginArray()
    for (notice, at) in previous {
      json.beginObject()
      json.field("notice", notice.id)
      json.field("rung", notice.rung)
      json.field("to", notice.to.text)
      json.field("at", at)
      json.endObject()
    }
    json.endArray()
  }

  /// The line the notice tells of, and who has had the item for how long; null for the first.
  private func write(reason history: [HistoryEntry], to json: inout JSONWriter) {
    guard let entry = history.last, entry.what != .report else { return json.null() }
    json.beginObject()
    json.field("step", entry.what.word)
    json.field("by", entry.by)
    json.field("note", entry.note)
    json.field("at", entry.at)
    json.field("to", entry.to?.text)
    json.field("by_limit", entry.byLimit?.text)
    json.field("until", entry.until)
    json.field("outcome", entry.outcome?.rawValue)
    json.key("held")
    json.beginArray()
    for (holder, seconds) in Spell.held(SpellFold.spells(of: history, at: entry.moment)) {
      json.beginObject()
      json.field("holder", holder.text)
      json.field("seconds", seconds)
      json.endObject()
    }
    json.endArray()
    json.endObject()
  }

  /// The matters whose keywords the report's own words hold.
  private func suggestions(for event: [UInt8], at now: Timestamp) -> [KeywordSuggestion] {
    let value: JSONValue
    // What is no event suggests nothing.
    do { value = try StrictJSON.read(event[...], maxDepth: StrictJSON.deepest) } catch { return [] }
    guard case .object(let members) = value else { return [] }
    let text = { (field: EventField) -> String? in
      guard case .string(let text)? = EventFields(members)[field]?.value else { return nil }
      return text
    }
    return book.suggest(matter: text(.matter), summary: text(.summary), at: now)
  }
}

extension JSONWriter {
  /// The member `suggest`: matters that an item in triage may be about.
  package mutating func suggestions(_ suggestions: [KeywordSuggestion]) {
    key("suggest")
    beginArray()
    for suggestion in suggestions {
      beginObject()
      field("matter", suggestion.matter)
      field("name", suggestion.name)
      field("keyword", suggestion.keyword)
      endObject()
    }
    endArray()
  }
}
