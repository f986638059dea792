internal import Answers
internal import Change
package import Words

/// A backtest as a colleague would tell it.
package struct BacktestNote {
  private let telling: BacktestTelling
  /// How many lines are told of one kind; the rest is only counted.
  private static let most = 20

  package init(_ run: BacktestRun, language: Language) {
    telling = BacktestTelling(run, language)
  }

  /// The whole note, without a newline at its end.
  package var text: String {
    guard telling.run.backtest.events > 0 else { return telling.scope }
    let (moves, count) = telling.moves(most: Self.most)
    var parts = [[telling.scope] + telling.findings, table(telling.load(byCommunity: false))]
    if count > 0 {
      let left = count - moves.rows.count
      let more =
        left == 0
        ? []
        : [
          telling.language.say(
            "  … and \(counted(left, "more line")), all with --json", "  …… 另有 \(left) 行，--json 全部列出")
        ]
      parts.append([telling.language.say("What would have gone elsewhere", "会改派的")] + table(moves) + more)
    }
    parts.append([telling.pace])
    return parts.map { $0.joined(separator: "\n") }.joined(separator: "\n\n")
  }

  private func table(_ sheet: Sheet) -> [String] {
    let (heads, lines, figures) = sheet.shown(to: telling.language, sparing: false)
    return aligned([heads] + lines, figures: figures)
  }
}
