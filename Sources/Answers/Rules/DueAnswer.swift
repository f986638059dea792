package import GridCore
package import JSON

/// The deadline of a limit, with the stretches of time that were counted.
package struct DueAnswer {
  /// When the clock starts.
  package let filed: Timestamp
  /// What is counted.
  package let limit: TimeLimit
  /// The moment at which the limit is used up.
  package let deadline: Deadline
  /// What was counted from where to where.
  package let steps: [CountedStretch]

  /// Counts by the calendar, in the hours of a post where one is named.
  package init(_ book: RuleBook, filed: Timestamp, limit: TimeLimit, post: String?) {
    var steps: [CountedStretch] = []
    deadline = book.calendar.due(
      from: filed, limit: limit, hours: post.map { book.hours(ofPost: $0) }, telling: { steps.append($0) })
    (self.filed, self.limit, self.steps) = (filed, limit, steps)
  }

  /// The answer as `due` has it.
  package func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("filed", filed)
    writer.field("limit", limit.text)
    writer.field("due", deadline.moment)
    writer.field("provisional", deadline.provisional)
    writer.key("steps")
    writer.beginArray()
    for step in steps {
      writer.beginObject()
      writer.field("from", step.from)
      writer.field("to", step.to)
      writer.field("counted", step.counted)
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
  }
}
