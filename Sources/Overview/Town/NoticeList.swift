internal import Answers
internal import Board
internal import Cases
internal import Formats
internal import GridCore
internal import Ledger
internal import Words

/// What was laid before somebody last, the youngest first.
struct NoticeList {
  private struct Line {
    let item: Item
    let notice: Notice
    let at: Timestamp
  }

  private let reading: BoardReading
  private let lines: [Line]

  init(_ reading: BoardReading, _ cases: OpenCases, most: Int) throws {
    self.reading = reading
    guard let ledger = reading.ledger else {
      lines = []
      return
    }
    lines = try cases.raised(most: most).compactMap { raised in
      guard let item = try ledger.item(raised.key), let record = try ledger.record(numbered: raised.position),
        let notice = record.record.notices.first(where: { $0.notice.ordinal == raised.ordinal })?.notice
      else { return nil }
      return Line(item: item, notice: notice, at: raised.at)
    }
  }

  func write(to html: inout HTML) throws {
    guard !lines.isEmpty else {
      return html.element("p", ["class": "soft"], Bilingual(en: "None so far.", zh: "还没有。"))
    }
    html.element("ol", ["class": "notices"]) { html in
      for line in lines { write(line, to: &html) }
    }
  }

  private func write(_ line: Line, to html: inout HTML) {
    let item = line.item
    let worst = item.worst(at: reading.now, under: reading.book)
    html.element(
      "li",
      [
        "data-item": item.id, "data-notice": line.notice.id, "data-holder": line.notice.to.text,
        "data-state": item.state.kind.rawValue, "class": worst.rawValue, "data-row": line.notice.id,
      ]
    ) { html in
      html.moment(line.at, reading.moments)
      html.element("div") { html in
        html.element("p") { html in
          html.element("a", ["class": "strong", "href": HTML.path("items", item.id)], reading.title(of: item))
        }
        html.element("p", ["class": "soft"]) { html in
          html.text(wording(line.notice.kind))
          html.text(" · ")
          html.text(reading.names[line.notice.to])
        }
        html.element("p") { $0.standing(of: item, reading) }
      }
    }
  }
}
