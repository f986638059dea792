internal import Answers
internal import Change
internal import GridCore
internal import JSON
internal import Words

/// What a backtest found, in words and tables: the same for a terminal, for a page and for Markdown.
struct BacktestTelling {
  let run: BacktestRun
  let language: Language
  private let names: PlanNames

  init(_ run: BacktestRun, _ language: Language) {
    (self.run, self.language) = (run, language)
    names = PlanNames(run.replaced, run.new, language)
  }

  // MARK: Sentences

  var title: String { language.say("What other rules would have made of past reports", "换一份规则，过去的上报会怎样") }

  /// What was replayed.
  var scope: String {
    let offset = run.new.calendar.utcOffset
    let events = run.backtest.events
    let to = run.backtest.to.hex.prefix(12)
    let against =
      run.backtest.from.map { language.say("the rules \($0.hex.prefix(12))", "规则 \($0.hex.prefix(12))") }
      ?? language.say("what was decided then", "当时的派单")
    guard let first = run.first, events > 0 else {
      return language.say("No report was received then: there is nothing to replay.", "这段时间没有上报，无可回放。")
    }
    let span = [first, run.last].map { RFC3339.localText($0, offset: offset) }
    return language.say(
      "\(counted(events, "report")) from \(span[0]) to \(span[1]), by the rules \(to) and by \(against).",
      "\(span[0]) 至 \(span[1]) 的 \(events) 件上报：按规则 \(to)，同\(against)相比。")
  }

  /// What came of it, a sentence each.
  var findings: [String] {
    let test = run.backtest
    guard test.events > 0 else { return [] }
    let share = Ratio(100 * test.moved, test.events)?.text ?? "0.00"
    var found = [
      language.say(
        "\(test.moved) (\(share)%) would have gone to another post.", "\(test.moved) 件（\(share)%）会派给别的岗位。")
    ]
    if test.newlyUnlisted + test.newlyListed > 0 {
      found.append(
        language.say(
          "\(test.newlyUnlisted) would have come to triage that had a post, and \(test.newlyListed) would have had a post that "
            + "came to triage.", "\(test.newlyUnlisted) 件原有去处的会落到待分拨，\(test.newlyListed) 件原在待分拨的会有去处。"))
    }
    found.append(
      language.say(
        "\(test.sooner) would have been due sooner, \(test.later) later.", "\(test.sooner) 件的时限会提前，\(test.later) 件会推后。")
    )
    found.append(
      language.say(
        "Late by their first limit: \(test.late.before) as it was, \(test.late.after) by the new rules.",
        "按最初时限算超时的：原为 \(test.late.before) 件，按新规则为 \(test.late.after) 件。"))
    return found
  }

  /// How long it took.
  var pace: String {
    let rate = run.seconds > 0 ? Int(Double(run.backtest.events) / run.seconds) : run.backtest.events
    let seconds = decimal(run.seconds, places: 1)
    return language.say("Replayed in \(seconds) s (\(rate) a second).", "回放用时 \(seconds) 秒（每秒 \(rate) 件）。")
  }

  // MARK: Tables

  /// The load of post types, with their communities or without.
  func load(byCommunity: Bool) -> Sheet {
    var columns = [Sheet.Column("post", Bilingual(en: "post", zh: "岗位"))]
    if byCommunity { columns.append(.init("community", Bilingual(en: "community", zh: "社区"))) }
    columns += [
      .init("before", Bilingual(en: "before", zh: "原"), isFigure: true),
      .init("after", Bilingual(en: "after", zh: "新"), isFigure: true),
      .init("difference", Bilingual(en: "difference", zh: "增减"), isFigure: true),
    ]
    var sheet = Sheet(columns)
    for row in run.rows where (row.community != nil) == byCommunity {
      let difference = row.after - row.before
      let sign = difference > 0 ? "+\(difference)" : "\(difference)"
      var cells = [shown(row.post.map { names.post($0) } ?? triage)]
      if byCommunity { cells.append(shown(row.community.map { names.community($0) } ?? "")) }
      sheet.rows.append(cells + [.number(Int64(row.before)), .number(Int64(row.after)), shown(sign)])
    }
    return sheet
  }

  /// What would have gone elsewhere, at most so many lines, and how many there are.
  func moves(most: Int) -> (sheet: Sheet, count: Int) {
    var sheet = Sheet([
      .init("matter", Bilingual(en: "matter", zh: "事项")), .init("from", Bilingual(en: "from", zh: "原岗位")),
      .init("to", Bilingual(en: "to", zh: "新岗位")),
      .init("events", Bilingual(en: "reports", zh: "件数"), isFigure: true),
    ])
    let moves = run.backtest.movesInOrder
    for move in moves.prefix(most) {
      sheet.rows.append([
        shown(matter(move.matter)), shown(post(move.from)), shown(post(move.to)), .number(Int64(move.events)),
      ])
    }
    return (sheet, moves.count)
  }

  func post(_ id: String?) -> String { id.map { names.post($0) } ?? triage }

  func matter(_ code: String?) -> String {
    guard let code else { return language.say("(unknown)", "（不明）") }
    let name = names.matter(code)
    return name == code ? code : language.say("\(code) \(name)", "\(name)（\(code)）")
  }

  private var triage: String { language.say("triage", "待分拨") }

  private func shown(_ text: String) -> Sheet.Cell { .text(text) }
}
