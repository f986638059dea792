package import GridCore
internal import JSON

/// Reports that this binary brings forth itself, as the bytes that the ledger keeps of them.
package struct OwnReportText {
  /// Who is to have it, and where, by the facts of any report.
  package var matter: String?
  package var community: String?
  package var grid: String?
  package var subject: String?
  package var summary: String?

  package init(matter: String?, community: String?, grid: String?, subject: String? = nil, summary: String?) {
    self.matter = matter
    self.community = community
    self.grid = grid
    self.subject = subject
    self.summary = summary
  }

  /// The report of a round: an event as anybody could have sent it, but for its source.
  package func bytes(of call: RoundCall, id: String) -> [UInt8] {
    write(source: EventIdentity.rounds, id: id, time: call.due) { json in
      json.key("round")
      json.beginObject()
      json.field("name", call.name)
      json.field("period", call.period)
      json.field("place", call.place)
      json.field("due", call.due)
      json.endObject()
    }
  }

  /// The report of a signal.
  ///
  /// - Parameters:
  ///   - kind: what the signal counts.
  ///   - count: how often that has happened.
  ///   - items: at which items, the latest last.
  package func bytes(
    of call: SignalCall, kind: String, count: Int, items: [String], id: String, time: Timestamp
  ) -> [UInt8] {
    write(source: EventIdentity.integrity, id: id, time: time) { json in
      json.key("signal")
      json.beginObject()
      json.field("name", call.name)
      json.field("kind", kind)
      json.field("period", call.period)
      json.field("post", Addressee.post(call.post).text)
      json.field("count", count)
      json.key("items")
      json.beginArray()
      for item in items { json.string(item) }
      json.endArray()
      json.endObject()
    }
  }

  private func write(source: String, id: String, time: Timestamp, _ cause: (inout JSONWriter) -> Void) -> [UInt8] {
    var json = JSONWriter()
    json.beginObject()
    json.field("id", id)
    json.field("source", source)
    json.field("type", "report")
    json.field("time", time)
    let texts = [
      ("matter", matter), ("community", community), ("grid", grid), ("subject", subject), ("summary", summary),
    ]
    for (name, text) in texts {
      if let text { json.field(name, text) }
    }
    cause(&json)
    json.endObject()
    return json.bytes
  }
}

extension EventDecoder {
  /// What a report of our own says of its cause; nil where an earlier release took such a source for anybody's.
  func ownReport(of fields: EventFields, _ report: Report) -> OwnReport? {
    if case .object(let members)? = fields[.round]?.value {
      let parts = OwnParts(members)
      guard let name = parts["name"], let period = parts["period"], let place = parts["place"],
        let due = parts["due"].flatMap(RFC3339.timestamp)
      else { return nil }
      return .round(RoundCall(name: name, period: period, place: place, due: due))
    }
    guard case .object(let members)? = fields[.signal]?.value else { return nil }
    let parts = OwnParts(members)
    guard let name = parts["name"], let period = parts["period"],
      case .post(let post)? = parts["post"].flatMap({ Addressee(text: $0) })
    else { return nil }
    return .signal(SignalCall(name: name, period: period, post: post))
  }
}

/// The texts of an object, by their names.
private struct OwnParts {
  private let members: [JSONMember]

  init(_ members: [JSONMember]) { self.members = members }

  subscript(name: String) -> String? {
    guard case .string(let text)? = members.first(where: { $0.key == name })?.value else { return nil }
    return text
  }
}
