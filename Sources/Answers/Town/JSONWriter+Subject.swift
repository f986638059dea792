package import GridCore
package import JSON
package import Ledger

extension JSONWriter {
  /// What the register has of a subject, and how it came to that.
  package mutating func writeMembers(of subject: RatedSubject, _ ratings: [RatingRow]) {
    field("subject", subject.name)
    field("grid", subject.grid)
    field("risk", Colour(subject.risk).rawValue)
    field("since", subject.since)
    field("by", subject.by)
    key("points")
    beginArray()
    for point in subject.points { string(point) }
    endArray()
    key("history")
    beginArray()
    for row in ratings {
      beginObject()
      field("seq", row.seq)
      field("at", row.at)
      field("risk", Colour(row.subject.risk).rawValue)
      field("grid", row.subject.grid)
      field("by", row.subject.by)
      field("note", row.note)
      endObject()
    }
    endArray()
  }
}
