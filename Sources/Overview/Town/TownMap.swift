internal import Answers
internal import Board
internal import Cases
internal import Figures
internal import GridCore
internal import Ledger
internal import Reports
internal import Words

/// The grids of the town, a row a community, under one of three questions.
struct TownMap {
  /// What the colours of the cells tell.
  enum Kind: String, CaseIterable {
    /// How pressing its most pressing case is.
    case worst
    /// The worst colour of a subject of the register (四色图).
    case risk
    /// How much came in for each of its people.
    case load

    init(_ word: String?) { self = word.flatMap(Kind.init) ?? .worst }

    var name: Bilingual {
      switch self {
      case .worst: Bilingual(en: "Urgency", zh: "紧急程度")
      case .risk: Bilingual(en: "Risk", zh: "四色风险")
      case .load: Bilingual(en: "Load a head", zh: "人均负荷")
      }
    }

    var told: Bilingual {
      switch self {
      case .worst:
        Bilingual(en: "coloured by the most pressing case; the number is what is open", zh: "颜色看最急的一件；数字是在办件数")
      case .risk:
        Bilingual(
          en: "coloured by the worst subject; the number is how many are of that colour", zh: "颜色看风险最高的主体；数字是该色主体数")
      case .load: Bilingual(en: "received in 30 days for each of its people", zh: "近 30 天收到件数 ÷ 人数")
      }
    }
  }

  /// A grid's cell as it is drawn.
  private struct Cell {
    var worst = Worst.none
    var figure = ""
    var name = ""
    var mark = ""
    var told = Bilingual(en: "", zh: "")
    var attributes: HTML.Attributes = [:]
  }

  private let reading: BoardReading
  private let kind: Kind
  private let grids: [ByteText: OpenCases.Count]
  private let communities: [ByteText: OpenCases.Count]
  private var colours: [ByteText: (colour: Colour, count: Int)] = [:]
  private var load: [ByteText: LoadFigures.Row] = [:]
  private var median: Ratio?

  init(_ reading: BoardReading, _ cases: OpenCases, _ kind: Kind) throws {
    self.reading = reading
    self.kind = kind
    (grids, communities) = cases.byPlace(at: reading.now)
    guard let ledger = reading.ledger else { return }
    switch kind {
    case .worst: break
    case .risk:
      var found = colours
      try ledger.eachSubject { subject in
        guard let grid = subject.grid else { return }
        let colour = Colour(subject.risk)
        let known = found[ByteText(grid)]
        if known.map({ colour < $0.colour }) ?? true { found[ByteText(grid)] = (colour, 1) }
        if let known, known.colour == colour { found[ByteText(grid)] = (colour, known.count + 1) }
      }
      colours = found
    case .load:
      let figures = try LoadReport(by: .grid, at: reading.now, under: reading.book, in: ledger, reading.figures).figures
      median = figures.median
      load = Dictionary(figures.rows.map { (ByteText($0.key), $0) }) { first, _ in first }
    }
  }

  func write(to html: inout HTML, isWall: Bool) throws {
    guard let book = reading.book else { return }
    html.element("section", ["class": "card", "id": "map", "data-live": ""]) { html in
      html.element("div", ["class": "row"]) { html in
        html.element("h2", Bilingual(en: "\(book.grids.count) grids", zh: "\(book.grids.count) 个分格"))
        if !isWall { html.element("small", kind.told) }
        html.element("nav", ["class": "tabs push", "aria-label": reading.language == .zh ? "看" : "Show"]) { html in
          for other in Kind.allCases {
            let link = other == .worst ? "/" : "/?colour=" + other.rawValue
            html.element("a", ["href": link, "aria-current": other == kind ? "true" : nil], other.name)
          }
        }
      }
      html.element("div", ["class": "community heads", "aria-hidden": "true"]) { html in
        html.element("span", [:], "")
        html.element("span", [:], "")
        html.element("span", ["class": "num"], Worst.running.word)
        html.element("span", ["class": "num"], Worst.overdue.word)
      }
      html.element("ul") { html in
        for (index, community) in book.communities.enumerated() {
          row(community, book.grids.filter { $0.community == index }, to: &html)
        }
      }
      legend(&html)
    }
  }

