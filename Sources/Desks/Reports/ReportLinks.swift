internal import Answers
internal import Board
internal import Figures
internal import GridCore
internal import Reports
internal import Users
internal import Web
internal import Words

/// Where one can go from a report: other reports, other days, other rows, and the same as CSV.
struct ReportLinks {
  private let question: ReportQuestion
  private let reading: BoardReading
  private let query: Query

  init(_ question: ReportQuestion, _ reading: BoardReading, _ query: Query) {
    (self.question, self.reading) = (question, reading)
    // From one report to the next neither the items of a figure nor a format is taken along.
    self.query = query.setting("rows", nil).setting("key", nil).setting("format", nil)
  }

  func write(to html: inout HTML) {
    html.element("div", ["class": "card noprint"]) { html in
      parts(&html)
      if question.part.hasSpan { spans(&html) }
      if !question.part.axes.isEmpty { axes(&html) }
      html.element("p", ["class": "row"]) { html in
        if question.part == .summary {
          let own = question.asked.countsOwn
          html.element(
            "a", ["href": link(query.setting("own", own ? nil : "1"))],
            own
              ? Bilingual(en: "Without what the daemon reports itself", zh: "不计系统自身生成的")
              : Bilingual(en: "With what the daemon reports itself", zh: "连同系统自身生成的"))
        }
        let whole = question.behind.map { query.setting("rows", "1").setting("key", $0.key) } ?? query
        html.element("a", ["class": "push", "href": link(whole.setting("format", "csv")), "download": ""], "CSV")
      }
    }
  }

  private func link(_ query: Query) -> String { HTML.path("reports", query: query) }

  private func tabs(_ html: inout HTML, _ name: Bilingual, _ tabs: [(name: Bilingual, query: Query, isHere: Bool)]) {
    html.element("nav", ["class": "tabs", "aria-label": name.text(html.language)]) { html in
      for tab in tabs {
        html.element("a", ["href": link(tab.query), "aria-current": tab.isHere ? "true" : nil], tab.name)
      }
    }
  }

  private func parts(_ html: inout HTML) {
    let shown = ReportPart.allCases.filter { $0 != .integrity || reading.viewer.seesLeads }
    tabs(
      &html, Bilingual(en: "Report", zh: "报表"),
      shown.map { part in
        var other = query.setting("part", part == .summary ? nil : part.rawValue).setting("column", nil)
        if !part.hasSpan { other = other.setting("from", nil).setting("to", nil) }
        if let axis = question.asked.axis, !part.axes.contains(axis) { other = other.setting("by", nil) }
        return (part.name, other, part == question.part)
      })
  }

  private func axes(_ html: inout HTML) {
    let usual: ReportAxis? = question.part == .load ? .post : nil
    let axis = question.asked.axis ?? usual
    var rows = question.part.axes.map { own in
      (name: wording(own), query: query.setting("by", own.rawValue), isHere: own == axis)
    }
    if question.part == .summary {
      rows.insert((Bilingual(en: "all together", zh: "合计"), query.setting("by", nil), axis == nil), at: 0)
    }
    tabs(&html, Bilingual(en: "Rows", zh: "分行"), rows)
  }

  // MARK: Days

  private func spans(_ html: inout HTML) {
    let (from, to) = (question.asked.from?.text, question.asked.to?.text)
    tabs(
      &html, Bilingual(en: "Days of receipt", zh: "收到日期"),
      days.map { span in
        (span.name, query.setting("from", span.from).setting("to", span.to), span.from == from && span.to == to)
      })
    html.element("form", ["method": "get", "action": "/reports", "class": "fields"]) { html in
      for pair in query.pairs where pair.name != "from" && pair.name != "to" {
        html.hidden(pair)
      }
      field(&html, "from", Bilingual(en: "From", zh: "自"), from)
      field(&html, "to", Bilingual(en: "Up to, without", zh: "至（不含）"), to)
      html.element("button", ["class": "quiet"], Bilingual(en: "Show", zh: "查看"))
    }
  }

  private func field(_ html: inout HTML, _ name: String, _ label: Bilingual, _ value: String?) {
    html.element("div", ["class": "field"]) { html in
      html.element("label", ["for": "span-\(name)"], label)
      html.void("input", ["type": "date", "name": name, "id": "span-\(name)", "value": value])
    }
  }

  /// The days that people ask for, in the town's time; both ends nil: all.
  private var days: [(name: Bilingual, from: String?, to: String?)] {
    let today = (reading.book?.calendar ?? .dayAndNight).local(question.asked.at).day
    let text = { (day: Int) in CivilDate(dayNumber: day).text }
    let date = CivilDate(dayNumber: today)
    let first = today - date.day + 1
    let before = CivilDate(dayNumber: first - 1)
    let lastMonth = first - before.day
    let month = "\(text(first).prefix(7))"
    return [
      (Bilingual(en: "all", zh: "全部"), nil, nil),
      (Bilingual(en: "today", zh: "今日"), text(today), nil),
      (Bilingual(en: "yesterday", zh: "昨日"), text(today - 1), text(today)),
      (Bilingual(en: "7 days", zh: "近 7 日"), text(today - 6), nil),
      (Bilingual(en: "30 days", zh: "近 30 日"), text(today - 29), nil),
      (Bilingual(en: month, zh: "本月"), text(first), nil),
      (Bilingual(en: "\(text(lastMonth).prefix(7))", zh: "上月"), text(lastMonth), text(first)),
      (Bilingual(en: "this year", zh: "今年"), "\(text(today).prefix(4))-01-01", nil),
    ]
  }
}

extension HTML {
  /// What a form brings along.
  mutating func hidden(_ pair: Query.Pair) {
    void("input", ["type": "hidden", "name": pair.name, "value": pair.value])
  }
}
