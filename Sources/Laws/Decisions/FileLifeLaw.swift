internal import GridCore
internal import Ledger
internal import Postings
internal import Proof

/// What the entries say of a file can have become of it, one after another.
///
/// A file is read on and on in parts, and then taken or set aside; one that was simply taken at once has no entry. What is set aside
/// may come to lie under another name, and nothing else.
enum FileLifeLaw {
  /// The entries, of all that tell of the file in their order, that cannot follow those before them.
  static func findings(_ entries: [ChainedEntry], of file: StoredFile) -> [EntryFinding] {
    var before: EntryRow?
    return entries.compactMap { entry in
      defer { before = entry.row }
      return isPossible(entry.row, after: before, of: file)
        ? nil : EntryFinding(entry: entry.seq, flaw: .impossible(file: file.facts.row))
    }
  }

  private static func isPossible(_ entry: EntryRow, after before: EntryRow?, of file: StoredFile) -> Bool {
    let offset = before.flatMap { $0.what == "reading" ? $0.note.flatMap { Int64($0) } : nil }
    let isUnfinished = before == nil || offset != nil
    switch entry.what {
    case "reading":
      guard let next = entry.note.flatMap({ Int64($0) }), entry.by == nil else { return false }
      return isUnfinished && file.records > 0 && next > offset ?? 0 && next < file.facts.size
    case "taken":
      return entry.by == nil && entry.note == nil && (offset != nil || (before == nil && file.records == 0))
    case "quarantined":
      guard entry.by != nil, entry.note != nil else { return false }
      guard let before, before.what == "quarantined" else { return isUnfinished }
      // It lies under another name, and repeats when it was set aside, for what, and under which rules.
      return entry.by == before.by && entry.note != before.note && entry.at == before.at && entry.rules == before.rules
    default: return false
    }
  }
}
