internal import GridCore
internal import LedgerStore

/// What the entries say of a file can have become of it, one after another: a walk through them file by file.
///
/// A file is read on and on in parts, and then taken or set aside; one that was simply taken at once has no entry. What is set aside
/// may come to lie under another name, and nothing else.
struct FileLifeLaw {
  private var last: StoredEntry?

  mutating func take(_ entry: StoredEntry, of file: StoredFile) -> EntryFinding? {
    let before = last.flatMap { $0.file == file.row ? $0 : nil }
    last = entry
    return Self.isPossible(entry, after: before, of: file)
      ? nil : EntryFinding(entry: entry.seq, flaw: .impossible(file: file.row))
  }

  /// Whether the entry says only that the file lies under another name: then it repeats when it was set aside, and under which rules.
  private static func isRename(_ entry: StoredEntry, after before: StoredEntry?) -> Bool {
    before?.what == "quarantined" && entry.what == "quarantined"
  }

  private static func isPossible(_ entry: StoredEntry, after before: StoredEntry?, of file: StoredFile) -> Bool {
    let offset = before.flatMap { $0.what == "reading" ? $0.note.flatMap { Int64($0) } : nil }
    let isUnfinished = before == nil || offset != nil
    switch entry.what {
    case "reading":
      guard let next = entry.note.flatMap({ Int64($0) }), entry.by == nil else { return false }
      return isUnfinished && file.records > 0 && next > offset ?? 0 && next < file.size
    case "taken":
      return entry.by == nil && entry.note == nil && (offset != nil || (before == nil && file.records == 0))
    case "quarantined":
      guard let before, isRename(entry, after: before) else {
        return isUnfinished && entry.by != nil && entry.note != nil
      }
      return entry.by == before.by && entry.note != before.note && entry.note != nil && entry.at == before.at
        && entry.rules == before.rules
    default: return false
    }
  }
}
