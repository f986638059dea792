internal import Formats
package import GridCore
package import JSON
package import Ledger
internal import Town
internal import Words

/// The rounds that are due next: `rounds`.
package struct RoundsAhead: Sendable {
  private struct Row: Sendable {
    let rule: RoundRule
    let due: RoundDue
    let places: Int
  }

  /// How far it is looked ahead where nobody says.
  package static let usual: Int64 = 7 * 86_400

  private let rows: [Row]
  private let offset: Int64

  /// - Parameters:
  ///   - now: rounds strictly later than it.
  ///   - end: and not later than that.
  ///   - book: the rules in force.
  package init(after now: Timestamp, through end: Timestamp, under book: RuleBook?, in ledger: any LedgerReading) throws
  {
    offset = book?.calendar.utcOffset ?? 0
    var rows: [Row] = []
    for rule in book?.rounds ?? [] {
      guard let book else { break }
      let dues = RoundCalendar(rule, book.calendar).all(after: now, through: end)
      let places = dues.isEmpty ? 0 : try Self.places(of: rule, under: book, in: ledger)
      rows += dues.map { Row(rule: rule, due: $0, places: places) }
    }
    // Of one moment in the order of the rules.
    self.rows = rows.enumerated().sorted { left, right in
      (left.element.due.moment.seconds, left.offset) < (right.element.due.moment.seconds, right.offset)
    }.map(\.element)
  }

  private static func places(of rule: RoundRule, under book: RuleBook, in ledger: any LedgerReading) throws -> Int {
    guard rule.audience == .subject else { return book.places(of: rule).count }
    var count = 0
    try ledger.eachSubject { if book.place(of: $0, in: rule) != nil { count += 1 } }
    return count
  }

  /// The whole answer in JSON.
  package func write(to writer: inout JSONWriter) {
    writer.beginArray()
    for row in rows {
      writer.beginObject()
      writer.field("round", row.rule.name)
      writer.field("period", row.due.period.text)
      writer.field("due", row.due.moment)
      writer.field("due_local", RFC3339.localText(row.due.moment, offset: offset))
      writer.field("for", row.rule.audience.rawValue)
      writer.field("places", row.places)
      writer.field("line", row.rule.line)
      writer.field("provisional", row.due.provisional)
      writer.endObject()
    }
    writer.endArray()
  }

  /// The rows as a table.
  package var sheet: Sheet {
    var sheet = Sheet([
      Sheet.Column("due", Bilingual(en: "due", zh: "到期")), Sheet.Column("round", Bilingual(en: "round", zh: "定期任务")),
      Sheet.Column("period", Bilingual(en: "period", zh: "周期")), Sheet.Column("for", Bilingual(en: "for", zh: "对象")),
      Sheet.Column("places", Bilingual(en: "places", zh: "处数"), isFigure: true),
      Sheet.Column("line", Bilingual(en: "line", zh: "规则行"), isFigure: true),
    ])
    sheet.rows = rows.map { row in
      let mark = row.due.provisional ? Bilingual(en: " (provisional)", zh: "（暂定）") : Bilingual(en: "", zh: "")
      let due = RFC3339.localText(row.due.moment, offset: offset)
      return [
        .text(due, shown: Bilingual(en: due + mark.en, zh: due + mark.zh)), .text(row.rule.name),
        .text(row.due.period.text), .text(row.rule.audience.rawValue, shown: row.rule.audience.wording),
        .number(Int64(row.places)), .number(Int64(row.rule.line)),
      ]
    }
    return sheet
  }
}

extension RoundRule.Audience {
  /// At what a round is raised, as people say it.
  fileprivate var wording: Bilingual {
    switch self {
    case .grid: Bilingual(en: "grid", zh: "小分格")
    case .community: Bilingual(en: "community", zh: "社区")
    case .subdistrict: Bilingual(en: "subdistrict", zh: "街道")
    case .subject: Bilingual(en: "subject", zh: "主体")
    }
  }
}

/// When the next round is due, for who shows it or waits for it.
package enum NextRound {
  /// The moment of the next that is not raised yet, which may lie in the past; nil where none ever is due.
  ///
  /// - Parameter book: the rules in force.
  package static func moment(under book: RuleBook?, in ledger: any LedgerReading) throws(LedgerError) -> Timestamp? {
    guard let book, !book.rounds.isEmpty else { return nil }
    let standings = try ledger.definitions().filter { $0.source == EventIdentity.rounds }
    return standings.compactMap { standing in
      book.round(named: standing.name).flatMap { RoundCalendar($0, book.calendar).next(after: standing.done)?.moment }
    }.min()
  }
}
