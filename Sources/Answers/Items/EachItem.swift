package import Ledger

private let pageOfItems = 1_000

/// Hands out the items that a filter lets pass, in the order they came: read in pages, so that more items need no more memory.
package func eachItem(
  _ filter: ItemFilter, in ledger: any LedgerReading, _ body: (PlacedItem) throws -> Void
) throws {
  var position: Int64 = 0
  while true {
    let page = try ledger.items(filter, after: position, limit: pageOfItems)
    for placed in page { try body(placed) }
    guard page.count == pageOfItems, let last = page.last else { return }
    position = last.position
  }
}
