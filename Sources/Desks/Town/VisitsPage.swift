internal import Answers
package import Board
internal import GridCore
internal import Ledger
package import Web
internal import Words

/// The visit sheets, earliest due first; printed, a sheet each with room to write.
package enum VisitsPage {
  /// The page; `community`, `grid` and `post` as the command has them, and `sheet` for one alone.
  package static func page(_ reading: BoardReading, _ query: Query) throws -> Page {
    var asked = VisitSheetQuery(at: reading.now)
    (asked.community, asked.grid, asked.post) = (query["community"], query["grid"], query["post"])
    let wanted = asked
    return try Frame.page(reading, query, Frame.Section.visits.name, .visits) { html in
      html.element("h1", Bilingual(en: "Visit sheets", zh: "巡查走访单"))
      guard let ledger = reading.ledger else { return }
      var sheets = try wanted.sheets(reading.book, ledger)
      if let one = query["sheet"] { sheets = sheets.filter { $0.id == one } }
      guard !sheets.isEmpty else {
        return html.element("p", ["class": "card"], Bilingual(en: "No visit is to be made.", zh: "目前没有要走访的主体。"))
      }
      if query.flag("print") { return papers(&html, sheets, reading) }
      list(&html, sheets, reading, query)
    }
  }

  // MARK: The list

  private static func list(_ html: inout HTML, _ sheets: [VisitSheet], _ reading: BoardReading, _ query: Query) {
    html.element("p", ["class": "row noprint"]) { html in
      html.element(
        "span", ["data-figure": "sheets"], Bilingual(en: counted(sheets.count, "sheet"), zh: "共 \(sheets.count) 份"))
      html.element(
        "a", ["class": "button quiet push", "href": HTML.path("visits", query: query.setting("print", "1"))],
        Bilingual(en: "To print, a page each", zh: "打印版（每份一页）"))
    }
    html.element("div", ["class": "scroll card"]) { html in
      html.element("table", ["class": "cards"]) { html in
        html.element("thead") { html in
          html.element("tr") { html in
            for head in heads { html.element("th", ["scope": "col"], head) }
          }
        }
        html.element("tbody") { html in
          for sheet in sheets { row(&html, sheet, reading, query) }
        }
      }
    }
  }

  private static let heads = [
    Bilingual(en: "Subject", zh: "主体"), Bilingual(en: "Colour", zh: "颜色"), Bilingual(en: "Items", zh: "事项"),
    Bilingual(en: "Due", zh: "截止"), Bilingual(en: "Visits this year", zh: "本年走访"), Bilingual(en: "Post", zh: "岗位"),
    Bilingual(en: "Sheet", zh: "单号"),
  ]

  private static func row(_ html: inout HTML, _ sheet: VisitSheet, _ reading: BoardReading, _ query: Query) {
    let told = { (place: Int) in heads[place].text(reading.language) }
    let attributes: HTML.Attributes = [
      "data-sheet": sheet.id, "data-community": sheet.post.community, "data-grid": sheet.post.grid,
      "data-holder": Addressee.post(sheet.post).text,
    ]
    html.element("tr", attributes) { html in
      html.element("th", ["scope": "row"]) { html in
        html.listed(sheet.subject)
        if let place = sheet.place {
          html.void("br")
          html.element("small") { $0.listed(place) }
        }
      }
      html.element("td", ["data-head": told(1)]) { colour(&$0, sheet) }
      html.element("td", ["data-head": told(2)]) { html in
        for item in sheet.items {
          html.element(
            "a", ["href": HTML.path("items", item.id), "data-item": item.id], HTML.plain(reading.title(of: item)))
          html.text(" ")
        }
      }
      html.element("td", ["data-head": told(3)]) { html in
        guard let due = sheet.due else { return html.text("-") }
        html.moment(due, reading.moments)
        guard let first = sheet.items.first, let left = timeLeft(of: first, at: reading.now, under: reading.book) else {
          return
        }
        html.void("br")
        html.passing { $0.element("small", ["class": first.isOverdue(at: reading.now) ? "late" : nil], left) }
      }
      html.element("td", ["data-head": told(4), "data-figure": "visits"]) { visits(&$0, sheet) }
      html.element("td", ["data-head": told(5)], reading.names[.post(sheet.post)])
      html.element("td", ["data-head": told(6)]) { html in
        let path = HTML.path("visits", query: query.setting("print", "1").setting("sheet", sheet.id))
        html.element("a", ["href": path], HTML.plain(sheet.id))
      }
    }
  }

  private static func colour(_ html: inout HTML, _ sheet: VisitSheet) {
    guard let colour = sheet.colour else { return html.text(sheet.colourTold) }
    html.element("span", ["class": "sign " + colour.rawValue, "data-risk": colour.rawValue], sheet.colourTold)
  }

  private static func visits(_ html: inout HTML, _ sheet: VisitSheet) {
    html.text(sheet.cap.map { "\(sheet.visits) / \($0)" } ?? "\(sheet.visits)")
    guard sheet.isOver else { return }
    html.text(" ")
    html.element("span", ["class": "late"], Bilingual(en: "over", zh: "超次"))
  }

  // MARK: On paper

  private static func papers(_ html: inout HTML, _ sheets: [VisitSheet], _ reading: BoardReading) {
    for sheet in sheets { paper(&html, sheet, reading) }
  }

  private static func paper(_ html: inout HTML, _ sheet: VisitSheet, _ reading: BoardReading) {
    html.element("article", ["class": "card paper", "data-sheet": sheet.id]) { html in
      html.element("h2") { $0.outside(sheet.subject) }
      html.element("dl", ["class": "facts"]) { html in
        fact(&html, Bilingual(en: "Sheet", zh: "单号")) { $0.text(sheet.id) }
        fact(&html, Bilingual(en: "Post", zh: "岗位")) { $0.text(reading.names[.post(sheet.post)]) }
        fact(&html, Bilingual(en: "Colour", zh: "颜色")) { colour(&$0, sheet) }
        fact(&html, Bilingual(en: "Place", zh: "地址")) { html in
          if let place = sheet.place { html.outside(place) } else { html.text("-") }
        }
        fact(&html, Bilingual(en: "Due", zh: "截止")) { $0.text(sheet.due.map(reading.moments.whole) ?? "-") }
        fact(&html, Bilingual(en: "Visits this year", zh: "本年走访次数")) { visits(&$0, sheet) }
      }
      let points = sheet.rated?.points ?? []
      if !points.isEmpty {
        html.element("h3", Bilingual(en: "Risk points", zh: "风险点"))
        html.element("ul", ["class": "ticks"]) { html in
          for point in points { html.element("li") { $0.outside(point) } }
        }
      }
      items(&html, sheet, reading)
      for label in [Bilingual(en: "Inspector", zh: "检查人员"), Bilingual(en: "Inspector", zh: "检查人员")] {
        line(&html, label, Bilingual(en: "Certificate number", zh: "执法证号"))
      }
      html.element("p", ["class": "lines"]) {
        $0.element("small", Bilingual(en: "Opinion of the subject", zh: "被检查主体意见"))
      }
      line(&html, Bilingual(en: "Signature of the subject", zh: "被检查主体签字"), Bilingual(en: "Date", zh: "日期"))
      html.element(
        "p", ["class": "strong"],
        Bilingual(en: "Without a certificate number this is no administrative inspection.", zh: "未填写执法证号的，不属于行政检查。"))
    }
  }

  private static func items(_ html: inout HTML, _ sheet: VisitSheet, _ reading: BoardReading) {
    let heads = [
      Bilingual(en: "Done", zh: "已查"), Bilingual(en: "Item", zh: "事项编号"), Bilingual(en: "Basis", zh: "依据"),
      Bilingual(en: "Limit", zh: "时限"), Bilingual(en: "Deadline", zh: "截止"),
    ]
    html.element("table") { html in
      html.element("thead") { html in
        html.element("tr") { html in
          for head in heads { html.element("th", ["scope": "col"], head) }
        }
      }
      html.element("tbody") { html in
        for item in sheet.items {
          html.element("tr", ["data-item": item.id]) { html in
            html.element("td", "☐")
            html.element("td", item.id)
            html.element("td") { html in
              html.text(HTML.plain(reading.title(of: item)))
              if let line = item.facts.assignedBy.line {
                html.text(" ")
                html.element("small", Bilingual(en: "line \(line) of the rules", zh: "规则第 \(line) 行"))
              }
            }
            html.element("td", item.facts.limit?.text ?? "-")
            html.element("td", item.clock.deadline.map(reading.moments.whole) ?? "-")
          }
        }
      }
    }
  }

  private static func line(_ html: inout HTML, _ left: Bilingual, _ right: Bilingual) {
    html.element("p", ["class": "sign-line"]) { html in
      html.element("span", left)
      html.element("span", right)
    }
  }

  private static func fact(_ html: inout HTML, _ name: Bilingual, _ value: (inout HTML) -> Void) {
    html.element("dt", name)
    html.element("dd", [:], value)
  }
}
