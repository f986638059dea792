internal import Change
package import Custody
internal import GridCore
package import Words

/// A plan as a colleague would tell it: who gets what from whom, how many, what is open, and what the guard will say.
package struct PlanNote {
  private let plan: RulePlan
  private let names: PlanNames
  private let language: Language
  /// How many lines are told of one kind; the rest is only counted.
  private let most: Int

  package init(_ plan: RulePlan, language: Language, most: Int = 40) {
    self.plan = plan
    self.language = language
    self.most = most
    names = PlanNames(plan.old, plan.new, language)
  }

  /// The whole note, without a newline at its end.
  package var text: String {
    guard plan.change.changesAnything else {
      return language.say("Nothing changes.", "没有任何变化。")
    }
    let change = plan.change
    let parts = [
      [summary], lines(language.say("Other posts", "改派"), change.moves) { names.post($0) },
      lines(language.say("Other limits", "时限"), change.limits) { $0 },
      lines(language.say("Other groups", "功能组"), change.groups) { names.group($0) }, emptied, matters, grids, settings,
      items,
      load, verdict,
    ]
    return parts.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }.joined(separator: "\n\n")
  }

  // MARK: Cells

  private var summary: String {
    let cells = plan.change.cells
    let (moved, changed) = (cells.movedPercent?.text ?? "0.00", cells.changedPercent?.text ?? "0.00")
    var text = language.say(
      "Of \(counted(cells.total, "route")) \(cells.moved) go to another post, \(cells.changed) change in all",
      "共 \(cells.total) 条派单路线：\(cells.moved) 条改派，连同时限、功能组共 \(cells.changed) 条有变")
    if cells.gone + cells.new > 0 {
      text += language.say("; \(cells.gone) are gone, \(cells.new) are new", "；取消 \(cells.gone) 条，新增 \(cells.new) 条")
    }
    return text + language.say(" (moved \(moved)%, changed \(changed)%).", "（改派占 \(moved)%，有变占 \(changed)%）。")
  }

  private func lines(_ head: String, _ lines: [RuleChange.Line], _ name: (String) -> String) -> [String] {
    guard !lines.isEmpty else { return [] }
    // The weightiest first where not all are told.
    let shown = lines.count <= most ? lines : Array(lines.sorted { $0.cells > $1.cells }.prefix(most))
    let rows = shown.map { line in
      let from = name(line.from)
      let to = name(line.to)
      let cells = language.say(counted(line.cells, "route"), "\(line.cells) 条")
      return [names.sentence(line) + language.say(": ", "：") + "\(from) → \(to)", cells]
    }
    let left = lines.count - shown.count
    let more =
      left == 0
      ? [] : [language.say("  … and \(counted(left, "more line")), all with --json", "  …… 另有 \(left) 行，--json 全部列出")]
    return [head] + aligned(rows, figures: [1]) + more
  }

  // MARK: The rest of the rules

  private var emptied: [String] {
    let posts = plan.change.emptied
    guard !posts.isEmpty else { return [] }
    let list = posts.map { names.post($0) }
    return [
      language.say(
        "Left without any work: \(list.joined(separator: ", ")).", "一件事也分不到的岗位：\(list.joined(separator: "、"))。")
    ]
  }

  private var matters: [String] {
    let change = plan.change
    var rows: [String] = []
    for code in change.goneMatters.prefix(most) {
      let open = plan.items.open(ofGoneMatter: code)
      rows.append(
        language.say(
          "  gone: \(names.matter(code)) (\(code)), \(open) open", "  取消：\(names.matter(code))（\(code)），在办 \(open) 件"))
    }
    for code in change.newMatters.prefix(most) {
      rows.append(language.say("  new: \(names.matter(code)) (\(code))", "  新增：\(names.matter(code))（\(code)）"))
    }
    for renaming in change.renamed.prefix(most) {
      let reports = plan.load.reports(namingOld: renaming.code)
      rows.append(
        language.say(
          "  renamed: \(renaming.from) → \(renaming.to) (\(renaming.code)); "
            + "\(counted(reports, "report")) of the last 30 days named it by the old name",
          "  改名：\(renaming.from) → \(renaming.to)（\(renaming.code)）；近 30 天有 \(reports) 件上报用的是旧名"))
    }
    let left = [change.goneMatters.count, change.newMatters.count, change.renamed.count].reduce(0) {
      $0 + max(0, $1 - most)
    }
    if left > 0 { rows.append(language.say("  … and \(left) more, all with --json", "  …… 另有 \(left) 项，--json 全部列出")) }
    return rows.isEmpty ? [] : [language.say("Matters", "事项")] + rows.map { neutralised($0) }
  }

  private var grids: [String] {
    let change = plan.change
    var rows: [String] = []
    if !change.goneGrids.isEmpty {
      let open = change.goneGrids.reduce(0) { $0 + plan.items.open(ofGoneGrid: $1) }
      let list = names.list(change.goneGrids)
      rows.append(language.say("  gone: \(list), \(open) open", "  取消：\(list)，在办 \(open) 件"))
    }
    if !change.newGrids.isEmpty {
      let list = names.list(change.newGrids)
      rows.append(language.say("  new: \(list)", "  新增：\(list)"))
    }
    return rows.isEmpty ? [] : [language.say("Grids", "小分格")] + rows
  }

  private var settings: [String] {
    let change = plan.change
    var rows: [String] = []
    if let ladder = change.ladder { rows += PlanNames.ladderRows(ladder, language) }
    if let calendar = change.calendar { rows += PlanNames.calendarRows(calendar, language) }
    rows += change.other.prefix(most).map { "  " + $0 }
    if change.other.count > most {
      let left = change.other.count - most
      rows.append(
        language.say("  … and \(counted(left, "more key")), all with --json", "  …… 另有 \(left) 项，--json 全部列出"))
    }
    return rows.isEmpty ? [] : [language.say("Also different", "此外有变")] + rows.map { neutralised($0) }
  }

  // MARK: What is open, what came in

  private var items: [String] {
    let items = plan.items
    guard items.open > 0 else { return [] }
    let moved = items.moved.count
    var text = language.say(
      "Of \(counted(items.open, "open item")) \(moved) would have gone elsewhere (deadlines that run stay as they are; “gridpost redispatch” moves them); "
        + "by the new limits \(items.sooner) would be due sooner, \(items.later) later, \(items.lateAtOnce) over at once.",
      "在办 \(items.open) 件中，\(moved) 件按新规则应派给别的岗位（已在走的时限不变；用 “gridpost redispatch” 改派）；"
        + "按新时限，\(items.sooner) 件提前，\(items.later) 件推后，\(items.lateAtOnce) 件立即超时。")
    if items.orphaned > 0 {
      text += language.say(" \(items.orphaned) have no place in the new rules.", "\(items.orphaned) 件在新规则里没有去处。")
    }
    if items.listed > 0 {
      text += language.say(" Of those in triage \(items.listed) would have a place.", "待分拨的有 \(items.listed) 件可以派出。")
    }
    var counts: [[String]: Int] = [:]
    for item in items.moved {
      guard case .post(let from) = item.from, case .post(let to) = item.to else { continue }
      counts[[names.post(from.post), names.post(to.post)], default: 0] += 1
    }
    let rows = counts.sorted { ($1.value, $0.key.joined()) < ($0.value, $1.key.joined()) }.prefix(most).map {
      posts, count in
      [posts.joined(separator: " → "), language.say(counted(count, "item"), "\(count) 件")]
    }
    return [text] + aligned(rows, figures: [1])
  }

  /// What each of a post type's people would have; of each post, of which every grid has one, where the rules do not say how many
  /// people it has.
  private func share(of post: String, _ before: Int, _ after: Int) -> String {
    let people = [plan.old, plan.new].map { book in
      book.posts.first { ByteText($0.id) == ByteText(post) }.flatMap { type -> Int? in
        let staff = book.grids.compactMap { type.staff(in: $0) }
        return staff.count == book.grids.count ? staff.reduce(0, +) : nil
      }
    }
    let each = { (count: Int, heads: Int) in Ratio(count, heads)?.text ?? "-" }
    guard let first = people[0], let second = people[1] else {
      let posts = "\(each(before, plan.old.grids.count)) → \(each(after, plan.new.grids.count))"
      return language.say("\(posts) a post", "每岗 \(posts)")
    }
    let heads = "\(each(before, first)) → \(each(after, second))"
    return language.say("\(heads) a head", "人均 \(heads)")
  }

  private var load: [String] {
    let rows = plan.load.rows
    guard !rows.isEmpty else { return [] }
    let cells = rows.map { row in
      let difference = row.after - row.before
      let sign = difference > 0 ? "+\(difference)" : "\(difference)"
      return [
        row.post.map { names.post($0) } ?? language.say("triage", "待分拨"), "\(row.before)", "→", "\(row.after)", sign,
        row.post.map { share(of: $0, row.before, row.after) } ?? "",
      ]
    }
    let reports = plan.load.reports
    return [
      language.say(
        "The \(counted(reports, "report")) of the last 30 days, as they were given out and by the new rules",
        "近 30 天的 \(reports) 件上报：当时派给谁，按新规则派给谁")
    ] + aligned(cells, figures: [1, 3, 4])
  }

  private var verdict: [String] {
    let verdict = plan.verdict
    let why = verdict.reasons.map { "  " + neutralised($0.words(plan.old).text(language)) }
    guard verdict.held else {
      return [language.say("The guard lets it pass.", "没有超过改动上限，存盘即生效。")] + why
    }
    let digest = plan.change.to.hex.prefix(12)
    return [language.say("The guard would hold it:", "超过改动上限，存盘后会先扣住：")] + why + [
      language.say(
        "  Saved, it waits until somebody types  gridpost apply \(digest)", "  存盘后要有人执行  gridpost apply \(digest)  才生效")
    ]
  }
}
