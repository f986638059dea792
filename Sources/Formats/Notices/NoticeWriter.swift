package import GridCore
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
  ///   - item: as it stands when the notice is written.
  ///   - report: the bytes of the report as received.
  ///   - previous: earlier notices of the item, oldest first, and when each was raised.
  package func write(
    _ notice: Notice, of item: Item, report: [UInt8], previous: [(notice: Notice, at: Timestamp)]
  ) -> [UInt8] {
    var json = JSONWriter(reservingCapacity: report.count + 1024)
    json.beginObject()
    json.field("notice", notice.id)
    json.field("item", item.id)
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
    write(item.assignedBy, to: &json)
    json.key("previous")
    write(previous, to: &json)
    json.key("event")
    json.raw(flatEvent(report))
    json.endObject()
    json.endLine()
    return json.bytes
  }

  private func write(_ to: Addressee, to json: inout JSONWriter) {
    json.beginObject()
    switch to {
    case .post(let post):
      json.field("community", post.community)
      json.field("grid", post.grid)
      json.field("post", post.post)
    case .group(let community, let group):
      json.field("community", community)
      json.field("group", group)
    case .office(let office): json.field("office", office)
    case .triage: json.field("triage", true)
    }
    json.endObject()
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
}
