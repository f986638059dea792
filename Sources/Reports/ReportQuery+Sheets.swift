package import Answers
package import Figures
internal import Formats
package import GridCore
package import JSON
internal import Words

extension ReportQuery {
  /// The whole answer in JSON.
  package func write(_ sheet: Sheet, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("from", from?.text)
    writer.field("to", to?.text)
    writer.field("at", at)
    if sheet.total != nil { writer.field("by", axis?.rawValue) }
    sheet.write(to: &writer)
    writer.endObject()
  }

  /// The figures with the names of the rules in force.
  package static func sheet(_ table: FigureTable, _ book: RuleBook?) -> Sheet {
    let names = table.axis?.names(in: book) ?? [:]
    let spoken = table.axis == .grid ? gridNames(book) : names
    // Of a source or a day there is nothing more to tell than what it is called.
    let isNamed = table.axis.map { ![.source, .month, .day].contains($0) } ?? false
    var sheet = Sheet(
      [
        Sheet.Column("key", table.axis.map { wording($0) } ?? Bilingual(en: "key", zh: "项")),
        Sheet.Column("name", Bilingual(en: "name", zh: "名称"), readers: isNamed ? [.en] : []),
      ] + FigureColumn.all.map { Sheet.Column($0.id, $0.head, isFigure: true) })
    sheet.hasRows = table.axis != nil
    let figures = { (figures: ReportFigures) in FigureColumn.all.map { $0.cell(of: figures) } }
    sheet.rows = table.rows.map { row in
      let name = row.key.flatMap { names[ByteText($0)] }
      let key = row.key.map { Sheet.Cell.text($0, shown: Bilingual(en: $0, zh: spoken[ByteText($0)] ?? $0)) }
      return [key ?? .empty(Bilingual(en: "(none)", zh: "（无）")), .text(name)] + figures(row.figures)
    }
    sheet.total = [.empty(Bilingual(en: "all", zh: "合计")), .empty(Bilingual(en: "", zh: ""))] + figures(table.total)
    return sheet
  }

  /// What people call the grids, each behind its community.
  private static func gridNames(_ book: RuleBook?) -> [ByteText: String] {
    guard let book else { return [:] }
    let names = AddresseeNames(book)
    let grids = book.grids.map { (ByteText($0.id), names.grid($0.id, of: book.communities[$0.community].id)) }
    return Dictionary(grids) { first, _ in first }
  }

  /// What returns led to, from whom to whom.
  package static func sheet(_ fold: ReturnFold, _ book: RuleBook?) -> Sheet {
    let names = AddresseeNames(book)
    let heads: [(id: String, head: Bilingual)] = [
      ("returns", wording(.returned)), ("moved", Bilingual(en: "moved", zh: "改派")),
      ("amended", Bilingual(en: "amended", zh: "更正")), ("bounced", wording(.bounced)),
      ("limit_gained", Bilingual(en: "limit gained", zh: "时限增加")),
    ]
    var sheet = Sheet(
      [
        Sheet.Column("from", Bilingual(en: "from", zh: "退自")), Sheet.Column("to", Bilingual(en: "to", zh: "退至")),
        Sheet.Column("matter", wording(ReportAxis.matter)),
      ] + heads.map { Sheet.Column($0.id, $0.head, isFigure: true) })
    let rows = fold.figures.map { (from: $0.key.from.text, to: $0.key.to.text, key: $0.key, figures: $0.value) }
    let sorted = rows.sorted { left, right in
      if left.from != right.from { return precedes(left.from, right.from) }
      return left.to != right.to ? precedes(left.to, right.to) : precedes(left.key.matter, right.key.matter)
    }
    sheet.rows = sorted.map { row in
      let matter = row.key.matter.map { code in
        Sheet.Cell.text(code, shown: Bilingual(en: code, zh: book?.matter(code)?.name ?? code))
      }
      let (sum, counts) = (row.figures, [row.figures.returns, row.figures.moved, row.figures.amended])
      return [.text(row.from, shown: names[row.key.from]), .text(row.to, shown: names[row.key.to])]
        + [matter ?? .nothing] + counts.map { .number(Int64($0)) }
        + [.number(Int64(sum.bounced)), .seconds(sum.limitGained)]
    }
    return sheet
  }

  /// Who had items for how long, and what for.
  package static func sheet(_ figures: TimeFigures, _ book: RuleBook?) -> Sheet {
    let names = AddresseeNames(book)
    var sheet = Sheet([
      Sheet.Column("holder", Bilingual(en: "holder", zh: "承办")), Sheet.Column("why", Bilingual(en: "why", zh: "事由")),
      Sheet.Column("seconds", Bilingual(en: "time", zh: "时长"), isFigure: true),
    ])
    sheet.rows = figures.rows.map { row in
      [
        row.holder.map { .text($0.text, shown: names[$0]) } ?? .nothing,
        .text(row.why.rawValue, shown: wording(row.why)), .seconds(row.seconds),
      ]
    }
    return sheet
  }

  /// A sheet for items, without rows yet.
  package static var itemSheet: Sheet {
    Sheet([
      Sheet.Column("item", Bilingual(en: "item", zh: "事项编号")), Sheet.Column("source", wording(ReportAxis.source)),
      Sheet.Column("id", Bilingual(en: "id", zh: "来源编号")), Sheet.Column("matter", wording(ReportAxis.matter)),
      Sheet.Column("grid", wording(ReportAxis.grid), readers: []),
      Sheet.Column("state", Bilingual(en: "state", zh: "状态")),
      Sheet.Column("holder", Bilingual(en: "holder", zh: "承办")),
      Sheet.Column("received_at", Bilingual(en: "received", zh: "收到时间")),
      Sheet.Column("deadline", Bilingual(en: "deadline", zh: "截止")),
    ])
  }

  /// An item as a row of that sheet.
  package static func cells(of item: Item, _ names: AddresseeNames, _ book: RuleBook?) -> [Sheet.Cell] {
    let offset = book?.calendar.utcOffset ?? 0
    let time = { (moment: Timestamp?) -> Sheet.Cell in
      guard let moment else { return .nothing }
      let local = RFC3339.localText(moment, offset: offset)
      return .text(RFC3339.text(moment), shown: Bilingual(en: local, zh: local))
    }
    let matter = item.facts.matter.map { code in
      Sheet.Cell.text(code, shown: Bilingual(en: code, zh: book?.matter(code)?.name ?? code))
    }
    let state = item.state.kind
    return [
      .text(item.id), .text(item.identity.source), .text(item.identity.id), matter ?? .nothing, .text(item.facts.grid),
      .text(state.rawValue, shown: wording(state)), .text(item.holder.text, shown: names[item.holder]),
      time(item.receivedAt), time(item.clock.deadline),
    ]
  }
}

extension ReportAxis {
  /// What the rules call its keys.
  fileprivate func names(in book: RuleBook?) -> [ByteText: String] {
    guard let book else { return [:] }
    // What sources are called, nobody says.
    let named = self == .source ? [] : ItemQuery.Field(rawValue: rawValue)?.names(in: book) ?? []
    return Dictionary(named.map { (ByteText($0.id), $0.name) }) { first, _ in first }
  }
}
