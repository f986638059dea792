package import GridCore
package import Ledger

/// What a name that a person wrote leads to: an item's id, or as much of its beginning as no other id shares.
package enum ItemName {
  case item(Item)
  /// No id begins so.
  case unknown
  /// The id of a notice, whose item has this id.
  case notice(ofItem: String)
  /// More than one id begins so: the first few, and whether there are others.
  case several([String], areMore: Bool)

  /// How many ids an ambiguous name is answered with.
  private static let mostShown = 5

  /// Looks a name up in the ledger.
  package init(_ name: String, in ledger: any LedgerReading) throws(LedgerError) {
    let letters = Self.asWritten(name)
    guard !letters.isEmpty else {
      self = .unknown
      return
    }
    let ids = try ledger.itemIDs(startingWith: letters, limit: Self.mostShown + 1)
    guard let id = ids.first, let key = EventKey(itemID: id) else {
      self = try Self.noticed(letters, ledger)
      return
    }
    guard ids.count == 1 else {
      self = .several(Array(ids.prefix(Self.mostShown)), areMore: ids.count > Self.mostShown)
      return
    }
    self = try ledger.item(key).map(ItemName.item) ?? .unknown
  }

  /// The letters as ids have them: ids know no i, l and o, which people write for 1 and 0.
  private static func asWritten(_ name: String) -> String {
    String(
      name.lowercased().map { letter in
        switch letter {
        case "i", "l": "1"
        case "o": "0"
        default: letter
        }
      })
  }

  private static func noticed(_ letters: String, _ ledger: any LedgerReading) throws(LedgerError) -> ItemName {
    let id = String(letters.prefix(16))
    let rest = letters.dropFirst(16)
    guard rest.first == "n", rest.dropFirst().allSatisfy({ ("0"..."9").contains($0) }), let key = EventKey(itemID: id),
      try ledger.item(key) != nil
    else { return .unknown }
    return .notice(ofItem: id)
  }
}
