internal import Change
package import GridCore
package import Ledger
internal import Words

/// Says whether a book may take the place of the one in force without a word: the guard of the one in force is asked, with all that is
/// open and what came in the days before.
///
/// It reads the ledger and changes nothing; events go on meanwhile under the book in force.
package enum RuleJudge {
  /// Why the book has to wait for somebody's word; nil where it need not.
  ///
  /// - Parameter known: what is held already: the same text stays held since then.
  package static func hold(
    _ new: RuleBook, inForce old: RuleBook, _ ledger: any LedgerReading, at now: Timestamp, known: RuleHold?
  ) throws(LedgerError) -> RuleHold? {
    var plan = RulePlan(from: old, to: new, at: now)
    try plan.count(ledger)
    let verdict = plan.verdict
    guard verdict.held else { return nil }
    return RuleHold(
      digest: new.digest, since: known?.digest == new.digest ? known?.since ?? now : now,
      why: verdict.reasons.map { $0.words(old) }, line: line(plan))
  }

  private static func line(_ plan: RulePlan) -> Bilingual {
    let digest = plan.new.digest.hex.prefix(12)
    let cells = plan.change.cells
    let moved = Ratio(100 * (cells.moved + cells.gone), cells.total)?.text ?? "0.00"
    let share = Ratio(100 * plan.load.moved, plan.load.reports)?.text ?? "0.00"
    return Bilingual(
      en:
        "the rules \(digest) are held: \(moved)% of the routes would go to another post or be gone, and \(share)% of the reports of the "
        + "last 30 days would have gone elsewhere; look with “gridpost plan”, release with “gridpost apply \(digest)”",
      zh:
        "规则 \(digest) 暂缓生效：\(moved)% 的派单路线将改派或取消，近 30 天来件的 \(share)% 会派往别处；"
        + "查看：gridpost plan；放行：gridpost apply \(digest)")
  }
}
