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
      let legal = reading.book.map { Set(placed.item.legalSteps(at: reading.now, under: $0)) } ?? []
      offered.formUnion(reading.steps(placed.item).intersection(legal))
    }
    // A note alone is worth no boxes.
    guard offered.contains(where: { $0 != .note && Self.stepsOnMany.contains($0) }) else { return [] }
    return Self.stepsOnMany.filter(offered.contains)
  }

  private func table(to html: inout HTML, _ summaries: [EventKey: String], boxes: Bool) {
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
          for placed in found.items { row(placed.item, summaries[placed.item.key], boxes: boxes, to: &html) }
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

  private func row(_ item: Item, _ summary: String?, boxes: Bool, to html: inout HTML) {
    let names = reading.names
    let language = html.language
    let head = { (place: Int) in Self.heads[place].words.text(language) }
    let heads = (head(2), head(3), head(4), head(5))
    html.element(
      "tr",
      [
        "data-item": item.id, "data-row": item.id, "data-state": item.state.kind.rawValue,
        "data-holder": item.holder.text,
        "data-grid": item.facts.grid, "data-community": item.facts.community,
      ]
    ) { html in
      if boxes {
        html.element("td") { html in
          html.element("label", ["class": "box"]) { html in
            html.void("input", ["type": "checkbox", "name": Form.item, "value": item.id])
            html.element("span", ["class": "sr"], item.id)
          }
        }
      }
      html.element("td", ["class": "state"]) { $0.standing(of: item, reading) }
      html.element("td") { html in
        html.element("a", ["class": "strong", "href": HTML.path("items", item.id)], reading.title(of: item))
        if let risk = item.facts.risk { html.chip(risk) }
        if let summary {
          html.element("div", ["class": "soft"]) { $0.listed(summary) }
        }
      }
      html.element("td", ["data-head": heads.0]) { html in
        if let grid = item.facts.grid {
          html.element("a", ["href": HTML.path("grids", grid)], names.grid(grid))
        } else {
          html.text("–")
        }
      }
      html.element("td", ["data-head": heads.1]) { $0.holder(item.holder, names) }
      html.element("td", ["data-head": heads.2]) { html in
        if let deadline = item.clock.deadline { html.moment(deadline, reading.moments) } else { html.text("–") }
      }
      html.element("td", ["data-head": heads.3]) { $0.moment(item.receivedAt, reading.moments) }
    }
  }

  private func summaries() throws -> [EventKey: String] {
    var summaries: [EventKey: String] = [:]
    try reading.ledger?.eachReport(of: found.items.map(\.item.key)) { key, bytes in
      let told = ReportTexts(flatEvent(bytes))
      let parts = [
        told["summary"] ?? (told["matter"].flatMap { reading.names.matter($0) == nil ? $0 : nil }), told["place"],
      ]
      let text = parts.compactMap { $0 }.joined(separator: " · ")
      if !text.isEmpty { summaries[key] = text }
    }
    return summaries
  }
}
