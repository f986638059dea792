internal import Answers
internal import Board
internal import Cases
internal import Formats
internal import GridCore
internal import Ledger
internal import Users
internal import Web
internal import Words

/// The cases of somebody or some place that are not ended: their figures, the filter, the table.
struct CaseList {
  let reading: BoardReading
  let path: String
  let query: Query
  /// What the path gives, by the names of `list`, and `holder`.
  let given: [(String, String)]
  /// The attribute that says of whom the figures are.
  let figureOf: HTML.Attributes

  /// Which cases they are, whatever the filter.
  let belongs: (OpenCase) -> Bool

  func write(to html: inout HTML) throws {
    guard let ledger = reading.ledger else { return }
    let cases = try reading.openCases()
    let mayLead = reading.viewer.seesLeads || isOwnStation
    var asked = query
    for (name, value) in given { asked = asked.setting(name, value) }
    if isOwnStation { asked = asked.setting("own", "1") }
    var search = try CaseSearch(asked, at: reading.now, mayLead: mayLead, order: .urgency)
    search.onlyUnended = true
    let found = try search.find(reading.book, in: ledger, cases)
    figures(cases.all(withLeads: search.query.showsLeads, where: belongs), to: &html)
    html.element("section", ["class": "card"]) { html in
      CaseFilter(reading: reading, path: path, query: query, offersEnded: false, given: given.map(\.0)).write(
        to: &html)
    }
    try html.element("section", ["class": "card"]) { html in
      html.element("h2", Bilingual(en: "Cases, the most pressing first", zh: "事项，最急的在前"))
      try CaseTable(reading: reading, path: path, query: query, search: search, found: found).write(to: &html)
    }
  }

  /// Whoever is an integrity station sees its leads.
  private var isOwnStation: Bool {
    given.contains { $0.0 == "holder" && $0.1 == reading.viewer.at && $0.1.hasSuffix("/station") }
  }

  private func figures(_ cases: [OpenCase], to html: inout HTML) {
    let count = { (isWanted: (OpenCase) -> Bool) in cases.reduce(0) { isWanted($1) ? $0 + 1 : $0 } }
    let now = reading.now
    let overdue = count { $0.isOverdue(at: now) }
    let state = { (state: ItemState) in [("state", state.rawValue)] }
    let shown: [(String, Int, Bilingual, [(String, String)])] = [
      ("open", count { $0.state == .open }, wording(ItemState.open), state(.open)),
      ("overdue", overdue, Worst.overdue.word, [("overdue", "1")]),
      ("suspended", count { $0.state == .suspended }, wording(ItemState.suspended), state(.suspended)),
      ("resolved", count { $0.state == .resolved }, wording(ItemState.resolved), state(.resolved)),
    ]
    html.element("dl", ["class": "figures", "id": "figures", "data-live": ""]) { html in
      for (name, number, words, filter) in shown {
        html.element("div", ["class": name == "overdue" && number > 0 ? "hot" : nil]) { html in
          html.element("dt", words)
          html.figure(
            String(number), ["data-figure": name] + figureOf,
            link: number > 0 ? path + "?" + Query(filter).text : nil)
        }
      }
    }
  }
}
