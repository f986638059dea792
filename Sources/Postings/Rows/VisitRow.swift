package import GridCore

/// A row of the table `visit`: a local day on which an inspection of a subject was put right.
package struct VisitRow: Hashable, Sendable {
  package let subject: ByteText
  /// Since 1970-01-01, local.
  package let day: Int64
  /// 1 where a round had asked for one of them, 0 where none had.
  package var own: Int64

  package init(subject: ByteText, day: Int64, own: Int64) {
    (self.subject, self.day, self.own) = (subject, day, own)
  }
}

/// An inspection that was put right, as the line of its history tells it.
extension VisitRow {
  fileprivate init(_ subject: String, _ day: Int, source: String) {
    let isOwn = ByteText(source) == ByteText(EventIdentity.rounds)
    self.init(subject: ByteText(subject), day: Int64(day), own: isOwn ? 1 : 0)
  }

  /// What the column of an entry tells, of an item with this subject and from this source; nil where it tells of none.
  package init?(more: String, subject: String, source: String) throws {
    var entry = HistoryEntry(
      at: Timestamp(seconds: 0), what: .report, by: nil, note: nil, rung: 0, to: nil, rules: .zero)
    try EntryMore.read(more, into: &entry)
    guard let day = entry.visited else { return nil }
    self.init(subject, day, source: source)
  }
}

extension Posting {
  /// Counts the visits that a change tells of.
  mutating func count(visitsOf change: borrowing ItemChange) {
    guard let subject = change.item.facts.subject else { return }
    for index in change.entries.indices {
      guard let day = change.entries[index].visited else { continue }
      let row = VisitRow(subject, day, source: change.item.identity.source)
      let key = VisitRow(subject: row.subject, day: row.day, own: 0)
      visits[key] = max(visits[key] ?? 0, row.own)
    }
  }
}
