internal import Formats
package import GridCore
internal import JSON
package import Ledger
package import Web
internal import Words

/// Which requests somebody asks Open311 for (GeoReport v2, `GET requests`).
package struct Open311Query: Sendable {
  /// What one may span, and where nobody says does.
  private static let longest: Int64 = 90 * 86_400
  private static let mostOfPage = 1_000
  private static let chunk = 500

  /// These alone, whatever else is said.
  package let ids: [String]
  private let codes: Set<String>
  private let from: Timestamp
  private let through: Timestamp
  /// Nil: both.
  private let isClosed: Bool?
  private let page: Int
  private let pageSize: Int

  /// What a query asks.
  ///
  /// - Throws: 400 of a value that cannot be, or of more than 90 days.
  package init(_ query: Query, at now: Timestamp) throws(Open311Fault) {
    guard query.isText else {
      throw Open311Fault(400, Bilingual(en: "the query is not UTF-8", zh: "查询参数不是 UTF-8 编码"))
    }
    ids = Self.list(query, "service_request_id")
    guard ids.count <= Self.mostOfPage else { throw Self.bad("service_request_id") }
    codes = Set(Self.list(query, "service_code"))
    let (start, end) = (try Self.moment(query, "start_date"), try Self.moment(query, "end_date"))
    through = end ?? start.map { min(now, $0.adding(Self.longest)) } ?? now
    from = start ?? through.adding(-Self.longest)
    guard from <= through else { throw Self.bad("start_date") }
    guard through.seconds - from.seconds <= Self.longest else {
      throw Open311Fault(
        400, Bilingual(en: "start_date and end_date span more than 90 days", zh: "start_date 与 end_date 相距超过 90 天"))
    }
    var states: Set<Bool> = []
    for word in Self.list(query, "status") {
      guard ["open", "closed"].contains(word) else { throw Self.bad("status") }
      states.insert(word == "closed")
    }
    isClosed = states.count == 1 ? states.first : nil
    page = try Self.number(query, "page", 1...1_000_000) ?? 1
    pageSize = try Self.number(query, "page_size", 1...Self.mostOfPage) ?? Self.mostOfPage
  }

  private static func list(_ query: Query, _ name: String) -> [String] {
    (query[name] ?? "").split(separator: ",").map { $0.filter { $0 != " " } }.filter { !$0.isEmpty }
  }

  private static func moment(_ query: Query, _ name: String) throws(Open311Fault) -> Timestamp? {
    guard let text = query[name] else { return nil }
    guard let moment = RFC3339.timestamp(text) else { throw bad(name) }
    return moment
  }

  private static func number(_ query: Query, _ name: String, _ range: ClosedRange<Int>) throws(Open311Fault) -> Int? {
    guard let text = query[name] else { return nil }
    guard let number = Int(text), range.contains(number) else { throw bad(name) }
    return number
  }

  private static func bad(_ name: String) -> Open311Fault {
    Open311Fault(400, Bilingual(en: "\(name) is not valid", zh: "\(name) 无效"))
  }

  /// The page that is asked for, the newest first.
  package func items(under book: RuleBook, in ledger: any LedgerReading) throws -> [(item: Item, event: [UInt8])] {
    var filter = ItemFilter()
    filter.receivedFrom = from
    filter.receivedBefore = through.adding(1)
    filter.withoutOwn = .all
    if codes.count == 1, let code = codes.first { filter.matter = code }
    var (left, found, position): (Int, [Item], Int64) = ((page - 1) * pageSize, [], .max)
    while found.count < pageSize {
      let read = try ledger.items(filter, before: position, limit: Self.chunk)
      guard let last = read.last else { break }
      position = last.position
      for placed in read where found.count < pageSize && isWanted(placed.item) {
        if left > 0 { left -= 1 } else { found.append(placed.item) }
      }
    }
    return try found.map { ($0, try Self.event(of: $0, in: ledger)) }
  }

  private func isWanted(_ item: Item) -> Bool {
    if let isClosed, Open311Requests.isClosed(item.state.kind) != isClosed { return false }
    return codes.isEmpty || item.facts.matter.map { codes.contains($0) } ?? false
  }

  /// What an item's report says.
  package static func event(of item: Item, in ledger: any LedgerReading) throws(LedgerError) -> [UInt8] {
    flatEvent(try ledger.reportBytes(of: item.key) ?? [])
  }
}
