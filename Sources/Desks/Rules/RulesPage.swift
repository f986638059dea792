package import Board
internal import Change
internal import Custody
internal import Forecasts
internal import GridCore
internal import Ledger
internal import Rules
internal import Users
package import Web
internal import Words

/// The book in force as a list to read; before it what is held with its plan, and what is wrong with the file.
package enum RulesPage {
  /// The page.
  package static func page(_ reading: BoardReading, _ query: Query, _ sight: RulesSight) throws -> Page {
    try Frame.page(reading, query, Frame.Section.rules.name, .rules) { html in
      html.element("h1", Frame.Section.rules.name)
      unread(&html, sight)
      faults(&html, sight, reading)
      try held(&html, sight, reading)
      guard let book = reading.book else {
        return html.element("p", ["class": "card"], Bilingual(en: "No rules were ever in force.", zh: "还没有生效过的规则。"))
      }
      try standing(&html, book, reading)
      BookListing(book, reading).write(to: &html)
    }
  }

  // MARK: What is in force

  private static func standing(_ html: inout HTML, _ book: RuleBook, _ reading: BoardReading) throws {
    let record = try reading.ledger?.rulesInForce()
    let routes = book.matters.count * book.grids.count
    html.element("section", ["class": "card"]) { html in
      html.element("h2", Bilingual(en: "In force", zh: "正在生效"))
      html.element("dl", ["class": "totals"]) { html in
        for (id, name, count) in [
          ("duties", Bilingual(en: "duties", zh: "行业职责"), book.duties.count),
          ("matters", Bilingual(en: "matters", zh: "治理事项"), book.matters.count),
          ("communities", Bilingual(en: "communities", zh: "社区"), book.communities.count),
          ("grids", Bilingual(en: "grids", zh: "小分格"), book.grids.count),
          ("routes", Bilingual(en: "routes", zh: "派单路线"), routes),
        ] {
          html.element("div") { html in
            html.element("dt", name)
            html.element("dd", ["data-figure": id], String(count))
          }
        }
      }
      html.element("p", ["class": "row soft"]) { html in
        html.element(
          "code", ["data-figure": "digest", "data-value": book.digest.hex], String(book.digest.hex.prefix(12)))
        if let record { html.element("span", reading.moments.since(record.loadedAt)) }
      }
    }
  }

  // MARK: What is wrong with the file

  private static func unread(_ html: inout HTML, _ sight: RulesSight) {
    guard let why = sight.unread else { return }
    html.element("p", ["class": "card fault", "role": "alert"]) { $0.listed(why.text($0.language)) }
  }

  private static func faults(_ html: inout HTML, _ sight: RulesSight, _ reading: BoardReading) {
    guard let file = sight.file, !file.rules.diagnostics.isEmpty else { return }
    let faults = file.rules.diagnostics
    let errors = faults.count { $0.severity == .error }
    let lines = SourceLines(file.bytes)
    html.element("section", ["class": errors > 0 ? "card faulty" : "card", "id": "faults"]) { html in
      html.element("h2", ["class": errors > 0 ? "fault" : nil]) { html in
        html.text(
          errors > 0
            ? Bilingual(
              en: "The rules file has \(counted(errors, "error")); the rules in force stay",
              zh: "规则文件有 \(errors) 处错误，仍按原规则办理")
            : Bilingual(en: "Hints on the rules file", zh: "规则文件的提示"))
      }
      html.element("ol", ["class": "stack"]) { html in
        for fault in faults { item(&html, fault, lines) }
      }
    }
  }

  private static func item(_ html: inout HTML, _ fault: Diagnostic, _ lines: SourceLines) {
    let isError = fault.severity == .error
    let attributes: HTML.Attributes = [
      "class": isError ? "fault" : nil, "data-fault": fault.code.rawValue, "data-severity": fault.severity.rawValue,
      "data-line": String(fault.line), "data-column": String(fault.column),
    ]
    html.element("li", attributes) { html in
      html.element("p") { html in
        html.element(
          "strong",
          Bilingual(en: "Line \(fault.line), column \(fault.column)", zh: "第 \(fault.line) 行第 \(fault.column) 列"))
        html.text(" ")
        html.listed(fault.message.text(html.language))
        html.text(" ")
        html.element("small", fault.code.rawValue)
      }
      if let line = lines.line(fault.line) {
        html.element("pre", ["class": "rule"]) { html in
          html.text("\(fault.line)  ")
          html.listed(line)
        }
      }
      if let advice = fault.suggestion { html.element("p", ["class": "soft"]) { $0.listed(advice.text($0.language)) } }
    }
  }

  // MARK: What is held

  private static func held(_ html: inout HTML, _ sight: RulesSight, _ reading: BoardReading) throws {
    guard let hold = reading.held else { return }
    // The file may have been saved again since.
    let book = sight.file?.rules.digest == hold.digest ? sight.file?.rules.book : nil
    var plan = book.flatMap { new in reading.book.map { RulePlan(from: $0, to: new, at: reading.now) } }
    if let ledger = reading.ledger { try plan?.count(ledger) }
    let note = plan.map { PlanNote($0, language: reading.language).text }
    html.element("section", ["class": "card", "id": "held", "data-held": hold.digest.hex]) { html in
      html.element("h2", Bilingual(en: "Held back", zh: "待放行的新规则"))
      html.element("p", ["class": "row soft"]) { html in
        html.element("code", String(hold.digest.hex.prefix(12)))
        html.element("span", reading.moments.since(hold.since))
      }
      html.element("ul", ["class": "why"]) { html in
        for why in hold.why { html.element("li") { $0.listed(why.text(reading.language)) } }
      }
      if let plan {
        figures(&html, plan)
      }
      if reading.viewer.may.contains(.rules) {
        apply(&html, hold, reading)
      } else {
        html.element(
          "p", ["class": "soft"], Bilingual(en: "To release it takes the right `rules`.", zh: "放行须有 rules 权限。"))
      }
      if let note {
        html.element("details", ["open": ""]) { html in
          html.element("summary", Bilingual(en: "What it would change", zh: "会有哪些变化"))
          html.element("pre", ["class": "rule"]) { $0.outside(note) }
        }
      }
    }
  }

  private static func figures(_ html: inout HTML, _ plan: RulePlan) {
    let cells = plan.change.cells
    let figures: [(String, Bilingual, String)] = [
      ("moved", Bilingual(en: "routes to other posts", zh: "改派路线"), String(cells.moved)),
      ("moved_percent", Bilingual(en: "of all, %", zh: "改派占比 %"), cells.movedPercent?.text ?? "0.00"),
      ("changed_percent", Bilingual(en: "changed, %", zh: "有变占比 %"), cells.changedPercent?.text ?? "0.00"),
      ("open", Bilingual(en: "open items", zh: "在办事项"), String(plan.items.open)),
      ("orphaned", Bilingual(en: "without a place", zh: "没有去处"), String(plan.items.orphaned)),
      ("late_at_once", Bilingual(en: "late at once", zh: "立即超时"), String(plan.items.lateAtOnce)),
    ]
    html.element("dl", ["class": "totals"]) { html in
      for (id, name, figure) in figures {
        html.element("div") { html in
          html.element("dt", name)
          html.element("dd", ["data-figure": id], figure)
        }
      }
    }
  }

  private static func apply(_ html: inout HTML, _ hold: RuleHold, _ reading: BoardReading) {
    html.element("form", ["method": "post", "action": Form.apply, "data-step": "apply", "class": "fields"]) { html in
      html.token()
      html.void("input", ["type": "hidden", "name": "digest", "value": hold.digest.hex])
      html.void("input", ["type": "hidden", "name": Form.back, "value": "/rules"])
      html.element("div", ["class": "field grow"]) { html in
        html.element("label", ["for": "apply-note"], Bilingual(en: "Why", zh: "放行说明"))
        html.void("input", ["type": "text", "name": "note", "id": "apply-note", "maxlength": "2000"])
      }
      html.element("button", Bilingual(en: "Put it in force", zh: "放行，使其生效"))
    }
  }
}
