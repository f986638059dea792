internal import Words

/// How a row breaks a law.
enum LawFlaw: Hashable, Sendable {
  case row(RowFlaw)
  case file(FileFlaw)
  case record(RecordFlaw)
  case notice(NoticeFlaw)
  case heart(HeartFlaw)

  /// What is wrong, in both languages; the row is said before it.
  var words: Bilingual {
    switch self {
    case .row(let flaw): flaw.words
    case .file(let flaw): flaw.words
    case .record(let flaw): flaw.words
    case .notice(let flaw): flaw.words
    case .heart(let flaw): flaw.words
    }
  }
}

/// So many of a thing, in English: `1 row`, `2 rows`.
func some(_ number: Int64, _ one: String, _ many: String? = nil) -> String {
  counted(Int(clamping: number), one, many)
}
