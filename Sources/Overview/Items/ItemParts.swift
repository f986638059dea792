internal import Answers
internal import Board
internal import Cases
internal import Figures
internal import Formats
internal import GridCore
internal import JSON
internal import Ledger
internal import Web
internal import Words

/// The parts of a case's page and of its slip.
struct ItemParts {
  let reading: BoardReading
  let answer: ItemAnswer

  var item: Item { answer.item }
  private var names: Names { reading.names }
  private var moments: Moments { reading.moments }

  /// What its report says, in its own words.
  var said: ReportTexts { ReportTexts(answer.life?.event ?? []) }

  // MARK: The head

  func head(_ html: inout HTML) {
    html.element("div", ["class": "row"]) { html in
      html.element("h1", reading.title(of: item))
      if let risk = item.facts.risk { html.chip(risk) }
      html.element("span", ["class": "soft"], item.id)
    }
    html.element("p", ["class": "row"]) { html in
      html.element("strong") { $0.standing(of: item, reading) }
      html.holder(item.holder, names)
      if let deadline = item.clock.deadline {
        html.element("span") { html in
          html.text(Bilingual(en: "due ", zh: "截止 "))
          html.moment(deadline, moments)
          if item.clock.provisional { html.text(Bilingual(en: " (provisional)", zh: "（暂定）")) }
        }
      }
    }
    if let summary = said["summary"] { html.element("p", ["class": "said"]) { $0.outside(summary) } }
  }

  // MARK: What it is

  func facts(_ html: inout HTML) {
    html.element("h2", Bilingual(en: "The case", zh: "事项"))
    html.element("dl", ["class": "facts"]) { html in
      told(&html)
      place(&html)
      course(&html)
    }
  }

  private func pair(_ html: inout HTML, _ en: String, _ zh: String, _ body: (inout HTML) -> Void) {
    html.element("dt", Bilingual(en: en, zh: zh))
    html.element("dd", [:], body)
  }

  /// What the report says; a reporter's name only to who may take a step.
  private func told(_ html: inout HTML) {
    let shown: [(String, String, String)] = [
      ("place", "Place", "地点"), ("subject", "Subject", "主体"), ("matter", "As told", "所报事项"),
    ]
    for (field, en, zh) in shown {
      guard let text = said[field], field != "matter" || item.facts.matter == nil else { continue }
      pair(&html, en, zh) { $0.outside(text) }
    }
    if let text = said["reporter"], reading.maySeeReporter(of: item) {
      pair(&html, "Reporter", "上报人") { html in
        html.element("span", ["data-field": "reporter"]) { $0.outside(text) }
      }
    }
    if let text = said["time"] {
      pair(&html, "Happened", "发生") { html in
        if let moment = RFC3339.timestamp(text) { html.moment(moment, moments) } else { html.outside(text) }
      }
    }
    pair(&html, "Event", "来件") { html in
      html.outside(item.identity.source)
      html.text(" / ")
      html.outside(item.identity.id)
    }
  }

  private func place(_ html: inout HTML) {
    let facts = item.facts
    if let code = facts.matter { pair(&html, "Matter", "治理事项") { $0.text(names.matter(code) ?? code) } }
    if !answer.suggestions.isEmpty {
      pair(&html, "Perhaps", "可能是") { html in
        for suggestion in answer.suggestions {
          html.element("div") { html in
            html.text("\(suggestion.matter) \(suggestion.name) ")
            html.outside("“\(suggestion.keyword)”")
          }
        }
      }
    }
    if let duty = facts.duty { pair(&html, "Duty", "行业职责") { $0.text(reading.book?.dutyName(duty) ?? duty) } }
    if let grid = facts.grid {
      pair(&html, "Grid", "网格") { $0.element("a", ["href": HTML.path("grids", grid)], names.grid(grid)) }
    }
    pair(&html, "State", "状态") { html in
      html.text(standing(of: item))
      if item.place == .open { html.text(" · " + wording(item.place).text(html.language)) }
    }
    pair(&html, "Holder", "承办") { $0.holder(item.holder, names) }
    pair(&html, "Accepted", "签收") { html in
      guard let accepted = item.memory.accepted else { return html.text("–") }
      html.moment(accepted.at, moments)
      if let by = accepted.by {
        html.text(" ")
        html.outside(by)
      }
    }
    pair(&html, "Rung", "级") { $0.element("span", ["data-figure": "rung", "data-item": item.id], String(item.rung)) }
    if let risk = facts.risk {
      pair(&html, "Risk", "风险") { html in
        html.chip(risk)
        html.text(
          facts.isRiskRegistered
            ? Bilingual(en: " from the register", zh: "（取自主体台账）") : Bilingual(en: " as reported", zh: "（来件所报）"))
      }
    }
    pair(&html, "Received", "收到") { $0.moment(item.receivedAt, moments) }
    if let limit = facts.limit { pair(&html, "Limit", "时限") { $0.text(limit.wording) } }
    if let next = item.clock.nextRung { pair(&html, "Next rung", "下一级") { $0.moment(next, moments) } }
  }

