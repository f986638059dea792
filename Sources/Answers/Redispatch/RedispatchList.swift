package import GridCore
package import JSON
package import Ledger

/// What an order to move items would move now, and what it would leave.
///
/// The order itself is decided when it comes: what happens to the items until then counts.
package struct RedispatchList: Sendable {
  /// An item that would go to another post.
  package struct Row: Sendable {
    package let item: EventKey
    package let matter: String?
    package let from: Addressee
    package let to: Addressee
    package let accepted: Item.Acceptance?
    package let deadline: Timestamp?
  }

  package let rules: Digest
  /// In the order they came.
  package private(set) var rows: [Row] = []
  /// What a person has given to somebody else.
  package private(set) var transferred = 0
  /// What nobody knows whose it is.
  package private(set) var orphaned = 0

  /// - Parameter book: the rules in force.
  package init(_ order: Redispatch, under book: RuleBook, in ledger: any LedgerReading) throws {
    rules = book.digest
    var placed: [(position: Int64, row: Row)] = []
    for state in [ItemState.open, .suspended] {
      var filter = ItemFilter()
      filter.state = state
      try eachItem(filter, in: ledger) { found in
        guard order.concerns(found.item, under: book), let row = take(found.item, under: book) else { return }
        placed.append((found.position, row))
      }
    }
    rows = placed.sorted { $0.position < $1.position }.map(\.row)
  }

  private mutating func take(_ item: Item, under book: RuleBook) -> Row? {
    switch item.redispatching(under: book) {
    case .moves(let decision):
      return Row(
        item: item.key, matter: item.facts.matter, from: item.holder, to: decision.to, accepted: item.memory.accepted,
        deadline: item.clock.deadline)
    case .transferred: transferred += 1
    case .orphaned: orphaned += 1
    case nil: break
    }
    return nil
  }

  /// The answer as `redispatch` has it.
  package func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.key("rules")
    writer.hex(rules)
    writer.key("items")
    writer.beginArray()
    for row in rows {
      writer.beginObject()
      writer.field("item", row.item.itemID)
      writer.field("from", row.from.text)
      writer.field("to", row.to.text)
      writer.key("accepted")
      writer.write(row.accepted)
      writer.field("deadline", row.deadline)
      writer.endObject()
    }
    writer.endArray()
    writer.key("left")
    writer.beginObject()
    writer.field("transferred", transferred)
    writer.field("orphaned", orphaned)
    writer.endObject()
    writer.endObject()
  }
}
