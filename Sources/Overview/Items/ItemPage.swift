internal import Answers
package import Board
internal import Cases
internal import Figures
internal import Formats
internal import GridCore
internal import Ledger
internal import Rules
package import Web
internal import Words

/// A case: all that `show` and `why` tell, and what may be done with it now.
package enum ItemPage {
  /// `/items/ID`; an id may be cut where no other begins so. `?print` is the slip to take along.
  ///
  /// - Parameter refused: a step that was sent and not taken.
  package static func page(
    _ reading: BoardReading, _ query: Query, _ name: String, refused: RefusedStep? = nil
  ) throws -> Page {
    try page(reading, query, item: try item(named: name, reading), refused: refused)
  }

  /// `/items/by/SOURCE/ID`: by the report that made it.
  package static func page(_ reading: BoardReading, _ query: Query, source: String, id: String) throws -> Page {
    let key = EventIdentity(source: source, id: id).key
    guard let item = try reading.ledger?.item(key) else {
      throw Problem.nothing(Bilingual(en: "case", zh: "事项"), "\(source) / \(id)")
    }
    return try page(reading, query, item: item)
  }

  private static func item(named name: String, _ reading: BoardReading) throws -> Item {
    let nothing = Problem.nothing(Bilingual(en: "case", zh: "事项"), name)
    guard let ledger = reading.ledger else { throw nothing }
    switch try ItemName(name, in: ledger) {
    case .item(let item): return item
    case .notice(let id):
      guard let key = EventKey(itemID: id), let item = try ledger.item(key) else { throw nothing }
      return item
    case .unknown, .several: throw nothing
    }
  }

  private static func page(
    _ reading: BoardReading, _ query: Query, item: Item, refused: RefusedStep? = nil
  ) throws -> Page {
    // That a lead is there is not told either.
    guard let ledger = reading.ledger, reading.maySee(item) else {
      throw Problem.nothing(Bilingual(en: "case", zh: "事项"), item.id)
    }
    let answer = try ItemAnswer(item, at: reading.now, under: reading.book, in: ledger, isWhole: true)
    let title = reading.title(of: item)
    let parts = ItemParts(reading: reading, answer: answer)
    // What was refused is looked at in peace.
    return try Frame.page(
      reading, query, Bilingual(en: title, zh: title), nil, status: refused?.problem.code.status ?? 200,
      isLive: refused == nil
    ) { html in
      try html.element(
        "article",
        [
          "class": "stack", "data-item": item.id, "data-state": item.state.kind.rawValue,
          "data-holder": item.holder.text,
          "data-grid": item.facts.grid, "data-community": item.facts.community,
          "data-seen": answer.life?.history.last.map { String($0.seq) },
        ]
      ) { html in
        html.element("header", ["class": "stack", "id": "head", "data-live": ""]) { parts.head(&$0) }
        if query.flag("print") { try SlipPage.write(to: &html, parts) } else { try whole(parts, refused, to: &html) }
      }
    }
  }

  private static func whole(_ parts: ItemParts, _ refused: RefusedStep?, to html: inout HTML) throws {
    let (reading, item) = (parts.reading, parts.item)
    let forms = ItemForms(reading: reading, answer: parts.answer, given: refused?.form ?? Query())
    refused?.write(to: &html, reading, isOffered: forms.offers(refused?.form[Form.step]))
    forms.write(to: &html)
    html.element("section", ["class": "card", "id": "life", "data-live": ""]) { parts.life(&$0) }
    try html.element("div", ["class": "split even"]) { html in
      html.element("section", ["class": "card", "id": "facts", "data-live": ""]) { parts.facts(&$0) }
      try html.element("section", ["class": "card", "id": "why"]) { html in
        try ItemReason(reading: reading, item: item).write(to: &html)
      }
    }
    html.element("section", ["class": "card"]) { parts.history(&$0) }
    html.element("p", ["class": "noprint"]) { html in
      let slip = HTML.path("items", item.id, query: Query([("print", "1")]))
      html.element("a", ["href": slip], Bilingual(en: "Slip to take along", zh: "打印随身单"))
    }
  }
}