  /// What does not hold of every case: only what there is.
  private func course(_ html: inout HTML) {
    let memory = item.memory
    if let breach = answer.breach {
      pair(&html, "Late", "超时") { html in
        html.text(Bilingual(en: "since ", zh: "自 "))
        html.moment(breach.at, moments)
        if let by = breach.by {
          let name = names[by]
          html.text(Bilingual(en: ", most of the time \(name.en)", zh: "，主要用时 \(name.zh)"))
        }
        if memory.exempt { html.text(Bilingual(en: "; exempt: the appeal was approved", zh: "；申诉通过，不计超时")) }
      }
    }
    if let request = memory.request {
      pair(&html, "Request", "申请") { $0.outside(request.told(time: moments.whole).text(reading.language)) }
    }
    if let visit = memory.visit { pair(&html, "Visit owed by", "待回访") { $0.moment(visit.due, moments) } }
    if let counts = memory.counts.told { pair(&html, "So far", "次数") { $0.text(counts) } }
    for link in memory.links {
      pair(&html, wording(link.kind).en, wording(link.kind).zh) { html in
        html.element("a", ["href": HTML.path("items", link.item.itemID)], link.item.itemID)
      }
    }
  }

  // MARK: Its life

  func life(_ html: inout HTML) {
    html.element("h2", Bilingual(en: "Where its time went", zh: "时间去向"))
    LifeBar(reading: reading, item: item, spells: answer.life?.spells ?? []).write(to: &html)
  }

  // MARK: What happened

  func history(_ html: inout HTML) {
    html.element("h2", Bilingual(en: "What happened", zh: "经过"))
    html.element("div", ["class": "scroll"]) { html in
      html.element("table", ["class": "cards", "id": "history", "data-live": "rows"]) { html in
        html.element("thead") { html in
          html.element("tr") { html in
            for words in Self.heads { html.element("th", ["scope": "col"], words) }
          }
        }
        html.element("tbody") { html in
          for numbered in answer.life?.history ?? [] { line(numbered, to: &html) }
        }
      }
    }
  }

  private static let heads = [
    Bilingual(en: "#", zh: "#"), Bilingual(en: "At", zh: "时刻"), Bilingual(en: "Step", zh: "步骤"),
    Bilingual(en: "Rung", zh: "级"),
    Bilingual(en: "To", zh: "去向"), Bilingual(en: "By", zh: "经办"), Bilingual(en: "Note", zh: "说明"),
  ]

  private func line(_ numbered: NumberedEntry, to html: inout HTML) {
    let entry = numbered.entry
    let head = { (place: Int) in Self.heads[place].text(reading.language) }
    html.element(
      "tr", ["data-seq": String(numbered.seq), "data-row": String(numbered.seq), "data-step": entry.what.word]
    ) { html in
      html.element("td", ["class": "soft", "data-head": head(0)], String(numbered.seq))
      html.element("td", ["data-head": head(1)]) { html in
        html.element("time", ["datetime": Moments.machine(entry.moment)], moments.whole(entry.moment))
        if entry.moment != entry.at {
          html.element("div", ["class": "soft"]) { html in
            html.text(Bilingual(en: "recorded ", zh: "记录于 "))
            html.text(moments.whole(entry.at))
          }
        }
      }
      html.element("td", wording(entry.what))
      html.element("td", ["class": "num", "data-head": head(3)], String(entry.rung))
      html.element("td", ["data-head": head(4)]) { html in
        if let to = entry.to { html.holder(to, names) } else { html.text("–") }
      }
      html.element("td", ["data-head": head(5)]) { html in
        if let by = entry.by { html.outside(by) } else { html.text("–") }
      }
      html.element("td", ["class": "said"]) { html in
        let told = entry.details(
          time: moments.whole, matter: { names.matter($0) ?? $0 }, grid: { names.grid($0) })
        html.outside(told.text(reading.language))
      }
    }
  }
}
