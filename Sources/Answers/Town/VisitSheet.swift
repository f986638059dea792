internal import Formats
package import GridCore
package import JSON
package import Ledger
internal import Town
package import Words

/// A visit sheet as people and machines are shown it: what is to be looked at in one visit to one subject.
package struct VisitSheet: Sendable {
  package let id: String
  package let subject: String
  package let post: GridPost
  /// The open items by deadline.
  package let items: [Item]
  /// What the register has of the subject now; nil where it does not know it.
  package let rated: RatedSubject?
  /// Where, as the first report says that says it.
  package let place: String?
  /// Visits of the calendar year by rounds, and how many the rules allow; nil: any number.
  package let visits: Int
  package let cap: Int?

  /// The earliest deadline.
  package var due: Timestamp? { items.first?.clock.deadline }
  /// Its colour in the register; nil where that does not know it.
  package var colour: Colour? { rated.map { Colour($0.risk) } }
  /// The same in words.
  package var colourTold: Bilingual { colour?.wording ?? Bilingual(en: "not in the register", zh: "未入台账") }
  package var isOver: Bool { cap.map { visits > $0 } ?? false }

  /// The sheet as one object.
  package func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("sheet", id)
    writer.field("subject", subject)
    writer.field("risk", colour?.rawValue)
    writer.field("post", post.post)
    writer.field("community", post.community)
    writer.field("grid", post.grid)
    writer.field("place", place)
    writer.field("due", due)
    writer.key("items")
    writer.beginArray()
    for item in items { writer.string(item.id) }
    writer.endArray()
    writer.field("visits", visits)
    writer.field("cap", cap)
    writer.field("over", isOver)
    writer.endObject()
  }
}

/// Which visit sheets somebody wants to see, and at which moment: states and members are the ledger's, the year is that moment's.
package struct VisitSheetQuery: Sendable {
  package var community: String?
  package var grid: String?
  package var post: String?
  package var at: Timestamp

  package init(at moment: Timestamp) { at = moment }

  /// The sheets with open items, the earliest due first.
  package func sheets(_ book: RuleBook?, _ ledger: any LedgerReading) throws -> [VisitSheet] {
    let items = try ledger.sheetItems(on: nil)
    // By their places: an item is large.
    var places: [String: [Int]] = [:]
    for index in items.indices where isWanted(items[index]) {
      places[items[index].memory.sheet ?? "", default: []].append(index)
    }
    guard !places.isEmpty else { return [] }
    var register: [ByteText: RatedSubject] = [:]
    try ledger.eachSubject { register[ByteText($0.name)] = $0 }
    let year = Period(.year, of: book?.calendar.local(at).day ?? Int(at.seconds / 86_400))
    let visits = try ledger.visits(in: year.first...year.last)
    let reported = places.values.joined().filter { !items[$0].facts.isOwn }
    let told = try self.places(of: reported.map { items[$0].key }, ledger)
    var sheets: [VisitSheet] = []
    for (id, places) in places {
      guard let subject = items[places[0]].facts.subject, let post = items[places[0]].gridPost else { continue }
      let name = ByteText(subject)
      let rated = register[name]
      let items = places.sorted { Self.isBefore(items[$0], items[$1]) }.map { items[$0] }
      sheets.append(
        VisitSheet(
          id: id, subject: subject, post: post, items: items, rated: rated,
          place: items.lazy.compactMap { told[$0.key] }.first,
          visits: visits[name] ?? 0, cap: book?.visits?.cap[Colour(rated?.risk)]))
    }
    let order = sheets.indices.sorted { one, other in
      (sheets[one].due ?? at, sheets[one].id) < (sheets[other].due ?? at, sheets[other].id)
    }
    return order.map { sheets[$0] }
  }

  /// The open items on one sheet by deadline; none where nobody knows it.
  package static func items(on sheet: String, _ ledger: any LedgerReading) throws -> [Item] {
    try ledger.sheetItems(on: sheet).sorted(by: isBefore)
  }

  private func isWanted(_ item: Item) -> Bool {
    guard let own = item.gridPost else { return false }
    return zip([community, grid, post], [own.community, own.grid, own.post]).allSatisfy { wanted, has in
      wanted.map { ByteText($0) == ByteText(has) } ?? true
    }
  }

  /// By deadline; of one moment by id.
  private static func isBefore(_ one: Item, _ other: Item) -> Bool {
    let (left, right) = (one.clock.deadline ?? one.receivedAt, other.clock.deadline ?? other.receivedAt)
    return left != right ? left < right : one.id < other.id
  }

  /// Most reports about a subject say no place, and need not be read to know it: nothing in quotes begins with its letter. A key that is
  /// written with an escape may be any.
  private static func mayTellPlace(_ report: [UInt8]) -> Bool {
    var before: UInt8 = 0
    for byte in report {
      if byte == UInt8(ascii: "\\") || (byte == UInt8(ascii: "p") && before == UInt8(ascii: "\"")) { return true }
      before = byte
    }
    return false
  }

  /// Where the reports of these items say that they are. What the calendar brings forth says no place, and is not asked.
  private func places(of keys: [EventKey], _ ledger: any LedgerReading) throws -> [EventKey: String] {
    var told: [EventKey: String] = [:]
    try ledger.eachReport(of: keys) { key, bytes in
      if Self.mayTellPlace(bytes) { told[key] = ReportTexts(flatEvent(bytes))["place"].flatMap(Link.trimmed) }
    }
    return told
  }
}
