internal import Answers
internal import Formats
package import GridCore
internal import JSON
package import Words

/// Items as Open311 shows them to everybody: never who reported them.
package struct Open311Requests: Sendable {
  private let book: RuleBook?
  private let names: AddresseeNames
  private let now: Timestamp
  private let language: Language

  /// - Parameters:
  ///   - book: the rules in force, for names and the town's time.
  ///   - now: the moment of lateness.
  package init(_ book: RuleBook?, at now: Timestamp, _ language: Language) {
    self.book = book
    names = AddresseeNames(book)
    self.now = now
    self.language = language
  }

  /// Whether a status is shown of an item's state: what ended by an error is closed too.
  package static func isClosed(_ state: ItemState) -> Bool { state == .closed || state == .void }

  /// The items, each with its report.
  package func document(_ items: [(item: Item, event: [UInt8])]) -> Open311Document {
    Open311Document(
      root: "service_requests", value: .list(of: "request", items.map { value(of: $0.item, $0.event) }))
  }

  private func value(of item: Item, _ event: [UInt8]) -> Open311Value {
    let texts = ReportTexts(event)
    let matter = item.facts.matter.flatMap { book?.matter($0) }
    let isClosed = Self.isClosed(item.state.kind)
    return .object([
      ("service_request_id", .text(item.id)), ("status", .text(isClosed ? "closed" : "open")),
      ("status_notes", .text(standing(of: item).text(language))),
      ("service_name", .optional(matter?.name)), ("service_code", .optional(item.facts.matter)),
      ("description", .optional(texts["summary"])), ("agency_responsible", .text(names[item.holder].text(language))),
      ("service_notice", .optional(timeTold(of: item, at: now, under: book)?.text(language))),
      ("requested_datetime", .text(time(item.receivedAt))), ("updated_datetime", .text(time(item.memory.last))),
      ("expected_datetime", .optional(item.clock.deadline.map(time))), ("address", .optional(texts["place"])),
      ("address_id", .optional(texts["address_id"])), ("zipcode", .none), ("lat", Self.number(texts["lat"])),
      ("long", Self.number(texts["long"])), ("media_url", .optional(texts["media_url"])),
    ])
  }

  private func time(_ moment: Timestamp) -> String {
    RFC3339.localText(moment, offset: book?.calendar.utcOffset ?? 0)
  }

  /// A number that JSON can hold as it is written; nothing else.
  private static func number(_ text: String?) -> Open311Value {
    guard let text, let value = Double(text), value.isFinite else { return .none }
    let read = Result { try StrictJSON.read(Array(text.utf8)[...], maxDepth: 1) }
    guard case .success(.number(let sound)) = read else { return .number("\(value)") }
    return .number(sound)
  }
}
