internal import Answers
internal import Board
internal import GridCore
internal import Web
internal import Words

/// Writes the rows of a table of cases.
///
/// A page has hundreds, and what stands in one stands in many: who has it, its grid, its matter, how it ended. Such a piece is made
/// once a page and copied from then on.
final class CaseRows {
  /// All that what is told of an ended case hangs on.
  private struct Ending: Hashable {
    let state: ItemState
    let isOnSite: Bool
    let isLate: Bool
    let isExempt: Bool
  }

  private let reading: BoardReading
  private let moments: Moments
  /// What stands over the columns, for screens that show no heads.
  private let heads: [String]
  private let boxes: Bool

  // Where each was written first.
  private var holders: [Addressee: (attribute: Range<Int>, cell: Range<Int>)] = [:]
  private var grids: [ByteText?: Range<Int>] = [:]
  private var titles: [ByteText: Range<Int>] = [:]
  private var endings: [Ending: Range<Int>] = [:]

  init(reading: BoardReading, heads: [String], boxes: Bool) {
    (self.reading, self.heads, self.boxes) = (reading, heads, boxes)
    moments = reading.moments
  }

  func write(_ item: Item, _ summary: String?, to html: inout HTML) {
    let id = item.id
    let holder = holders[item.holder]
    var attribute = 0..<0
    html.element("tr") { html in
      html.attribute("data-item", id)
      html.attribute("data-row", id)
      html.attribute("data-state", item.state.kind.rawValue)
      attribute = html.piece(holder?.attribute) { $0.attribute("data-holder", item.holder.text) }
      html.attribute("data-grid", item.facts.grid)
      html.attribute("data-community", item.facts.community)
    } _: { html in
      if boxes { box(id, to: &html) }
      standing(of: item, to: &html)
      html.element("td") { html in
        html.element("a") { html in
          html.attribute("class", "strong")
          html.link(below: "/items/", id)
        } _: {
          title(of: item, to: &$0)
        }
        if let risk = item.facts.risk { html.chip(risk) }
        if let summary {
          html.element("div", ["class": "soft"]) { $0.listed(summary) }
        }
      }
      let grid = item.facts.grid.map { ByteText($0) }
      grids[grid] = html.piece(grids[grid]) { self.grid(item.facts.grid, to: &$0) }
      let cell = html.piece(holder?.cell) { html in
        self.cell(3, to: &html) { $0.holder(item.holder, reading.names) }
      }
      if holder == nil { holders[item.holder] = (attribute, cell) }
      self.cell(4, to: &html) { html in
        if let deadline = item.clock.deadline { html.moment(deadline, moments) } else { html.text("–") }
      }
      self.cell(5, to: &html) { $0.moment(item.receivedAt, moments) }
    }
  }

  private func cell(_ place: Int, to html: inout HTML, _ body: (inout HTML) -> Void) {
    html.element("td") {
      $0.attribute("data-head", heads[place])
    } _: {
      body(&$0)
    }
  }

  private func box(_ id: String, to html: inout HTML) {
    html.element("td") { html in
      html.element("label", ["class": "box"]) { html in
        html.void("input", ["type": "checkbox", "name": Form.item, "value": id])
        html.element("span", ["class": "sr"], id)
      }
    }
  }

  private func standing(of item: Item, to html: inout HTML) {
    guard item.state.end != nil else { return told(item, to: &html) }
    let ending = Ending(
      state: item.state.kind, isOnSite: item.onSite, isLate: item.isLate(at: reading.now),
      isExempt: item.memory.exempt)
    endings[ending] = html.piece(endings[ending]) { told(item, to: &$0) }
  }

  private func told(_ item: Item, to html: inout HTML) {
    html.element("td", ["class": "state"]) { $0.standing(of: item, reading) }
  }

  private func title(of item: Item, to html: inout HTML) {
    // Without a listed matter it is the item's own.
    guard let code = item.facts.matter, reading.names.matter(code) != nil else {
      return html.text(reading.title(of: item))
    }
    let matter = ByteText(code)
    titles[matter] = html.piece(titles[matter]) { $0.text(reading.title(of: item)) }
  }

  private func grid(_ id: String?, to html: inout HTML) {
    cell(2, to: &html) { html in
      guard let id else { return html.text("–") }
      html.element("a") {
        $0.link(below: "/grids/", id)
      } _: {
        $0.text(reading.names.grid(id))
      }
    }
  }
}

extension HTML {
  /// What was written before once more, or else what the body writes; answers where it stands.
  fileprivate mutating func piece(_ known: Range<Int>?, _ body: (inout HTML) -> Void) -> Range<Int> {
    if let known {
      again(known)
      return known
    }
    let start = place
    body(&self)
    return start..<place
  }
}