  private func row(_ community: Named, _ grids: [Grid], to html: inout HTML) {
    let count = communities[ByteText(community.id)] ?? OpenCases.Count()
    html.element("li", ["class": "community", "data-community": community.id]) { html in
      html.element(
        "a", ["href": HTML.path("communities", community.id)], reading.names.community(community.id))
      html.element("ul", ["class": grids.count > 12 ? "cells many" : "cells"]) { html in
        for grid in grids { html.element("li") { cell(of: grid, in: community, to: &$0) } }
      }
      html.element(
        "span", ["class": "num", "data-head": Worst.running.word.text(html.language)]
      ) { html in
        html.element("span", ["data-figure": "open", "data-community": community.id], String(count.open))
      }
      html.element(
        "span",
        ["class": count.overdue > 0 ? "num late" : "num soft", "data-head": Worst.overdue.word.text(html.language)]
      ) { html in
        html.element("span", ["data-figure": "overdue", "data-community": community.id], String(count.overdue))
      }
    }
  }

  private func cell(of grid: Grid, in community: Named, to html: inout HTML) {
    let count = grids[ByteText(grid.id)] ?? OpenCases.Count()
    let cell = drawn(grid, count)
    let common: HTML.Attributes = [
      "class": "cell", "href": HTML.path("grids", grid.id), "data-grid": grid.id, "data-community": community.id,
    ]
    html.element("a", common + cell.attributes) { html in
      html.element("span", ["class": "no"], reading.names.number(ofGrid: grid.id))
      html.element("b", ["data-figure": cell.name, "data-grid": grid.id], cell.figure)
      html.element("i", ["class": "mark", "aria-hidden": "true"], cell.mark)
      html.element("span", ["class": "sr"]) { html in
        html.text(cell.told)
        if kind == .worst, count.overdue > 0 {
          html.text(" ")
          html.text(Worst.overdue.word)
          html.element("span", ["data-figure": "overdue", "data-grid": grid.id], String(count.overdue))
        }
      }
    }
  }

  private func drawn(_ grid: Grid, _ count: OpenCases.Count) -> Cell {
    var cell = Cell()
    switch kind {
    case .worst:
      (cell.figure, cell.name) = (String(count.open), "open")
      (cell.mark, cell.told) = (count.worst.mark, count.worst.word)
      cell.attributes = ["data-worst": count.worst.rawValue]
    case .risk:
      let found = colours[ByteText(grid.id)]
      let colour = found?.colour ?? .colourless
      (cell.figure, cell.name) = (String(found?.count ?? 0), colour.rawValue)
      (cell.mark, cell.told) = (colour.mark.text(reading.language), colour.wording)
      cell.attributes = ["data-risk": colour.rawValue]
    case .load:
      let row = load[ByteText(grid.id)]
      (cell.figure, cell.name) = (row?.perHead?.text ?? "–", "per_head")
      let step = level(row?.perHead)
      if step == 4 { (cell.mark, cell.told) = ("▲", Bilingual(en: "heavy", zh: "偏重")) }
      cell.attributes = ["data-load": String(step)]
    }
    return cell
  }

  /// Nothing; less than half the median; up to it; up to twice; more: then `report load` marks it.
  private func level(_ load: Ratio?) -> Int {
    guard let load, Ratio(whole: 0) < load else { return 0 }
    guard let times = median.flatMap({ load.over($0) }) else { return 1 }
    if Ratio(whole: 2) < times { return 4 }
    if Ratio(whole: 1) < times { return 3 }
    return times.times(2, over: 1) < Ratio(whole: 1) ? 1 : 2
  }

  private func legend(_ html: inout HTML) {
    html.element("ul", ["class": "legend"]) { html in
      switch kind {
      case .worst:
        // Only cells bear `data-worst`: whoever counts them counts no legend.
        for worst in Worst.allCases { sign(&html, worst.rawValue, worst.mark, worst.word) }
      case .risk:
        for colour in Colour.allCases {
          sign(&html, colour.rawValue, colour.mark.text(reading.language), colour.wording)
        }
      case .load:
        let words = [
          Bilingual(en: "none", zh: "无"), Bilingual(en: "below half the median", zh: "不到中位数一半"),
          Bilingual(en: "up to the median", zh: "不超过中位数"), Bilingual(en: "up to twice", zh: "不超过两倍"),
          Bilingual(en: "more than twice", zh: "超过两倍"),
        ]
        for (step, word) in words.enumerated() { sign(&html, "load-\(step)", step == 4 ? "▲" : "", word) }
      }
    }
  }

  private func sign(_ html: inout HTML, _ kind: String, _ mark: String, _ word: Bilingual) {
    html.element("li") { html in
      html.element("i", ["class": "sign " + kind], mark.isEmpty ? "\u{3000}" : mark)
      html.text(word)
    }
  }
}
