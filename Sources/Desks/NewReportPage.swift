internal import Answers
package import Board
internal import Figures
internal import Formats
internal import GridCore
internal import Ledger
package import Users
package import Web
internal import Words

/// A report by hand, of who telephones: where it would go and until when, and what is open there already.
package enum NewReportPage {
  /// How many open cases are shown.
  private static let most = 12

  /// The page. Without script the same fields come back by a button, by `POST` lest a telephone number stand in a link.
  ///
  /// - Parameter given: what was filled in so far.
  package static func page(_ reading: BoardReading, _ query: Query, given: Query? = nil, wrong: Problem? = nil) throws
    -> Page
  {
    try demand(reading.viewer)
    let title = Bilingual(en: "New report", zh: "登记上报")
    let fields = given ?? query
    return try Frame.page(reading, query, title, .new, status: wrong?.code.status ?? 200) { html in
      html.element("h1", title)
      guard let book = reading.book else { return }
      if let wrong {
        html.element(
          "div", ["class": "card fault", "role": "alert", "data-problem": wrong.kind ?? wrong.code.rawValue]
        ) { html in
          html.element("p") { $0.outside(wrong.words.text(reading.language)) }
        }
      }
      try html.element("div", ["class": "split"]) { html in
        html.element("section", ["class": "card"]) { form(&$0, book, fields, reading, mark: given?[Form.once]) }
        try html.element("aside", ["id": "route", "class": "stack", "aria-live": "polite"]) { html in
          try route(&html, book, fields, reading)
        }
      }
    }
  }

  /// Only where it would go and what is open there: what the script puts beside the form while somebody types.
  package static func fragment(_ reading: BoardReading, _ query: Query) throws -> Page {
    try demand(reading.viewer)
    var html = HTML(reading.language)
    if let book = reading.book { try route(&html, book, query, reading) }
    return Page(html)
  }

  /// At a community everybody of it may, elsewhere who has the right.
  ///
  /// - Throws: 403.
  package static func demand(_ viewer: Viewer) throws(Problem) {
    guard viewer.mayFile else {
      throw Problem(
        .notAllowed, Bilingual(en: "to file reports by hand takes the right `report`", zh: "登记上报须有 report 权限"))
    }
  }

  // MARK: The form

  private static func form(_ html: inout HTML, _ book: RuleBook, _ given: Query, _ reading: BoardReading, mark: String?)
  {
    let attributes: HTML.Attributes = [
      "method": "post", "action": Form.report, "data-step": "report", "data-ask": "/new/route", "data-answer": "route",
      "data-fields": "matter grid subject place summary risk",
      "class": "stack",
    ]
    html.element("form", attributes) { html in
      html.token()
      if let mark {
        html.void("input", ["type": "hidden", "name": Form.once, "value": mark])
      } else {
        html.mark()
      }
      area(&html, "summary", Bilingual(en: "What is told", zh: "反映内容"), given)
      html.element("div", ["class": "fields"]) { html in
        input(&html, "matter", Bilingual(en: "Matter", zh: "事项"), given, list: "matters")
        html.element("div", ["class": "field"]) { html in
          html.element("label", ["for": "new-grid"], Bilingual(en: "Grid", zh: "网格"))
          let home = reading.viewer.at.flatMap { at in book.communities.first { $0.id == at }?.id }
          html.gridChoice(book, id: "new-grid", chosen: given["grid"], within: home)
        }
        risk(&html, given)
      }
      html.element("div", ["class": "fields"]) { html in
        input(&html, "place", Bilingual(en: "Place", zh: "地点"), given)
        input(&html, "subject", Bilingual(en: "Subject (firm, shop, building)", zh: "主体（企业、商铺、楼栋）"), given)
        input(&html, "reporter", Bilingual(en: "Who tells it, and his telephone", zh: "反映人及电话"), given)
      }
      html.element("div", ["class": "row"]) { html in
        html.element("button", Bilingual(en: "File it", zh: "登记并派单"))
        html.element(
          "button", ["class": "quiet", "name": "preview", "value": "1"],
          Bilingual(en: "Where would it go?", zh: "先看派给谁"))
      }
    }
    html.matterList(book)
  }

  private static func area(_ html: inout HTML, _ name: StaticString, _ label: Bilingual, _ given: Query) {
    html.element("div", ["class": "field"]) { html in
      html.element("label", ["for": "new-\(name)"], label)
      html.element(
        "textarea", ["name": "\(name)", "id": "new-\(name)", "maxlength": "4000", "rows": "4"],
        given["\(name)"].map(HTML.typed) ?? "")
    }
  }

  private static func input(
    _ html: inout HTML, _ name: StaticString, _ label: Bilingual, _ given: Query, list: String? = nil
  ) {
    html.element("div", ["class": "field grow"]) { html in
      html.element("label", ["for": "new-\(name)"], label)
      html.void(
        "input",
        [
          "name": "\(name)", "id": "new-\(name)", "list": list, "maxlength": "1000", "autocomplete": "off",
          "value": given["\(name)"].map(HTML.typed),
        ])
    }
  }

  private static func risk(_ html: inout HTML, _ given: Query) {
    html.element("div", ["class": "field"]) { html in
      html.element("label", ["for": "new-risk"], Bilingual(en: "Risk", zh: "风险等级"))
      html.element("select", ["name": "risk", "id": "new-risk"]) { html in
        html.element("option", ["value": ""], Bilingual(en: "as the register has it", zh: "按主体台账"))
        for colour in Colour.allCases where colour.risk != nil {
          html.element(
            "option", ["value": colour.rawValue, "selected": given["risk"] == colour.rawValue ? "" : nil],
            colour.wording)
        }
      }
    }
  }

  // MARK: Where it would go

  private static func route(
    _ html: inout HTML, _ book: RuleBook, _ given: Query, _ reading: BoardReading
  ) throws {
    var report = Report()
    (report.matter, report.grid, report.subject, report.place) = (
      given["matter"], given["grid"], given["subject"], given["place"]
    )
    report.risk = given["risk"].flatMap { Risk(rawValue: $0) }
    guard report.matter != nil || report.grid != nil || report.subject != nil || given["summary"] != nil else {
      return html.element("section", ["class": "card"]) { html in
        html.element("p", ["class": "soft"], Bilingual(en: "Where it goes is shown here.", zh: "填写后，这里显示派给谁、何时到期。"))
      }
    }
    // The register lends its colour, as the daemon has it.
    if let rated = report.rated { report.risk = try reading.ledger?.ratings(of: rated).last?.subject.risk }
    let routing = Routing(book, report, source: EventIdentity.board, at: reading.now)
    html.element("section", ["class": "card", "data-figure": "route", "data-holder": routing.assignment.to.text]) {
      html in
      answer(&html, routing, book, reading)
      suggestions(&html, book, given, reading)
    }
    try open(&html, report, reading)
  }

  private static func answer(_ html: inout HTML, _ routing: Routing, _ book: RuleBook, _ reading: BoardReading) {
    let assignment = routing.assignment
    html.element("h2", Bilingual(en: "It would go to", zh: "将派给"))
    html.element("p", ["class": "strong"]) { $0.listed(reading.names[assignment.to].text(reading.language)) }
    html.element("dl", ["class": "facts"]) { html in
      if let deadline = assignment.deadline {
        html.element("dt", Bilingual(en: "until", zh: "截止"))
        html.element("dd", ["data-figure": "deadline", "data-value": Moments.machine(deadline.moment)]) { html in
          html.passing { html in
            html.moment(deadline.moment, reading.moments)
            if deadline.provisional { html.text(Bilingual(en: " (provisional)", zh: "（暂定）")) }
          }
        }
      }
      if let limit = assignment.limit {
        html.element("dt", Bilingual(en: "limit", zh: "时限"))
        html.element("dd", BookListing(book, reading).limit(limit))
      }
      if let group = assignment.group {
        html.element("dt", Bilingual(en: "then", zh: "超时上报"))
        html.element("dd") { $0.listed(reading.names.group(group)) }
      }
      html.element("dt", Bilingual(en: "by", zh: "依据"))
      html.element("dd") { html in
        html.listed(explain(assignment.assignedBy.why, book: book).text(reading.language))
        guard let line = assignment.assignedBy.line else { return }
        html.text(" ")
        html.element("a", ["href": "/rules#line-\(line)"], Bilingual(en: "line \(line)", zh: "规则第 \(line) 行"))
      }
      let meant = routing.meant(book)
      guard !meant.isEmpty else { return }
      html.element("dt", Bilingual(en: "did you mean", zh: "是不是"))
      html.element("dd") { $0.listed(meant.joined(separator: reading.language == .zh ? "、" : ", ")) }
    }
  }

  private static func suggestions(_ html: inout HTML, _ book: RuleBook, _ given: Query, _ reading: BoardReading) {
    guard given["matter"].flatMap({ book.matter($0) }) == nil else { return }
    let found = book.suggest(matter: given["matter"], summary: given["summary"], at: reading.now)
    guard !found.isEmpty else { return }
    html.element("p", ["class": "row"]) { html in
      html.element("span", ["class": "soft"], Bilingual(en: "Perhaps", zh: "可能是"))
      for one in found {
        html.element("span", ["class": "chip", "data-matter": one.matter], HTML.plain("\(one.matter) \(one.name)"))
      }
    }
  }

  // MARK: What is open there

  private static func open(_ html: inout HTML, _ report: Report, _ reading: BoardReading) throws {
    var filter = ItemFilter()
    if let subject = report.subject {
      filter.subject = subject
    } else if let grid = report.grid {
      filter.grid = grid
    } else {
      return
    }
    guard let ledger = reading.ledger else { return }
    var items: [Item] = []
    for state in [ItemState.open, .suspended] {
      filter.state = state
      items += try ledger.items(filter, after: 0, limit: 500).map(\.item).filter(reading.maySee)
    }
    // What is about the same matter first, then what is due first.
    let matter = report.matter.flatMap { reading.book?.matter($0)?.code }
    let isSame = { (item: Item) in matter != nil && item.facts.matter == matter }
    items.sort { left, right in
      guard isSame(left) == isSame(right) else { return isSame(left) }
      return (left.clock.deadline?.seconds ?? .max, left.id) < (right.clock.deadline?.seconds ?? .max, right.id)
    }
    html.element("section", ["class": "card"]) { html in
      html.element("h2") { html in
        html.text(Bilingual(en: "Open there", zh: "当地在办"))
        html.text(" ")
        html.element("small", ["data-figure": "open"], String(items.count))
      }
      html.element("ul", ["class": "stack"]) { html in
        for item in items.prefix(most) { row(&html, item, isSame(item), reading) }
      }
    }
  }

  private static func row(_ html: inout HTML, _ item: Item, _ isSame: Bool, _ reading: BoardReading) {
    let attributes: HTML.Attributes = [
      "data-item": item.id, "data-grid": item.facts.grid, "data-holder": item.holder.text,
      "data-state": item.state.kind.rawValue,
    ]
    html.element("li", attributes) { html in
      let title = HTML.plain(reading.title(of: item))
      html.element("a", ["href": HTML.path("items", item.id), "class": isSame ? "strong" : nil], title)
      html.void("br")
      html.element("small") { html in
        // Who was told above stands in how it is.
        if item.rung == 0 {
          html.listed(reading.names.short(item.holder).text(reading.language))
          html.text(" · ")
        }
        html.passing { $0.standing(of: item, reading) }
      }
    }
  }
}
