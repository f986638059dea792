package import Formats
package import GridCore
package import LedgerStore
package import Words

extension JSONWriter {
  /// An item as `show` and, without its history, `list` have it.
  ///
  /// - Parameters:
  ///   - told: the history and the flat report, for `show`.
  ///   - book: the book the item was decided under, for the words of `why`.
  ///   - language: the language those words are in.
  package mutating func write(
    _ item: Item, told: (history: [NumberedEntry], event: [UInt8])?, book: RuleBook?, language: Language
  ) {
    beginObject()
    field("item", item.id)
    field("source", item.identity.source)
    field("id", item.identity.id)
    field("matter", item.matter)
    field("duty", item.duty)
    field("community", item.community)
    field("grid", item.grid)
    field("post", item.post)
    field("group", item.group)
    field("state", item.state.rawValue)
    field("rung", item.rung)
    field("holder", item.holder.text)
    field("received_at", item.receivedAt)
    field("deadline", item.deadline)
    field("next_due", item.nextDue)
    field("provisional", item.provisional)
    key("assigned_by")
    write(item.assignedBy, book: book, language: language)
    if let told {
      key("history")
      beginArray()
      for entry in told.history { write(entry) }
      endArray()
      key("event")
      raw(told.event)
    }
    endObject()
  }

  /// By which line of which rules somebody was chosen, and why.
  mutating func write(_ assignedBy: AssignedBy, book: RuleBook?, language: Language) {
    beginObject()
    field("rules", assignedBy.rules.hex)
    field("line", assignedBy.line)
    field("why", explain(assignedBy.why, book: book).text(language))
    endObject()
  }

  private mutating func write(_ numbered: NumberedEntry) {
    let entry = numbered.entry
    beginObject()
    field("seq", numbered.seq)
    field("at", entry.at)
    field("step", entry.what.word)
    field("by", entry.by)
    field("note", entry.note)
    field("rung", entry.rung)
    field("to", entry.to?.text)
    field("rules", entry.rules.hex)
    endObject()
  }
}
