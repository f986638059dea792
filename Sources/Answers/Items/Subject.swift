internal import Formats
internal import GridCore
internal import Ledger

/// The enterprise or premises an item concerns, as its report names it: compared as bytes, without blanks at its ends.
struct Subject {
  private let name: ByteText

  init(_ text: String) {
    name = ByteText(Link.trimmed(text) ?? "")
  }

  /// Whether the item's report names it.
  func isThat(of item: Item, _ ledger: any LedgerReading) throws(LedgerError) -> Bool {
    try Self.text(of: item, ledger).map { ByteText($0) == name } ?? false
  }

  /// What the item's report names; nil where it names nothing.
  static func text(of item: Item, _ ledger: any LedgerReading) throws(LedgerError) -> String? {
    guard let bytes = try ledger.reportBytes(of: item.key) else { return nil }
    return Link.trimmed(ReportTexts(flatEvent(bytes))["subject"] ?? "")
  }
}
