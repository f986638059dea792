internal import Custody
internal import GridCore
internal import Ledger
internal import Town

extension LedgerSeat {
  /// What clocks and orders brought, each change with the visit sheet that its item is on afterwards.
  ///
  /// - Parameter decided: the changes with the items they were decided on.
  func completed(
    _ decided: [(item: Item, change: ItemChange)], under book: RuleBook
  ) throws(Failure) -> [ItemChange] {
    // No clock brings an item to its post: whoever is on no sheet comes to one by an order at the most.
    let concerned = decided.lazy.filter { item, change in
      item.memory.sheet != nil || change.entries.contains { $0.what == .redispatch }
    }
    let subjects = book.sheetSubjects(of: concerned.map(\.item))
    guard !subjects.isEmpty else { return decided.map(\.change) }
    let ledger = ledger
    var keeper = SheetKeeper(book, knowing: try attempt { try ledger.items(onSheetsOf: subjects) })
    return decided.map { item, change in
      var change = change
      keeper.complete(&change, after: item)
      return change
    }
  }
}
