/// A row of a table as it stands in its file.
struct Row: Sendable {
  /// A cell of it.
  struct Cell: Sendable {
    /// From behind the separator before it to the one behind it.
    let range: Range<Int>
    /// What it says; between the quotes, where it stands in some.
    let content: Range<Int>
    let isQuoted: Bool
    /// The line it begins in, from 1, and where that line begins.
    let line: Int
    let lineStart: Int
  }

  /// Why nobody can tell where its cells are, and in which that is.
  enum Flaw: String, Sendable {
    /// The quotes are not closed, text follows them, or one stands within a text that is in none.
    case unclosed, behind, within
  }

  /// Without the end of its line; of a row that is flawed its first line.
  let range: Range<Int>
  /// Where it begins, from 1.
  let line: Int
  let cells: [Cell]
  var flaw: (Flaw, Cell)?
}
