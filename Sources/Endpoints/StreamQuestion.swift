internal import Custody
internal import Formats
internal import GridCore
internal import JSON
internal import Ledger
internal import Users
package import Web
internal import Words

/// Which changes somebody wants to hear of, as Server-Sent Events
/// (https://html.spec.whatwg.org/multipage/server-sent-events.html).
package struct StreamQuestion: Sendable {
  /// The last line of history he knows.
  package private(set) var position: Int64
  private let holder: String?
  private let state: String?
  private let viewer: Viewer?
  private let desk: Desk
  private let language: Language
  /// The troubles that were told last, by their codes.
  private var told: [String] = []

  /// How many lines may lie behind somebody who comes back.
  static let mostBehind: Int64 = 100_000
  /// How many lines are looked at in one go.
  private static let page = 500
  /// How old, in a storm, what is told may be: pages that are asked for then show it.
  private static let age = Duration.milliseconds(200)

  /// What a request asks: `Last-Event-ID` or `?after=`, `?holder=`, `?state=`.
  ///
  /// - Throws: 400 of a number that is none.
  init(_ call: Call, _ desk: Desk) throws(Problem) {
    let query = call.request.query
    self.desk = desk
    language = call.request.language
    holder = query["holder"]
    state = query["state"]
    viewer = call.viewer
    let heard = call.request.headers["last-event-id"].flatMap { $0.isEmpty ? nil : $0 }
    guard let text = heard ?? query["after"] else {
      position = try Self.last(desk, viewer, call.request.now)
      return
    }
    guard let number = Int64(text), number >= 0 else {
      throw Problem(.badRequest, Bilingual(en: "“\(text)” is no number of a history line", zh: "“\(text)”不是办理记录的序号"))
    }
    position = number
  }

  /// What has happened since the last look, as events; empty where nothing has.
  package mutating func next() throws(Problem) -> [UInt8] {
    let now = desk.clock.now()
    return try troubles(now) + steps(now)
  }

  /// What is wrong, whenever that is something else than before.
  private mutating func troubles(_ now: Timestamp) throws(Problem) -> [UInt8] {
    let faults = try desk.troubles.current(desk, at: now, language).degraded
    let codes = faults.map(\.code).sorted()
    guard codes != told else { return [] }
    told = codes
    var json = JSONWriter()
    json.beginObject()
    json.key("degraded")
    LockNote.write(faults, to: &json)
    json.endObject()
    return Array("event: degraded\ndata: ".utf8) + json.bytes + Array("\n\n".utf8)
  }

  /// The last line that is told now, so that no page is asked for afterwards that does not show it.
  private static func last(_ desk: Desk, _ viewer: Viewer?, _ now: Timestamp) throws(Problem) -> Int64 {
    guard let ledger = try desk.sight(for: viewer, at: now, within: age).ledger else {
      _ = try desk.ledger()
      return 0
    }
    return ledger.entries
  }

  private mutating func steps(_ now: Timestamp) throws(Problem) -> [UInt8] {
    var last = try Self.last(desk, viewer, now)
    if last < position {
      // He was shown more than others are shown now.
      desk.sights.wrote(viewer)
      last = try Self.last(desk, viewer, now)
    }
    guard last != position else { return [] }
    // Who is ahead of the ledger knows another one; who is far behind had better look at the whole.
    guard position < last, last - position <= Self.mostBehind else {
      position = last
      return Array("id: \(last)\nevent: reset\ndata: {}\n\n".utf8)
    }
    let from = position
    let changes = try desk.reading { try $0.changes(after: from, limit: min(Self.page, Int(last - from))) }
    position = changes.through
    var text: [UInt8] = []
    for line in changes.lines where fits(line.item) { text += Self.event(line, now) }
    return text
  }

  /// The sign of life.
  package func alive() -> [UInt8] {
    var json = JSONWriter()
    json.beginObject()
    json.field("now", desk.clock.now())
    json.endObject()
    return Array("id: \(position)\nevent: alive\ndata: ".utf8) + json.bytes + Array("\n\n".utf8)
  }

  private func fits(_ item: Item) -> Bool {
    if let holder, item.holder.text != holder { return false }
    if let state, item.state.kind.rawValue != state { return false }
    return item.identity.source != EventIdentity.integrity || viewer?.sees(item) == true
  }

  private static func event(_ line: Changes.Line, _ now: Timestamp) -> [UInt8] {
    let item = line.item
    var json = JSONWriter()
    json.beginObject()
    json.field("seq", line.entry.seq)
    json.field("item", item.id)
    json.field("step", line.entry.entry.what.word)
    json.field("at", line.entry.entry.at)
    json.field("state", item.state.kind.rawValue)
    json.field("holder", item.holder.text)
    json.field("rung", item.rung)
    json.field("matter", item.facts.matter)
    json.field("grid", item.facts.grid)
    json.field("overdue", item.isOverdue(at: now))
    json.endObject()
    return Array("id: \(line.entry.seq)\nevent: step\ndata: ".utf8) + json.bytes + Array("\n\n".utf8)
  }
}
