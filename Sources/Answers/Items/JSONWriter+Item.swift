internal import Figures
internal import Formats
package import GridCore
package import JSON
internal import Ledger
package import Words

extension JSONWriter {
  /// An item as `show` and, without its life, `list` have it.
  ///
  /// - Parameters:
  ///   - book: the book the item was decided under, for the words of `why`.
  ///   - language: the language those words are in.
  package mutating func write(_ answer: ItemAnswer, decidedUnder book: RuleBook?, language: Language) {
    let item = answer.item
    beginObject()
    field("item", item.id)
    field("source", item.identity.source)
    field("id", item.identity.id)
    field("matter", item.facts.matter)
    field("duty", item.facts.duty)
    field("community", item.facts.community)
    field("grid", item.facts.grid)
    field("post", item.facts.post)
    field("group", item.facts.group)
    field("state", item.state.kind.rawValue)
    field("rung", item.rung)
    field("holder", item.holder.text)
    field("received_at", item.receivedAt)
    field("deadline", item.clock.deadline)
    field("next_due", item.clock.nextRung)
    field("provisional", item.clock.provisional)
    field("risk", item.facts.risk?.rawValue)
    field("risk_from", item.facts.risk.map { _ in item.facts.isRiskRegistered ? "register" : "report" })
    key("assigned_by")
    write(item.facts.assignedBy, book: book, language: language)
    writeStanding(of: answer)
    if let life = answer.life { write(life) }
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

  // MARK: How it stands

  private mutating func writeStanding(of answer: ItemAnswer) {
    let item = answer.item
    key("accepted")
    write(item.memory.accepted)
    field("overdue", item.isOverdue(at: answer.now))
    field("late", item.isLate(at: answer.now))
    field("exempt", item.memory.exempt)
    key("request")
    write(optional: item.memory.request) { $0.writeMembers(of: $1) }
    key("counts")
    beginObject()
    for count in item.memory.counts.shown { field(count.key, count.number) }
    endObject()
    key("links")
    beginArray()
    for link in item.memory.links {
      beginObject()
      field("item", link.item.itemID)
      field("kind", link.kind.rawValue)
      endObject()
    }
    endArray()
    suggestions(answer.suggestions)
    key("breach")
    write(optional: answer.breach) { writer, breach in
      writer.field("at", breach.at)
      writer.field("by", breach.by?.text)
    }
  }

  /// Who accepted an item and when; null where nobody has.
  mutating func write(_ accepted: Item.Acceptance?) {
    write(optional: accepted) { writer, accepted in
      writer.field("at", accepted.at)
      writer.field("by", accepted.by)
    }
  }

  private mutating func write<Value>(optional value: Value?, _ members: (inout JSONWriter, Value) -> Void) {
    guard let value else { return null() }
    beginObject()
    members(&self, value)
    endObject()
  }

  private mutating func writeMembers(of request: Item.Request) {
    field("step", request.step.rawValue)
    field("by", request.by)
    field("at", request.at)
    field("note", request.note)
    field("by_limit", request.byLimit?.text)
    field("until", request.until)
  }

  // MARK: Its life

  private mutating func write(_ life: ItemAnswer.Life) {
    key("spells")
    beginArray()
    for spell in life.spells {
      beginObject()
      field("from", spell.from)
      field("to", spell.to)
      field("holder", spell.holder?.text)
      field("why", spell.why.rawValue)
      field("seconds", spell.seconds)
      endObject()
    }
    endArray()
    key("history")
    beginArray()
    for entry in life.history { write(entry) }
    endArray()
    key("event")
    raw(life.event)
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
    field("due", entry.due)
    field("from", entry.from?.text)
    field("deadline", entry.deadline)
    field("by_limit", entry.byLimit?.text)
    field("until", entry.until)
    field("outcome", entry.outcome?.rawValue)
    field("satisfaction", entry.satisfaction)
    field("ground", entry.ground?.rawValue)
    endObject()
  }
}
