package import GridCore
package import JSON
package import Ledger
package import Words

/// The register of subjects with what each one's items come to: `subjects`.
package struct SubjectList: Sendable {
  /// Which of them are asked for; nil does not matter.
  package struct Query: Sendable {
    package var colour: Colour?
    package var community: String?
    package var grid: String?

    package init() {}
  }

  /// A subject with what its items come to.
  package struct Row: Sendable {
    package let subject: RatedSubject
    package let figures: SubjectFigures
    /// How many visits a calendar year there may be; nil: any number.
    package let cap: Int?

    var isOver: Bool { cap.map { figures.visits > $0 } ?? false }
    var colour: Colour { Colour(subject.risk) }
  }

  private static let year: Int64 = 365 * 86_400

  /// Red to none, then by name.
  package let rows: [Row]

  /// - Parameters:
  ///   - now: up to which the year is looked back upon, and whose calendar year visits are counted in.
  ///   - book: the rules in force.
  package init(_ query: Query, at now: Timestamp, under book: RuleBook?, in ledger: any LedgerReading) throws {
    var rows: [Row] = []
    // Of the last 365 × 24 hours, and of the calendar year.
    let days = Period(.year, of: (book?.calendar ?? .dayAndNight).local(now).day)
    let (year, visited) = (now.adding(1 - Self.year)...now, days.first...days.last)
    try ledger.eachSubject { subject in
      guard query.isAbout(subject, under: book) else { return }
      let figures = try ledger.figures(ofSubject: subject.name, receivedIn: year, visitedIn: visited)
      rows.append(Row(subject: subject, figures: figures, cap: book?.visits?.cap[Colour(subject.risk)]))
    }
    self.rows = rows.sorted { left, right in
      left.colour == right.colour
        ? left.subject.name.utf8.lexicographicallyPrecedes(right.subject.name.utf8) : left.colour < right.colour
    }
  }

  /// The answer in JSON: all of it, or some of its rows.
  package func write(to writer: inout JSONWriter, _ range: Range<Int>? = nil) {
    writer.beginArray()
    for row in rows[range ?? rows.indices] {
      let (subject, figures) = (row.subject, row.figures)
      writer.beginObject()
      writer.field("subject", subject.name)
      writer.field("grid", subject.grid)
      writer.field("risk", row.colour.rawValue)
      writer.field("since", subject.since)
      writer.field("by", subject.by)
      writer.field("points", subject.points.count)
      writer.field("open", figures.open)
      writer.field("year", figures.year)
      writer.field("visits", figures.visits)
      writer.field("visits_other", figures.otherVisits)
      writer.field("cap", row.cap)
      writer.field("over", row.isOver)
      writer.endObject()
    }
    writer.endArray()
  }

  /// The rows as a table.
  package func sheet(_ book: RuleBook?) -> Sheet {
    let head = { (id: String, en: String, zh: String) in Sheet.Column(id, Bilingual(en: en, zh: zh), isFigure: true) }
    var sheet = Sheet([
      Sheet.Column("subject", Bilingual(en: "subject", zh: "主体")),
      Sheet.Column("risk", Bilingual(en: "risk", zh: "颜色")),
      Sheet.Column("grid", Bilingual(en: "grid", zh: "小分格")), head("points", "points", "风险点"),
      head("open", "open", "在办"), head("year", "in a year", "近一年"), head("visits", "visits", "已查次数"),
      head("visits_other", "other visits", "其他检查"), head("cap", "cap", "年度上限"),
      Sheet.Column("over", Bilingual(en: "over", zh: "超次")),
    ])
    let names = AddresseeNames(book)
    sheet.rows = rows.map { row in
      let grid = row.subject.grid
      let spoken = grid.flatMap { id in
        book?.place(ofGrid: id).map { names.grid(id, of: $0.community) }
      }
      return [
        .text(row.subject.name), .text(row.colour.rawValue, shown: row.colour.wording),
        grid.map { .text($0, shown: Bilingual(en: $0, zh: spoken ?? $0)) } ?? .nothing,
        .number(Int64(row.subject.points.count)), .number(Int64(row.figures.open)), .number(Int64(row.figures.year)),
        .number(Int64(row.figures.visits)), .number(Int64(row.figures.otherVisits)),
        row.cap.map { .number(Int64($0)) } ?? .nothing,
        .text(row.isOver ? "true" : "false", shown: Bilingual(en: row.isOver ? "yes" : "", zh: row.isOver ? "超次" : "")),
      ]
    }
    return sheet
  }
}

extension SubjectList.Query {
  fileprivate func isAbout(_ subject: RatedSubject, under book: RuleBook?) -> Bool {
    if let colour, colour != Colour(subject.risk) { return false }
    if let grid, subject.grid.map({ ByteText($0) == ByteText(grid) }) != true { return false }
    guard let community else { return true }
    return subject.grid.flatMap { book?.place(ofGrid: $0) }.map { ByteText($0.community) == ByteText(community) }
      ?? false
  }
}

extension Colour {
  /// The colour as people say it.
  package var wording: Bilingual {
    switch self {
    case .red: Bilingual(en: "red", zh: "红")
    case .orange: Bilingual(en: "orange", zh: "橙")
    case .yellow: Bilingual(en: "yellow", zh: "黄")
    case .blue: Bilingual(en: "blue", zh: "蓝")
    case .colourless: Bilingual(en: "none", zh: "无")
    }
  }
}
