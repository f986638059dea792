internal import Answers
internal import Board
internal import Cases
internal import Formats
internal import GridCore
internal import Ledger
internal import Web
internal import Words

/// Cases as a table, with boxes where somebody may take one step on many.
struct CaseTable {
  private struct Head {
    let column: CaseOrder.Column?
    let words: Bilingual
  }

  private static let heads = [
    Head(column: .urgency, words: Bilingual(en: "Time", zh: "时限")),
    Head(column: .matter, words: Bilingual(en: "Case", zh: "事项")),
    Head(column: .grid, words: Bilingual(en: "Grid", zh: "网格")),
    Head(column: .holder, words: Bilingual(en: "Holder", zh: "承办")),
    Head(column: .deadline, words: Bilingual(en: "Deadline", zh: "截止")),
    Head(column: .received, words: Bilingual(en: "Received", zh: "收到")),
  ]

  /// The steps that need no more than a note, so that one form takes them on many.
  static let stepsOnMany: [StepKind] = [.accept, .resolve, .return, .resume, .approve, .refuse, .void, .note]

  let reading: BoardReading
  /// Where the table stands, and how it was asked for.
  let path: String
  let query: Query
  let search: CaseSearch
  let found: FoundCases
  /// What its parts are called, where a page has more than one.
  var id = "cases"

  func write(to html: inout HTML) throws {
    guard !found.items.isEmpty else {
      return html.element(
        "p", ["class": "soft", "id": id, "data-live": "rows"], Bilingual(en: "No cases.", zh: "没有事项。"))
    }
    let summaries = try summaries()
    let steps = stepsOffered()
    guard !steps.isEmpty else { return table(to: &html, summaries, boxes: false) }
    html.element("form", ["method": "post", "action": Form.manySteps, "class": "keep", "data-steps": ""]) { html in
      html.token()
      html.void("input", ["type": "hidden", "name": Form.back, "value": reading.target])
      table(to: &html, summaries, boxes: true)
      html.element("div", ["class": "fields noprint"]) { html in
        html.element("label", ["class": "field"]) { html in
          html.text(Bilingual(en: "For those marked", zh: "对选中的事项"))
          html.element("select", ["name": Form.step, "required": ""]) { html in
            html.element("option", ["value": ""], Bilingual(en: "choose a step", zh: "选一步"))
            for step in steps { html.element("option", ["value": step.rawValue], wording(step)) }
          }
        }
        html.element("label", ["class": "field"]) { html in
          html.text(Bilingual(en: "One note for all", zh: "共用说明"))
          html.void("input", ["name": "note", "size": "32", "maxlength": "2000"])
        }
        html.element("button", ["type": "submit"], Bilingual(en: "Take the step", zh: "办理"))
      }
    }
  }

  /// What somebody may do with any of these, as far as one form does for many.
  private func stepsOffered() -> [StepKind] {
    var offered: Set<StepKind> = []
    for placed in found.items.prefix(50) {
      let legal = reading.book.map { placed.item.legalSteps(at: reading.now, under: $0) } ?? []
      // Who may take them is asked only where there is one more.
      guard legal.contains(where: { Self.stepsOnMany.contains($0) && !offered.contains($0) }) else { continue }
      offered.formUnion(reading.steps(placed.item).intersection(legal))
    }
    // A note alone is worth no boxes.
    guard offered.contains(where: { $0 != .note && Self.stepsOnMany.contains($0) }) else { return [] }
    return Self.stepsOnMany.filter(offered.contains)
  }

  private func table(to html: inout HTML, _ summaries: [Int64: String], boxes: Bool) {
    html.expect(found.items.count * 900)
    html.element("div", ["class": "scroll"]) { html in
      html.element("table", ["class": "cards", "id": id, "data-live": "rows"]) { html in
        html.element("thead") { html in
          html.element("tr") { html in
            if boxes {
              html.element("th", ["scope": "col"]) {
                $0.element("span", ["class": "sr"], Bilingual(en: "Mark", zh: "选"))
              }
            }
            for head in Self.heads { self.head(head, to: &html) }
          }
        }
        html.element("tbody") { html in
          let rows = CaseRows(reading: reading, heads: Self.heads.map { $0.words.text(html.language) }, boxes: boxes)
          for placed in found.items { rows.write(placed.item, summaries[placed.position], to: &html) }
        }
      }
    }
    guard let next = found.next else { return }
    let link = path + "?" + query.setting("after", next.text).text
    html.element("nav", ["class": "pages", "aria-label": html.language == .zh ? "翻页" : "Pages"]) { html in
      html.element("a", ["rel": "next", "href": link], Bilingual(en: "Next page", zh: "下一页"))
    }
  }

  private func head(_ head: Head, to html: inout HTML) {
    guard let column = head.column else { return html.element("th", ["scope": "col"], head.words) }
    let isChosen = search.order.column == column
    let order = isChosen ? search.order.turned : CaseOrder(column.rawValue) ?? .urgency
    let sorted = isChosen ? (search.order.isDescending ? "descending" : "ascending") : nil
    html.element("th", ["scope": "col", "aria-sort": sorted]) { html in
      let link = path + "?" + query.setting("sort", order.text).setting("after", nil).text
      html.element("a", ["href": link], head.words)
      if isChosen { html.element("span", ["aria-hidden": "true"], search.order.isDescending ? " ↓" : " ↑") }
    }
  }

  private func summaries() throws -> [Int64: String] {
    var summaries: [Int64: String] = [:]
    try reading.ledger?.eachReport(at: found.items.map(\.position)) { position, bytes in
      let told = ReportTexts.some(["summary", "matter", "place"], of: bytes)
      let parts = [told[0] ?? told[1].flatMap { reading.names.matter($0) == nil ? $0 : nil }, told[2]]
      let text = parts.compactMap(\.self).joined(separator: " · ")
      if !text.isEmpty { summaries[position] = text }
    }
    return summaries
  }
}
