internal import Answers
internal import Board
internal import Cases
internal import Figures
internal import GridCore
internal import Words

/// The life of a case as one bar: a piece a spell, as wide as it was long, with the limit as a tick; under it what each piece stands for.
///
/// Pieces are told apart by their place, their colour and the number that the legend repeats.
struct LifeBar {
  let reading: BoardReading
  let item: Item
  let spells: [Spell]

  /// How wide the drawing is in its own units; none of its pieces is narrower than one of the thousand.
  private static let width: Int64 = 1_000

  func write(to html: inout HTML) {
    guard let first = spells.first, let last = spells.last, first.from < last.to else {
      return html.element("p", ["class": "soft"], Bilingual(en: "No time yet.", zh: "尚未用时。"))
    }
    // The limit is shown too where it lies ahead, but not so far that the life becomes a dot.
    let lived = max(1, last.to.seconds - first.from.seconds)
    let ahead = item.clock.deadline.map { $0.seconds - first.from.seconds }.flatMap {
      $0 > 0 && $0 <= lived * 20 ? $0 : nil
    }
    let whole = max(lived, ahead ?? 0)
    let place = { (moment: Timestamp) in (moment.seconds - first.from.seconds) * Self.width / whole }
    let label = spells.map {
      "\(wording($0.why).text(reading.language)) \(timeSpan($0.seconds).text(reading.language))"
    }
    html.element(
      "svg",
      [
        "class": "life", "viewBox": "0 0 \(Self.width) 48", "preserveAspectRatio": "none", "role": "img",
        "aria-label": label.joined(separator: reading.language == .zh ? "，" : ", "),
      ]
    ) { html in
      for spell in spells {
        let (from, to) = (place(spell.from), place(spell.to))
        piece(spell.why, from: from, width: max(1, to - from), to: &html)
      }
      if let ahead {
        let at = String(ahead * Self.width / whole)
        html.element("line", ["class": "limit", "x1": at, "x2": at, "y1": "0", "y2": "48"]) { _ in }
      }
    }
    ends(first.from, last.to, limit: ahead == nil ? nil : item.clock.deadline, to: &html)
    legend(&html)
  }

  /// Each kind has a height of its own, for who does not tell colours apart.
  private func piece(_ why: Spell.Why, from: Int64, width: Int64, to html: inout HTML) {
    let height =
      switch why {
      case .triage: 14
      case .waiting: 24
      case .working: 40
      case .suspended: 8
      case .checking: 32
      case .ended: 3
      }
    html.element(
      "rect",
      [
        "class": why.rawValue, "x": String(from), "y": String(44 - height), "width": String(width),
        "height": String(height),
      ]
    ) { _ in }
  }

  /// What stands under the bar: its ends, and the limit where it lies, before or behind the end.
  private func ends(_ from: Timestamp, _ to: Timestamp, limit: Timestamp?, to html: inout HTML) {
    let isLater = limit.map { $0 > to } ?? false
    html.element("div", ["class": "row soft between"]) { html in
      html.element("span") { html in
        html.moment(from, reading.moments)
        if isLater { end(to, " – ", to: &html) }
      }
      if let limit {
        html.element("span", ["class": "late"]) { html in
          html.text(Bilingual(en: "limit ", zh: "时限 "))
          html.moment(limit, reading.moments)
        }
      }
      if !isLater { html.element("span") { end(to, "", to: &$0) } }
    }
  }

  private func end(_ moment: Timestamp, _ before: String, to html: inout HTML) {
    html.text(before)
    if item.state.end == nil { html.text(Bilingual(en: "now ", zh: "现在 ")) }
    html.moment(moment, reading.moments)
  }

  private func legend(_ html: inout HTML) {
    html.element("ul", ["class": "legend"]) { html in
      for row in SpellBar(spells).rows {
        html.element(
          "li", ["data-why": row.why.rawValue, "data-holder": row.holder?.text, "data-seconds": String(row.seconds)]
        ) { html in
          html.element("svg", ["class": "life swatch", "viewBox": "0 0 48 48", "aria-hidden": "true"]) { html in
            piece(row.why, from: 0, width: 48, to: &html)
          }
          html.text(wording(row.why))
          html.text(" \(timeSpan(row.seconds).text(html.language))")
          if let holder = row.holder { html.text(" · \(reading.names[holder].text(html.language))") }
        }
      }
    }
  }
}
