package import GridCore

/// Which items are asked for; what is nil does not matter.
package struct ItemFilter: Hashable, Sendable {
  package var state: ItemState?
  package var community: String?
  package var grid: String?
  package var post: String?
  package var group: String?
  package var duty: String?
  package var matter: String?
  /// Whose reports made them.
  package var source: String?
  /// The enterprise or premises concerned, without blanks at its ends.
  package var subject: String?
  /// Without those that the daemon itself reported: all of them, or those of one source.
  package var withoutOwn: OwnItems?
  /// Only those open and past their deadline at this moment.
  package var overdueAt: Timestamp?
  /// Only those received at this moment or later, and before that one.
  package var receivedFrom: Timestamp?
  package var receivedBefore: Timestamp?

  /// Which of the daemon's own are left out.
  package enum OwnItems: Hashable, Sendable {
    case all
    case source(String)
  }

  package init() {}
}

/// An item, and its place in the order of coming.
package struct PlacedItem: Sendable {
  /// Where it stands in the order of coming; what the next page starts after.
  package var position: Int64
  package var item: Item

  package init(position: Int64, item: Item) {
    self.position = position
    self.item = item
  }
}

/// Items that some entries have changed.
package struct ChangedItems: Sendable {
  package var items: [PlacedItem]
  /// The last entry that was looked at; the one that was asked for where there is none after it.
  package var through: Int64

  package init(items: [PlacedItem], through: Int64) {
    self.items = items
    self.through = through
  }
}
