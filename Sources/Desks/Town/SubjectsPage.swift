internal import Answers
package import Board
internal import Figures
internal import GridCore
package import Web
internal import Words

/// The register of subjects: how many of each colour are where, and each with what its items come to.
package enum SubjectsPage {
  /// How many subjects a page lists.
  private static let most = 500

  /// The page; `risk`, `community` and `grid` as the command has them.
  package static func page(_ reading: BoardReading, _ query: Query) throws -> Page {
    var asked = SubjectList.Query()
    if let text = query["risk"] {
      guard let colour = Colour(rawValue: text) else {
        let list = Colour.allCases.map(\.rawValue).joined(separator: " ")
        throw Problem(
          .badRequest, Bilingual(en: "risk “\(text)” is none of: \(list)", zh: "颜色“\(text)”应为：\(list)"))
      }
      asked.colour = colour
    }
    (asked.community, asked.grid) = (query["community"], query["grid"])
    let wanted = asked
    return try Frame.page(reading, query, Frame.Section.subjects.name, .subjects) { html in
      html.element("h1", Frame.Section.subjects.name)
      guard let ledger = reading.ledger else { return }
      let counts = try SubjectCounts(under: reading.book, in: ledger)
      html.element("section", ["class": "card", "data-live": "", "id": "subject-counts"]) { html in
        var look = SheetLook(Bilingual(en: "Subjects of each colour", zh: "各颜色主体数"))
        look.isSparing = false
        look.row = { row in
          [
            "data-community": row.flatMap { counts.sheet.rows[$0].first?.machine }.flatMap {
              $0 == "nowhere" ? nil : $0
            }
          ]
        }
        look.link = { row, column in link(counts.sheet, row, column) }
        html.sheet(counts.sheet, look)
      }
      filters(&html, wanted, reading, query)
      let list = try SubjectList(wanted, at: reading.now, under: reading.book, in: ledger)
      html.element("section", ["class": "card"]) { html in
        guard !list.rows.isEmpty else {
          return html.element("p", Bilingual(en: "No subject is in the register.", zh: "台账中没有符合条件的主体。"))
        }
        html.sheet(list.sheet(reading.book), look(list))
      }
    }
  }

  /// A figure of a place leads to its subjects of that colour.
  private static func link(_ sheet: Sheet, _ row: Int?, _ column: String) -> String? {
    guard let row else {
      return Colour(rawValue: column).map { HTML.path("subjects", query: Query([("risk", $0.rawValue)])) }
    }
    guard let place = sheet.rows[row].first?.machine, place != "nowhere" else { return nil }
    guard
      column == "place"
        || sheet.columns.firstIndex(where: { $0.id == column }).map({ sheet.rows[row][$0].isIdle }) == false
    else { return nil }
    let there = Query([("community", place)])
    if column == "place" { return HTML.path("subjects", query: there) }
    return Colour(rawValue: column).map { HTML.path("subjects", query: there.setting("risk", $0.rawValue)) }
  }

  private static func filters(
    _ html: inout HTML, _ asked: SubjectList.Query, _ reading: BoardReading, _ query: Query
  ) {
    html.element("nav", ["class": "tabs", "aria-label": reading.language == .zh ? "颜色" : "Colour"]) { html in
      let all = HTML.path("subjects", query: query.setting("risk", nil))
      html.element(
        "a", ["href": all, "aria-current": asked.colour == nil ? "true" : nil], Bilingual(en: "all", zh: "全部"))
      for colour in Colour.allCases {
        let path = HTML.path("subjects", query: query.setting("risk", colour.rawValue))
        html.element("a", ["href": path, "aria-current": asked.colour == colour ? "true" : nil], colour.wording)
      }
    }
    guard asked.community != nil || asked.grid != nil else { return }
    html.element("p", ["class": "row"]) { html in
      if let community = asked.community {
        html.element("span", ["class": "chip"], HTML.plain(reading.names.community(community)))
      }
      if let grid = asked.grid { html.element("span", ["class": "chip"], HTML.plain(reading.names.grid(grid))) }
      let whole = query.setting("community", nil).setting("grid", nil)
      html.element("a", ["href": HTML.path("subjects", query: whole)], Bilingual(en: "the whole town", zh: "全街道"))
    }
  }

  private static func look(_ list: SubjectList) -> SheetLook {
    let count = list.rows.count
    var look = SheetLook(Bilingual(en: counted(count, "subject"), zh: "共 \(count) 个主体"))
    look.isCards = true
    look.most = most
    look.row = { row in
      guard let row else { return [:] }
      let subject = list.rows[row].subject
      return ["data-subject": HTML.plain(subject.name), "data-grid": subject.grid]
    }
    look.sign = { row, column in
      column == "risk" ? row.map { Colour(list.rows[$0].subject.risk).rawValue } : nil
    }
    // Beside its name, for that came from outside and leads nowhere.
    look.link = { row, column in
      guard let row, column == "open" || column == "year" else { return nil }
      return HTML.path("items", query: Query([("subject", list.rows[row].subject.name)]))
    }
    return look
  }
}
