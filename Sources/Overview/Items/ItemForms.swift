internal import Answers
internal import Board
internal import Cases
internal import Figures
internal import Formats
internal import GridCore
internal import Ledger
internal import Web
internal import Words

/// The steps that may be taken on a case now, a form each, with the fields that it needs and under the event's own names.
struct ItemForms {
  let reading: BoardReading
  let answer: ItemAnswer
  /// What a form was sent with that was not taken; nothing on a page that somebody just opens.
  var given = Query()

  private var item: Item { answer.item }

  /// These have nothing to fill in and are one click. Of the others what is asked most stands open.
  private static let plain: Set<StepKind> = [.accept, .resume]

  func write(to html: inout HTML) {
    guard let book = reading.book else { return }
    let offered = offered(book)
    guard !offered.isEmpty else { return }
    html.element("section", ["class": "card noprint", "id": "steps", "data-live": "ask"]) { html in
      html.element("h2", Bilingual(en: "What may be done now", zh: "现在可以办理"))
      html.element("div", ["class": "steps"]) { html in
        let begun = given[Form.step].flatMap { StepKind(rawValue: $0) }.flatMap { offered.contains($0) ? $0 : nil }
        let likely: StepKind? =
          begun ?? (offered.first == .accept ? nil : offered.contains(.resolve) ? .resolve : offered.first)
        for step in offered {
          guard !Self.plain.contains(step) else {
            form(step, book, to: &html)
            continue
          }
          html.element("details", ["open": step == likely ? "" : nil]) { html in
            html.element("summary", title(of: step))
            form(step, book, to: &html)
          }
        }
      }
    }
  }

  private func offered(_ book: RuleBook) -> [StepKind] {
    let allowed = reading.steps(item)
    return item.legalSteps(at: reading.now, under: book).filter(allowed.contains)
  }

  /// Whether a step of this word has a form here.
  func offers(_ word: String?) -> Bool {
    guard let book = reading.book, let step = word.flatMap({ StepKind(rawValue: $0) }) else { return false }
    return offered(book).contains(step)
  }

  /// What was typed into a field of this form before.
  private func typed(_ name: StaticString, of step: StepKind) -> String? {
    given[Form.step] == step.rawValue ? given["\(name)"].map(HTML.typed) : nil
  }

  private func title(of step: StepKind) -> Bilingual {
    let words = wording(step)
    return Bilingual(en: words.en.prefix(1).uppercased() + words.en.dropFirst(), zh: words.zh)
  }

  private func form(_ step: StepKind, _ book: RuleBook, to html: inout HTML) {
    html.element(
      "form", ["method": "post", "action": Form.steps(ofItem: item.id), "data-step": step.rawValue, "class": "keep"]
    ) { html in
      html.token()
      html.void("input", ["type": "hidden", "name": Form.step, "value": step.rawValue])
      if let seen = answer.life?.history.last {
        html.void("input", ["type": "hidden", "name": Form.seen, "value": String(seen.seq)])
      }
      fields(of: step, book, to: &html)
      note(of: step, to: &html)
      html.element("div") { $0.element("button", ["type": "submit"], title(of: step)) }
    }
  }

  // MARK: Fields

  private func fields(of step: StepKind, _ book: RuleBook, to html: inout HTML) {
    switch step {
    case .assign:
      matters(step, book, needed: item.facts.matter == nil, to: &html)
      grids(step, book, needed: item.facts.grid == nil, to: &html)
    case .return:
      choice(
        step, "ground", Bilingual(en: "What is wrong", zh: "理由"),
        ReturnGround.allCases.map { ($0.rawValue, wording($0)) }, to: &html)
      matters(step, book, needed: false, to: &html)
      grids(step, book, needed: false, to: &html)
    case .transfer: addresses(book, to: &html)
    case .extend:
      input(
        step, "by_limit", Bilingual(en: "Time to add (2h, 4wh, 1wd)", zh: "延长多久（2h、4wh、1wd）"),
        ["pattern": TimeLimit.pattern], to: &html)
    case .suspend:
      input(
        step, "until", Bilingual(en: "Until", zh: "至"),
        ["type": "datetime-local", "required": "", "min": soonest(book)],
        to: &html)
    case .check: outcomes(step, [.pass, .fail], to: &html)
    case .visit:
      outcomes(step, [.pass, .fail, .unreached], to: &html)
      choice(
        step, "satisfaction", Bilingual(en: "How content they are", zh: "满意度"),
        (1...5).reversed().map { (String($0), Bilingual(en: "\($0) of 5", zh: "\($0) 分")) }, to: &html)
    case .accept, .resume, .approve, .refuse, .resolve, .reopen, .appeal, .void, .note: break
    }
  }

