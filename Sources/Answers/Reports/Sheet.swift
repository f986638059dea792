package import Words

/// The table of an answer, once for all its readers: machines are given ids, people words.
package struct Sheet: Sendable {
  /// What stands in one place of it.
  package enum Cell: Hashable, Sendable {
    /// Null for machines, and for people what is said in its place.
    case empty(Bilingual)
    case text(String, shown: Bilingual)
    case number(Int64)
    /// A length of time.
    case seconds(Int64)
    /// A number with decimals, which machines read as text so that nobody rounds it again.
    case decimal(String)

    package static let nothing = Cell.empty(Bilingual(en: "-", zh: "-"))

    /// Text that everybody reads as it is.
    package static func text(_ text: String?) -> Cell {
      text.map { .text($0, shown: Bilingual(en: $0, zh: $0)) } ?? .nothing
    }

    /// Whether it says nothing to people.
    package var isIdle: Bool {
      switch self {
      case .number(let number), .seconds(let number): number == 0
      case .empty: self == .nothing
      case .text, .decimal: false
      }
    }
  }

  /// A column with its head.
  package struct Column: Sendable {
    package let id: String
    package let head: Bilingual
    /// Whether it holds figures, which are set right and may be left out where all are nothing.
    package let isFigure: Bool
    /// Who is shown it; machines always are.
    package let readers: Set<Language>

    package init(_ id: String, _ head: Bilingual, isFigure: Bool = false, readers: Set<Language> = [.en, .zh]) {
      self.id = id
      self.head = head
      self.isFigure = isFigure
      self.readers = readers
    }
  }

  package var columns: [Column]
  package var rows: [[Cell]] = []
  /// Of all rows together; nil where they are not added up.
  package var total: [Cell]?
  /// Whether it is told by rows at all, and not by the total alone.
  package var hasRows = true

  package init(_ columns: [Column]) {
    self.columns = columns
  }

  // MARK: For people

  /// What a reader of this language sees: heads and lines, the total last, and which columns are figures.
  ///
  /// - Parameter sparing: whether columns that say nothing are left out.
  package func shown(
    to language: Language, sparing: Bool
  ) -> (heads: [String], lines: [[String]], figures: Set<Int>) {
    let all = rows + (total.map { [$0] } ?? [])
    let places = places(for: language, sparing: sparing)
    let figures = places.indices.filter { columns[places[$0]].isFigure }
    return (
      places.map { columns[$0].head.text(language) },
      all.map { row in places.map { Self.words(row[$0], language) } }, Set(figures)
    )
  }

  /// Which columns a reader of this language is shown.
  package func places(for language: Language, sparing: Bool) -> [Int] {
    columns.indices.filter { place in
      let isIdle = { (row: [Cell]) in row[place].isIdle }
      return columns[place].readers.contains(language)
        && !(sparing && columns[place].isFigure && rows.allSatisfy(isIdle) && total.map(isIdle) ?? true)
    }
  }

  /// The total alone: each head with its figure.
  package func totalShown(to language: Language) -> [(String, String)] {
    guard let total else { return [] }
    return zip(columns, total).filter(\.0.isFigure).map { ($0.head.text(language), Self.words($1, language)) }
  }

  /// A cell as people read it.
  package static func words(_ cell: Cell, _ language: Language) -> String {
    switch cell {
    case .empty(let said): said.text(language)
    case .text(_, let shown): shown.text(language)
    case .number(let number): "\(number)"
    case .seconds(let seconds): (seconds < 0 ? "-" : "") + timeSpan(seconds).text(language)
    case .decimal(let text): text
    }
  }

  /// A table of Markdown, as GitHub and most others have it.
  package func markdown(in language: Language) -> String {
    let (heads, lines, figures) = shown(to: language, sparing: false)
    let rule = heads.indices.map { figures.contains($0) ? "--:" : "---" }
    return ([heads.map(Self.escaped), rule] + lines.map { $0.map(Self.escaped) })
      .map { "| " + $0.joined(separator: " | ") + " |\n" }.joined()
  }

  private static func escaped(_ text: String) -> String {
    // By scalars: a mark with an accent upon it is still a mark.
    neutralised(text.unicodeScalars.map { #"\|<>[]`*"#.unicodeScalars.contains($0) ? "\\\($0)" : "\($0)" }.joined())
  }
}
