internal import GridCore
internal import Ledger
internal import Proof

/// Every item is what its last entry sealed, and had as many changes as it counts.
struct ItemsLaw {
  private(set) var findings = LawFindings()
  private(set) var count: Int64 = 0
  private var sealer = ItemSealer()

  /// Takes the next item with the ends of all its changes.
  mutating func take(_ row: StoredItem, seals: [ItemSeal]) {
    count += 1
    guard let item = row.item else {
      return findings.add(.items, LawPlace(.item, row.position), .record(.hasNoRecordOrRules))
    }
    let seal = sealer.seal(item, isEarlier: row.isEarlier)
    if seals.count != item.memory.revision || seals.last?.seal != seal || !row.isConsistent {
      findings.add(.items, .item(id: item.id), .record(.notAsEntriesSay))
    }
  }
}
