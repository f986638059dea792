internal import Advice
internal import Formats
package import GridCore
package import JSON
package import Words

/// Routing's answer to one report, with the overrides looked at in vain.
package struct Routing {
  /// Who gets it, by which line and why, and until when.
  package private(set) var assignment: Assignment
  /// The overrides that were looked at and passed over.
  package private(set) var considered: [Considered]

  /// Routes the report as if it came now.
  package init(_ book: RuleBook, _ report: Report, source: String, at now: Timestamp) {
    var considered: [Considered] = []
    var assignment = book.assign(report, source: source, received: now) { considered.append($0) }
    // Put right on the spot: closed as it comes, no clock runs.
    if report.resolved != nil { assignment.deadline = nil }
    self.assignment = assignment
    self.considered = considered
  }

  /// Why an item went where it did, from what the ledger keeps of it and the book it was decided under.
  package init(of item: Item, decidedUnder book: RuleBook) {
    let facts = item.facts
    let report = Report(matter: facts.matter, community: facts.community, grid: facts.grid, risk: facts.risk)
    self.init(book, report, source: item.identity.source, at: item.memory.moment)
    let deadline = item.clock.deadline.map { Deadline(moment: $0, provisional: item.clock.provisional) }
    recorded(facts.assignedBy, limit: facts.limit, deadline: deadline)
    recorded(home: facts.home, group: facts.group, deadline: deadline)
  }

  /// What may have been meant by a word of the report that the rules do not know; empty where they know it, or nothing like it.
  package func meant(_ book: RuleBook) -> [String] {
    let field: ItemQuery.Field
    switch assignment.assignedBy.why.kind {
    case .unlistedMatter: field = .matter
    case .unknownGrid: field = .grid
    case .unknownCommunity: field = .community
    case .matter, .override, .noMatter, .noGrid, .gridElsewhere, .round, .signal: return []
    }
    return Suggestions.nearest(
      to: assignment.assignedBy.why.subject, among: field.names(in: book), most: ItemQuery.Unknown.mostMeant)
  }

  /// Puts what the ledger recorded of an item in the place of what the facts it kept would say today.
  ///
  /// One that an order moved has its limit and its clock from before.
  package mutating func recorded(_ assignedBy: AssignedBy, limit: TimeLimit? = nil, deadline: Deadline? = nil) {
    assignment.assignedBy = assignedBy
    guard let limit, limit != assignment.limit else { return }
    (assignment.limit, assignment.deadline) = (limit, deadline)
  }

  /// The same of what a round or a signal sent to somebody who is no post: no matter's line and no override had a say in it.
  private mutating func recorded(home: Addressee?, group: String?, deadline: Deadline?) {
    guard let home else { return }
    (assignment.to, assignment.group, assignment.deadline) = (home, group, deadline)
    considered = []
  }

  /// The answer as `route` has it, and `why` with the item's id in front.
  package func write(to writer: inout JSONWriter, _ book: RuleBook, item: String? = nil, language: Language) {
    writer.beginObject()
    if let item { writer.field("item", item) }
    writer.field("to", assignment.to.text)
    writer.field("duty", assignment.duty)
    writer.field("matter", assignment.matter)
    writer.field("group", assignment.group)
    writer.field("limit", assignment.limit?.text)
    writer.field("deadline", assignment.deadline?.moment)
    writer.field("provisional", assignment.deadline?.provisional ?? false)
    writer.key("assigned_by")
    writer.write(assignment.assignedBy, book: book, language: language)
    writer.key("considered")
    writer.beginArray()
    for override in considered {
      writer.beginObject()
      writer.field("line", override.line)
      writer.field("why_not", explain(override).text(language))
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
  }
}
