internal import Answers
package import Board
internal import Cases
internal import Figures
internal import Formats
internal import GridCore
internal import Ledger
package import Web
internal import Words

/// What waits in triage, a case a row, with what its own words suggest: two clicks assign it.
package enum TriagePage {
  /// How many cases a page shows.
  private static let most = 200

  /// The page, longest waiting first.
  package static func page(_ reading: BoardReading, _ query: Query) throws -> Page {
    try Frame.page(reading, query, Frame.Section.triage.name, .triage, isLive: true) { html in
      html.element("h1", Frame.Section.triage.name)
      guard let ledger = reading.ledger else { return }
      let cases = try waiting(reading, ledger)
      guard !cases.isEmpty else {
        return html.element(
          "p", ["class": "card", "id": "triage", "data-live": "rows"], Bilingual(en: "Nothing waits.", zh: "没有待分拨的事项。"))
      }
      TriageCase.lists(&html, reading)
      html.element("ol", ["class": "stack", "id": "triage", "data-live": "rows"]) { html in
        for one in cases { one.write(to: &html, reading) }
      }
      let count = try reading.triage()
      guard count > cases.count else { return }
      html.element(
        "p", ["class": "soft"],
        Bilingual(en: "The first \(cases.count) of \(count).", zh: "共 \(count) 件，列出等候最久的 \(cases.count) 件。"))
    }
  }

  private static func waiting(_ reading: BoardReading, _ ledger: any LedgerReading) throws -> [TriageCase] {
    let all = try reading.cases ?? OpenCases(ledger, under: reading.book)
    let oldest = all.pressing(withLeads: true, where: \.isInTriage).sorted { $0.position < $1.position }
    let items = try oldest.prefix(most).compactMap { try ledger.item($0.key) }.filter {
      $0.isInTriage && reading.maySee($0)
    }
    var reports: [EventKey: [UInt8]] = [:]
    try ledger.eachReport(of: items.map(\.key)) { key, bytes in reports[key] = bytes }
    return try items.map { item in
      let seen = reading.steps(item).contains(.assign) ? try ledger.history(of: item.key).last?.seq : nil
      return TriageCase(item, report: reports[item.key] ?? [], seen: seen, reading)
    }
  }
}

/// A case in triage with what its report says and what may be meant.
struct TriageCase {
  private let item: Item
  private let texts: ReportTexts
  private let suggestions: [KeywordSuggestion]
  /// Grids or codes near what the report names and nobody knows.
  private let meant: [String]
  /// The last line of its history, where the viewer may assign it.
  private let seen: Int64?

  init(_ item: Item, report: [UInt8], seen: Int64?, _ reading: BoardReading) {
    (self.item, self.seen) = (item, seen)
    texts = ReportTexts(flatEvent(report))
    let now = reading.now
    let texts = texts
    suggestions = reading.book?.suggest(matter: texts["matter"], summary: texts["summary"], at: now) ?? []
    var told = Report()
    (told.matter, told.community, told.grid) = (texts["matter"], texts["community"], texts["grid"])
    let report = told
    meant = reading.book.map { Routing($0, report, source: item.identity.source, at: now).meant($0) } ?? []
  }

  /// What the fields of all cases offer; once a page, for they are long.
  static func lists(_ html: inout HTML, _ reading: BoardReading) {
    guard let book = reading.book, reading.mayAct else { return }
    html.matterList(book)
  }

  func write(to html: inout HTML, _ reading: BoardReading) {
    let attributes: HTML.Attributes = [
      "class": "card triage", "id": "case-\(item.id)", "data-row": item.id, "data-item": item.id,
      "data-grid": item.facts.grid, "data-community": item.facts.community, "data-state": item.state.kind.rawValue,
      "data-holder": item.holder.text,
    ]
    html.element("li", attributes) { html in
      html.element("div") { told(&$0, reading) }
      html.element("div", ["class": "ways"]) { html in
        if let seen { assign(&html, reading, seen) } else { hints(&html) }
      }
    }
  }

  private func told(_ html: inout HTML, _ reading: BoardReading) {
    html.element("p", ["class": "row"]) { html in
      html.element("a", ["href": HTML.path("items", item.id), "class": "strong"], HTML.plain(reading.title(of: item)))
      html.passing { html in html.element("span", ["class": "soft"], reading.standing(of: item)) }
    }
    html.element("p", ["class": "said"]) { html in
      guard let summary = texts["summary"] else {
        return html.element("span", ["class": "soft"], Bilingual(en: "no summary", zh: "无摘要"))
      }
      html.listed(summary)
    }
    html.element("p", ["class": "row soft"]) { html in
      for (name, text) in said(reading) {
        html.element("span") { html in
          html.text(name)
          html.text(Bilingual(en: ": ", zh: "："))
          html.listed(text)
        }
      }
      html.element("span") { $0.moment(item.receivedAt, reading.moments) }
    }
    html.element("p", ["class": "late why"]) { html in
      html.listed(explain(item.facts.assignedBy.why, book: reading.book).text(reading.language))
    }
  }

