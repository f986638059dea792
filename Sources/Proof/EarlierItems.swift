package import Figures
package import GridCore

/// Tells what the releases before the life of a case did not write in an item's row: told by those who can read reports and rules.
package struct EarlierItems: Sendable {
  /// The subject that a report names, and the place where it names none; without blanks at their ends.
  package let trouble: @Sendable (_ report: [UInt8]) -> (subject: String?, place: String?)
  /// The item with what its history tells. The text of a book is asked for by its digest.
  package let tell: @Sendable (EarlierItem, [HistoryEntry], _ rulesText: (Digest) throws -> [UInt8]?) throws -> Item

  package init(
    trouble: @escaping @Sendable (_ report: [UInt8]) -> (subject: String?, place: String?),
    tell: @escaping @Sendable (EarlierItem, [HistoryEntry], (Digest) throws -> [UInt8]?) throws -> Item
  ) {
    self.trouble = trouble
    self.tell = tell
  }

  /// For ledgers that no earlier release wrote, and for those who look at rows only.
  package static let none = EarlierItems(
    trouble: { _ in (nil, nil) },
    tell: { earlier, history, _ in Item(earlier, history: history, calendar: .dayAndNight, book: { _ in nil }) })
}
