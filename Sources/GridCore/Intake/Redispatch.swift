/// What an order to move open items says: which of them, and the rules under which the list of them was made.
///
/// What is not named does not matter: an order that names nothing concerns every item.
package struct Redispatch: Hashable, Sendable {
  /// The first hex digits of the rules' digest (`Order.digits`).
  package var rules: String
  /// Code or exact name of a matter; ids of the others.
  package var matter: String?
  package var duty: String?
  package var community: String?
  package var grid: String?
  /// Ids of items, at most `StepRequest.mostItems`; empty: whatever the item.
  package var items: [String] = []
  /// Only what nobody has said he has in hand.
  package var notAccepted = false
  package var by: String?
  package var note: String?

  /// An order that concerns every item, made under these rules.
  package init(rules: String) {
    self.rules = rules
  }

  /// Whether an item is among those it is about.
  package func concerns(_ item: Item, under book: RuleBook) -> Bool {
    if notAccepted, item.memory.accepted != nil { return false }
    if !items.isEmpty, !items.contains(item.id) { return false }
    let (facts, code) = (item.facts, matter.map { book.matter($0)?.code ?? $0 })
    return zip([code, duty, community, grid], [facts.matter, facts.duty, facts.community, facts.grid]).allSatisfy {
      wanted, has in
      guard let wanted else { return true }
      return has.map { ByteText($0) == ByteText(wanted) } ?? false
    }
  }
}
