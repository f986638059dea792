internal import Answers
internal import Board
internal import GridCore
internal import Words

/// A book as a list to read: who has what until when, and what else the rules say, each with its line.
struct BookListing {
  let book: RuleBook
  let reading: BoardReading
  let names: Names

  init(_ book: RuleBook, _ reading: BoardReading) {
    (self.book, self.reading, names) = (book, reading, Names(book))
  }

  func write(to html: inout HTML) {
    contents(&html)
    ladders(&html)
    if !book.overrides.isEmpty { overrides(&html) }
    if !book.rounds.isEmpty { rounds(&html) }
    if let integrity = book.integrity { signals(&html, integrity) }
    calendar(&html)
    settings(&html)
    for (index, duty) in book.duties.enumerated() { matters(&html, duty, index) }
  }

  func say(_ words: Bilingual) -> String { words.text(reading.language) }

  /// Several things, with the comma of the language, or with a mark of its own in Chinese.
  func listed(_ parts: [String], _ mark: String) -> String {
    parts.joined(separator: say(Bilingual(en: ", ", zh: mark)))
  }

  // MARK: The parts

  private func contents(_ html: inout HTML) {
    html.element("nav", ["class": "card noprint", "aria-label": reading.language == .zh ? "职责" : "Duties"]) { html in
      html.element("ul", ["class": "row"]) { html in
        for (index, duty) in book.duties.enumerated() {
          let count = book.matters.count { $0.duty == index }
          html.element("li") { html in
            html.element("a", ["href": "#duty-\(index)"], HTML.plain(duty.name))
            html.text(" ")
            html.element("small", String(count))
          }
        }
      }
    }
  }

  func table(_ html: inout HTML, _ heads: [Bilingual], _ rows: (inout HTML) -> Void) {
    html.element("div", ["class": "scroll"]) { html in
      html.element("table") { html in
        html.element("thead") { html in
          html.element("tr") { html in
            for head in heads { html.element("th", ["scope": "col", "class": head == Self.line ? "num" : nil], head) }
          }
        }
        html.element("tbody", [:], rows)
      }
    }
  }

  /// A row that begins with what it is called, and bears the line that says so.
  func row(_ html: inout HTML, line: Int?, _ name: String, _ cells: [String]) {
    let attributes: HTML.Attributes = ["id": line.map { "line-\($0)" }, "data-line": line.map { String($0) }]
    html.element("tr", attributes) { html in
      html.element("th", ["scope": "row"]) { $0.listed(name) }
      for cell in cells { html.element("td") { $0.listed(cell) } }
      html.element("td", ["class": "num soft"], line.map { String($0) } ?? "")
    }
  }

  static let line = Bilingual(en: "line", zh: "行")

  private func matters(_ html: inout HTML, _ duty: Named, _ index: Int) {
    let matters = book.matters.filter { $0.duty == index }
    html.element("section", ["class": "card", "id": "duty-\(index)", "data-duty": duty.id]) { html in
      html.element("h2") { html in
        html.listed(duty.name)
        html.text(" ")
        html.element("small", Bilingual(en: counted(matters.count, "matter"), zh: "\(matters.count) 个事项"))
      }
      let heads = [
        Bilingual(en: "matter", zh: "事项"), Bilingual(en: "post", zh: "岗位"), Bilingual(en: "group", zh: "功能组"),
        Bilingual(en: "limit", zh: "时限"), Bilingual(en: "urgency", zh: "紧急程度"), Self.line,
      ]
      table(&html, heads) { html in
        for matter in matters {
          let until = matter.until.map { day in
            Bilingual(en: " (until \(CivilDate(dayNumber: day).text))", zh: "（至 \(CivilDate(dayNumber: day).text)）")
          }
          row(
            &html, line: matter.line, "\(matter.code) \(matter.name)" + (until?.text(reading.language) ?? ""),
            [
              names.post(matter.post), names.group(matter.group), limit(matter.limit),
              matter.urgency.wording.text(reading.language),
            ])
        }
      }
    }
  }

  private func overrides(_ html: inout HTML) {
    html.element("section", ["class": "card", "id": "overrides"]) { html in
      html.element("h2", Bilingual(en: "Overrides, the first that fits", zh: "特殊规定（自上而下，先合者用）"))
      let heads = [
        Bilingual(en: "name", zh: "名称"), Bilingual(en: "when", zh: "条件"), Bilingual(en: "then", zh: "改为"), Self.line,
      ]
      table(&html, heads) { html in
        for override in book.overrides {
          row(&html, line: override.line, override.name ?? "-", [when(override.when), then(override)])
        }
      }
    }
  }

  private func when(_ when: Override.Condition) -> String {
    var parts: [String] = []
    if let duty = when.duty { parts.append(book.duties[duty].name) }
    if let matter = when.matter { parts.append(names.matter(book.matters[matter].code) ?? book.matters[matter].code) }
    if let community = when.community { parts.append(names.community(book.communities[community].id)) }
    if let grid = when.grid { parts.append(names.grid(book.grids[grid].id)) }
    if let risk = when.risk { parts.append(Colour(risk).riskWording.text(reading.language)) }
    if let source = when.source {
      parts.append(Bilingual(en: "from \(source.text)", zh: "来自 \(source.text)").text(reading.language))
    }
    if let hours = when.hours { parts.append("\(Self.clock(hours.start))–\(Self.clock(hours.end))") }
    return parts.joined(separator: reading.language == .zh ? "，" : ", ")
  }

  private func then(_ override: Override) -> String {
    [override.post.map(names.post), override.group.map(names.group), override.limit.map(limit)].compactMap { $0 }
      .joined(separator: reading.language == .zh ? "，" : ", ")
  }

  static func clock(_ second: Int) -> String {
    let (hour, minute) = (second / 3_600, second % 3_600 / 60)
    return "\(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute)"
  }

  /// A limit in words.
  func limit(_ limit: TimeLimit) -> String { say(limit.wording) }
}

extension Urgency {
  /// How urgent, as people say it.
  var wording: Bilingual {
    switch self {
    case .emergency: Bilingual(en: "emergency", zh: "特急")
    case .urgent: Bilingual(en: "urgent", zh: "紧急")
    case .normal: Bilingual(en: "normal", zh: "一般")
    case .routine: Bilingual(en: "routine", zh: "日常")
    }
  }
}

extension Colour {
  /// A risk of this colour, as people say it.
  var riskWording: Bilingual {
    switch self {
    case .red: Bilingual(en: "red risk", zh: "红色风险")
    case .orange: Bilingual(en: "orange risk", zh: "橙色风险")
    case .yellow: Bilingual(en: "yellow risk", zh: "黄色风险")
    case .blue: Bilingual(en: "blue risk", zh: "蓝色风险")
    case .colourless: Bilingual(en: "no risk", zh: "无风险等级")
    }
  }
}