  /// The next full minute as a field for times has it, by the town's clocks.
  private func soonest(_ book: RuleBook) -> String {
    String(Moments.local(reading.now.adding(60), book).prefix(16))
  }

  private func note(of step: StepKind, to html: inout HTML) {
    guard step != .accept, step != .resume else { return }
    let isNeeded = StepTable.row(of: step).needsNote || step == .note
    let words =
      step == .resolve
      ? Bilingual(en: "What was done", zh: "如何处置") : Bilingual(en: "Note", zh: "说明")
    html.element("label", ["class": "field"]) { html in
      html.text(words)
      if isNeeded { html.text(Bilingual(en: " (needed)", zh: "（必填）")) }
      html.element(
        "textarea", ["name": "note", "required": isNeeded ? "" : nil, "maxlength": "4000"],
        typed("note", of: step) ?? "")
    }
  }

  private func matters(_ step: StepKind, _ book: RuleBook, needed: Bool, to html: inout HTML) {
    let suggested = answer.suggestions.map {
      ($0.matter, Bilingual(en: "\($0.matter) \($0.name)", zh: "\($0.matter) \($0.name)"))
    }
    let listed = book.matters.map { ($0.code, Bilingual(en: "\($0.code) \($0.name)", zh: "\($0.code) \($0.name)")) }
    choice(
      step, "matter", Bilingual(en: "The right matter", zh: "应属事项"),
      suggested + listed.filter { one in !suggested.contains { $0.0 == one.0 } }, needed: needed, to: &html)
  }

  private func grids(_ step: StepKind, _ book: RuleBook, needed: Bool, to html: inout HTML) {
    let names = reading.names
    choice(
      step, "grid", Bilingual(en: "The right grid", zh: "应属网格"),
      book.grids.map { ($0.id, Bilingual(en: names.grid($0.id), zh: names.grid($0.id))) }, needed: needed, to: &html)
  }

  /// Who could have it instead: the posts of its grid, the groups of its community, the offices; others are typed.
  private func addresses(_ book: RuleBook, to html: inout HTML) {
    var holders: [Addressee] = []
    if let grid = item.facts.grid, let place = book.place(ofGrid: grid) {
      holders += book.posts.map { .post(GridPost(community: place.community, grid: grid, post: $0.id)) }
      holders += [.branch(place), .station(place)]
    }
    if let community = item.facts.community {
      holders += book.groups.map { .group(community: community, group: $0.id) }
    }
    holders += book.offices.map { .office($0.id) }
    let list = "to-" + item.id
    input(.transfer, "to", Bilingual(en: "To whom (address)", zh: "转给（地址）"), ["required": "", "list": list], to: &html)
    html.element("datalist", ["id": list]) { html in
      for holder in holders where holder != item.holder {
        html.element("option", ["value": holder.text], reading.names[holder])
      }
    }
  }

  private func outcomes(_ step: StepKind, _ outcomes: [Outcome], to html: inout HTML) {
    html.element("fieldset") { html in
      html.element("legend", Bilingual(en: "What was found", zh: "结果"))
      for outcome in outcomes {
        html.element("label", ["class": "box"]) { html in
          html.void(
            "input",
            [
              "type": "radio", "name": "outcome", "value": outcome.rawValue, "required": "",
              "checked": typed("outcome", of: step) == outcome.rawValue ? "" : nil,
            ])
          html.text(wording(outcome))
          html.text("\u{3000}")
        }
      }
    }
  }

  private func choice(
    _ step: StepKind, _ name: StaticString, _ words: Bilingual, _ options: [(String, Bilingual)], needed: Bool = false,
    to html: inout HTML
  ) {
    let chosen = typed(name, of: step)
    html.element("label", ["class": "field"]) { html in
      html.text(words)
      html.element("select", ["name": "\(name)", "required": needed ? "" : nil]) { html in
        html.element("option", ["value": ""], "–")
        for option in options {
          html.element("option", ["value": option.0, "selected": option.0 == chosen ? "" : nil], option.1)
        }
      }
    }
  }

  private func input(
    _ step: StepKind, _ name: StaticString, _ words: Bilingual, _ attributes: HTML.Attributes, to html: inout HTML
  ) {
    html.element("label", ["class": "field"]) { html in
      html.text(words)
      html.void("input", ["name": "\(name)", "autocomplete": "off", "value": typed(name, of: step)] + attributes)
    }
  }
}
