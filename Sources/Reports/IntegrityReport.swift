package import Answers
package import GridCore
package import JSON
package import Ledger
internal import Town
package import Words

/// What signals of integrity have counted at each post, what they have raised, and whether the talk that some ask for was held.
package struct IntegrityReport: Sendable {
  private enum Talk: Sendable {
    case notAsked, notYet
    case held(at: Timestamp, by: String?, note: String?)
  }

  private struct Row: Sendable {
    let key: SignalKey
    let count: SignalCount
    let isReached: Bool
    let item: String?
    let talk: Talk
  }

  private let rows: [Row]

  /// - Parameters:
  ///   - moment: periods that begin after it are left out.
  ///   - book: the rules in force.
  package init(at moment: Timestamp, under book: RuleBook?, in ledger: any LedgerReading) throws {
    let day = book.map { $0.calendar.local(moment).day }
    // Of one kind of period the later one is the greater text.
    let begun = day.map { day in [Period.Unit.week, .month].map { Period($0, of: day).text } } ?? []
    rows = try ledger.signals().compactMap { row in
      let (key, count) = (row.key, row.count)
      guard count.count > 0 || count.raised != nil else { return nil }
      guard !begun.contains(where: { $0.utf8.count == key.period.utf8.count && $0 < key.period }) else { return nil }
      let item = try count.raised.flatMap { try ledger.item(at: $0) }
      let rule = book?.signal(named: key.name.text).flatMap { $0.kind.rawValue == count.kind ? $0 : nil }
      return Row(
        key: key, count: count,
        isReached: item != nil || rule?.isReached(count.count, among: count.base) == true, item: item?.id,
        talk: rule?.talk == true ? try item.map { try Self.talk(of: $0, in: ledger) } ?? .notAsked : .notAsked)
    }
  }

  /// Whatever ends such an item is the talk, with a note of it.
  private static func talk(of item: Item, in ledger: any LedgerReading) throws -> Talk {
    guard item.state.kind == .closed else { return .notYet }
    let last = try ledger.history(of: item.key).last { $0.entry.what == .step(.resolve) }?.entry
    return last.map { .held(at: $0.at, by: $0.by, note: $0.note) } ?? .notYet
  }

  /// The whole answer in JSON.
  package func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.key("rows")
    writer.beginArray()
    for row in rows {
      writer.beginObject()
      writer.field("post", Addressee.post(row.key.post).text)
      writer.field("signal", row.key.name.text)
      writer.field("kind", row.count.kind)
      writer.field("period", row.key.period)
      writer.field("count", row.count.count)
      writer.field("reached", row.isReached)
      writer.field("item", row.item)
      switch row.talk {
      case .notAsked: writer.field("talk", nil as String?)
      case .notYet: writer.field("talk", false)
      case .held(let moment, let by, let note):
        writer.key("talk")
        writer.beginObject()
        writer.field("at", moment)
        writer.field("by", by)
        writer.field("note", note)
        writer.endObject()
      }
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
  }

  /// The rows as a table.
  package func sheet(_ book: RuleBook?) -> Sheet {
    let head = { (id: String, en: String, zh: String) in Sheet.Column(id, Bilingual(en: en, zh: zh)) }
    var sheet = Sheet([
      head("post", "post", "岗位"), head("signal", "signal", "信号"), head("kind", "counts", "计数内容"),
      head("period", "period", "周期"), Sheet.Column("count", Bilingual(en: "count", zh: "次数"), isFigure: true),
      head("reached", "reached", "达到"), head("item", "item", "事项"), head("talk", "talk", "谈话"),
    ])
    let names = AddresseeNames(book)
    sheet.rows = rows.map { row in
      let post = Addressee.post(row.key.post)
      return [
        .text(post.text, shown: names[post]), .text(row.key.name.text),
        .text(row.count.kind, shown: SignalRule.Kind(rawValue: row.count.kind)?.wording ?? Bilingual(en: "", zh: "")),
        .text(row.key.period), .number(Int64(row.count.count)),
        .text(
          row.isReached ? "true" : "false",
          shown: Bilingual(en: row.isReached ? "yes" : "", zh: row.isReached ? "是" : "")), .text(row.item),
        cell(row.talk),
      ]
    }
    return sheet
  }

  private func cell(_ talk: Talk) -> Sheet.Cell {
    switch talk {
    case .notAsked: return .nothing
    case .notYet: return .text("false", shown: Bilingual(en: "not yet", zh: "未谈话"))
    case .held(_, let by, let note):
      let told = [by, note].compactMap(\.self).joined(separator: ": ")
      return .text("true", shown: Bilingual(en: told, zh: told))
    }
  }
}

extension SignalRule.Kind {
  /// What is counted, as people say it.
  package var wording: Bilingual {
    switch self {
    case .quick: Bilingual(en: "resolved too soon", zh: "秒结")
    case .late: Bilingual(en: "deadlines passed", zh: "超时")
    case .bounced: Bilingual(en: "bounced", zh: "退单不成立")
    case .reopened: Bilingual(en: "reopened, reworked", zh: "重开、返工")
    case .sameHand: Bilingual(en: "resolved and checked by one", zh: "自办自核")
    case .silent: Bilingual(en: "not accepted in time", zh: "逾期未签收")
    case .onSite: Bilingual(en: "all put right on the spot", zh: "当场办结过多")
    }
  }
}
