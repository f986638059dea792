internal import Answers
internal import Change
package import Words

/// A backtest as a paper to hand on: one page of HTML with pictures, or Markdown.
///
/// Nothing in it is fetched or run: no script, and a policy that forbids what somebody might add.
package struct BacktestPage {
  private let telling: BacktestTelling
  private static let most = 200

  package init(_ run: BacktestRun, language: Language) {
    telling = BacktestTelling(run, language)
  }

  // MARK: Markdown

  package var markdown: String {
    var parts = ["# \(telling.title)\n", Self.escapedForMarkdown(telling.scope) + "\n"]
    guard telling.run.backtest.events > 0 else { return parts.joined(separator: "\n") }
    parts.append(telling.findings.map { "- " + Self.escapedForMarkdown($0) + "\n" }.joined())
    for (head, sheet) in sections { parts += ["## \(head)\n", sheet.markdown(in: telling.language)] }
    parts.append(Self.escapedForMarkdown(telling.pace) + "\n")
    return parts.joined(separator: "\n")
  }

  private static func escapedForMarkdown(_ text: String) -> String {
    neutralised(text.unicodeScalars.map { #"\<>[]`*|"#.unicodeScalars.contains($0) ? "\\\($0)" : "\($0)" }.joined())
  }

  private var sections: [(String, Sheet)] {
    let (moves, count) = telling.moves(most: Self.most)
    let left = count - moves.rows.count
    let more =
      left == 0
      ? "" : telling.language.say(" (the first \(Self.most) of \(count))", "（共 \(count) 行，列出前 \(Self.most) 行）")
    let all = [
      (telling.language.say("Load by post", "各岗位件数"), telling.load(byCommunity: false)),
      (telling.language.say("What would have gone elsewhere", "会改派的") + more, moves),
      (telling.language.say("Load by post and community", "各岗位、各社区件数"), telling.load(byCommunity: true)),
    ]
    return all.filter { !$0.1.rows.isEmpty }
  }

  // MARK: HTML

  package var html: String {
    let body: String
    if telling.run.backtest.events > 0 {
      let findings = telling.findings.map { "<li>\(Self.escaped($0))</li>\n" }.joined()
      let tables = sections.map { "<h2>\(Self.escaped($0))</h2>\n" + table($1) }.joined()
      body = """
        <p>\(Self.escaped(telling.scope))</p>
        <ul>
        \(findings)</ul>
        \(pictures)\(tables)<p class="pace">\(Self.escaped(telling.pace))</p>
        """
    } else {
      body = "<p>\(Self.escaped(telling.scope))</p>"
    }
    return """
      <!DOCTYPE html>
      <html lang="\(telling.language.say("en", "zh-CN"))">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <meta name="viewport" content="width=device-width">
      <title>\(Self.escaped(telling.title))</title>
      <style>
      \(Self.style)
      </style>
      </head>
      <body>
      <h1>\(Self.escaped(telling.title))</h1>
      \(body)
      </body>
      </html>

      """
  }

  private var pictures: String {
    let run = telling.run
    let posts = run.rows.filter { $0.community == nil }.map { row in
      BarPicture.Row(name: telling.post(row.post), values: [row.before, row.after])
    }
    let sides = [telling.language.say("before", "原"), telling.language.say("after", "新")]
    let load = BarPicture(
      title: telling.language.say("Reports by post: before and after", "各岗位件数：原与新"), sides: sides, rows: posts)
    let late = BarPicture(
      title: telling.language.say("Late by their first limit", "按最初时限算超时的件数"), sides: sides,
      rows: [
        .init(name: telling.language.say("late", "超时"), values: [run.backtest.late.before, run.backtest.late.after])
      ])
    let moves = run.backtest.movesInOrder.prefix(12).map { move in
      BarPicture.Row(
        name: "\(telling.matter(move.matter)): \(telling.post(move.from)) → \(telling.post(move.to))",
        values: [move.events])
    }
    let moved = BarPicture(
      title: telling.language.say("What would have gone elsewhere, the most first", "会改派最多的"),
      sides: [telling.language.say("reports", "件数")],
      rows: moves)
    return ([load, late] + (moves.isEmpty ? [] : [moved])).map { "<figure>\n\($0.svg)</figure>\n" }.joined()
  }

  private func table(_ sheet: Sheet) -> String {
    let (heads, lines, figures) = sheet.shown(to: telling.language, sparing: false)
    let row = { (cells: [String], tag: String) in
      let all = cells.enumerated().map { place, cell in
        let kind = figures.contains(place) ? " class=\"figure\"" : ""
        return "<\(tag)\(kind)>\(Self.escaped(cell))</\(tag)>"
      }
      return "<tr>\(all.joined())</tr>\n"
    }
    return
      "<table>\n<thead>\n\(row(heads, "th"))</thead>\n<tbody>\n\(lines.map { row($0, "td") }.joined())</tbody>\n</table>\n"
  }

  /// Text from outside as text of the page, and nothing else.
  static func escaped(_ text: String) -> String { escapedForHTML(text) }

  private static let style = """
    body { font: 16px/1.5 system-ui, "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; max-width: 60em; margin: 2em auto; padding: 0 1em; }
    h1 { font-size: 1.5em; } h2 { font-size: 1.15em; margin-top: 2em; }
    table { border-collapse: collapse; } th, td { padding: .2em .8em; border-bottom: 1px solid #ddd; text-align: left; }
    .figure { text-align: right; font-variant-numeric: tabular-nums; } figure { margin: 1.5em 0; } svg { width: 100%; height: auto; }
    .pace { color: #666; }
    """
}