  private func said(_ reading: BoardReading) -> [(Bilingual, String)] {
    let place =
      item.facts.grid.map { reading.names.grid($0) } ?? item.facts.community.map { reading.names.community($0) }
    let fields: [(Bilingual, String?)] = [
      (Bilingual(en: "matter", zh: "事项"), texts["matter"]),
      (Bilingual(en: "grid", zh: "网格"), place ?? texts["grid"] ?? texts["community"]),
      (Bilingual(en: "place", zh: "地点"), texts["place"]), (Bilingual(en: "subject", zh: "主体"), texts["subject"]),
      (Bilingual(en: "source", zh: "来源"), item.identity.source),
    ]
    return fields.compactMap { name, text in text.map { (name, $0) } }
  }

  // MARK: Forms

  /// Whether whoever assigns must say where it is.
  private var wantsGrid: Bool { item.facts.grid == nil }

  private func hints(_ html: inout HTML) {
    guard !suggestions.isEmpty else { return }
    html.element("p", ["class": "row"]) { html in
      for one in suggestions { html.element("span", ["class": "chip"], HTML.plain("\(one.matter) \(one.name)")) }
    }
  }

  private func begin(_ html: inout HTML, _ reading: BoardReading, _ seen: Int64) {
    html.token()
    for (name, value) in [(Form.step, StepKind.assign.rawValue), (Form.seen, String(seen)), (Form.back, "/triage")] {
      html.void("input", ["type": "hidden", "name": name, "value": value])
    }
  }

  private func assign(_ html: inout HTML, _ reading: BoardReading, _ seen: Int64) {
    let path = Form.steps(ofItem: item.id)
    let attributes: HTML.Attributes = ["method": "post", "action": path, "data-step": "assign", "data-item": item.id]
    let offers = offers(reading)
    if !offers.isEmpty {
      html.element("form", attributes + ["class": "fields"]) { html in
        begin(&html, reading, seen)
        if wantsGrid { grid(&html, reading, "a") }
        for offer in offers {
          html.element("button", ["name": "matter", "value": offer.code, "class": "quiet"], HTML.plain(offer.words))
        }
      }
    }
    let head =
      offers.isEmpty
      ? Bilingual(en: "Choose a matter", zh: "选择事项") : Bilingual(en: "Another matter or place", zh: "选其他事项或地点")
    html.element("details", ["open": offers.isEmpty ? "" : nil]) { html in
      html.element("summary", head)
      html.element("form", attributes + ["class": "fields"]) { html in
        begin(&html, reading, seen)
        html.element("div", ["class": "field"]) { html in
          html.element("label", ["for": "matter-\(item.id)"], Bilingual(en: "Matter", zh: "事项"))
          html.void(
            "input",
            [
              "name": "matter", "id": "matter-\(item.id)", "list": "matters", "autocomplete": "off",
              "value": item.facts.matter.map { HTML.plain($0) },
            ])
        }
        grid(&html, reading, "b")
        html.element("div", ["class": "field"]) { html in
          html.element("label", ["for": "note-\(item.id)"], Bilingual(en: "Note", zh: "说明"))
          html.void("input", ["name": "note", "id": "note-\(item.id)", "maxlength": "2000"])
        }
        html.element("button", Bilingual(en: "Assign", zh: "分拨"))
      }
    }
  }

  /// Its own matter where that is listed, then what its words suggest.
  private func offers(_ reading: BoardReading) -> [(code: String, words: String)] {
    let own = item.facts.matter.flatMap { reading.book?.matter($0) }.map {
      (code: $0.code, words: "\($0.code) \($0.name)")
    }
    let others = suggestions.filter { $0.matter != own?.code }.map {
      (code: $0.matter, words: "\($0.matter) \($0.name)")
    }
    return (own.map { [$0] } ?? []) + others
  }

  private func grid(_ html: inout HTML, _ reading: BoardReading, _ form: String) {
    guard let book = reading.book else { return }
    let near = meant.count == 1 ? meant.first : nil
    html.element("div", ["class": "field"]) { html in
      html.element("label", ["for": "grid-\(form)-\(item.id)"], Bilingual(en: "Grid", zh: "网格"))
      html.gridChoice(
        book, id: "grid-\(form)-\(item.id)", chosen: item.facts.grid ?? near, within: item.facts.community)
    }
  }
}
