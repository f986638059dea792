package import GridCore
package import JSON
package import Ledger
internal import Words

/// How many subjects of each colour, and how many risk points, the town, its communities and its grids have.
package struct SubjectCounts: Sendable {
  /// How many of each colour, and of risk points, one place has.
  package struct Counts: Sendable {
    var colours: [Colour: Int] = [:]
    var points = 0

    mutating func add(_ subject: RatedSubject) {
      colours[Colour(subject.risk), default: 0] += 1
      points += subject.points.count
    }
  }

  private var total = Counts()
  private var communities: [(id: String, name: String, counts: Counts)]
  private var grids: [(id: String, community: Int, counts: Counts)]
  /// Those without a grid, or with one that the rules do not have any more.
  private var nowhere = Counts()

  /// Counts the whole register once, at the places of the rules.
  package init(under book: RuleBook?, in ledger: any LedgerReading) throws {
    communities = (book?.communities ?? []).map { ($0.id, $0.name, Counts()) }
    grids = (book?.grids ?? []).map { ($0.id, $0.community, Counts()) }
    let places = Dictionary(
      grids.enumerated().map { (ByteText($1.id), $0) }, uniquingKeysWith: { first, _ in first })
    try ledger.eachSubject { subject in
      total.add(subject)
      guard let place = subject.grid.flatMap({ places[ByteText($0)] }) else { return nowhere.add(subject) }
      grids[place].counts.add(subject)
      communities[grids[place].community].counts.add(subject)
    }
  }

  /// The whole answer in JSON: every place there.
  package func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.key("total")
    total.write(to: &writer)
    writer.key("communities")
    writer.beginObject()
    for community in communities {
      writer.key(community.id)
      community.counts.write(to: &writer)
    }
    writer.endObject()
    writer.key("grids")
    writer.beginObject()
    for grid in grids {
      writer.key(grid.id)
      grid.counts.write(to: &writer)
    }
    writer.endObject()
    writer.key("nowhere")
    nowhere.write(to: &writer)
    writer.endObject()
  }

  /// The town and its communities as a table.
  package var sheet: Sheet {
    var sheet = Sheet(
      [Sheet.Column("place", Bilingual(en: "place", zh: "地方"))]
        + Colour.allCases.map { Sheet.Column($0.rawValue, $0.wording, isFigure: true) }
        + [Sheet.Column("points", Bilingual(en: "points", zh: "风险点"), isFigure: true)])
    let row = { (name: Sheet.Cell, counts: Counts) in
      [name] + Colour.allCases.map { Sheet.Cell.number(Int64(counts.colours[$0] ?? 0)) } + [
        .number(Int64(counts.points))
      ]
    }
    sheet.rows = communities.map { row(.text($0.id, shown: Bilingual(en: $0.id, zh: $0.name)), $0.counts) }
    sheet.rows.append(row(.text("nowhere", shown: Bilingual(en: "nowhere", zh: "无小分格")), nowhere))
    sheet.total = row(.text("total", shown: Bilingual(en: "all", zh: "合计")), total)
    return sheet
  }
}

extension SubjectCounts.Counts {
  fileprivate func write(to writer: inout JSONWriter) {
    writer.beginObject()
    for colour in Colour.allCases { writer.field(colour.rawValue, colours[colour] ?? 0) }
    writer.field("points", points)
    writer.endObject()
  }
}
