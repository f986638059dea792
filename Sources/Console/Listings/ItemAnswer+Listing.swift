package import Answers
import Figures
import Formats
import GridCore
import JSON
import Ledger
import Words

extension ItemAnswer {
  /// The whole of an item as people read it: what it is, where its time went, and what happened; nothing of one that is not told whole.
  package func text(_ naming: Naming) -> String {
    guard let life else { return "" }
    let said = ReportTexts(life.event)
    let pairs = identity + said.pairs(naming) + place(naming) + course(naming)
    let parts = [listing(pairs), bar(life.spells, naming), history(life.history, naming)]
    return parts.filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  // MARK: What it is

  private var identity: [(String, String)] {
    [
      (say("item", "事项编号"), item.id),
      (say("event", "来件"), "\(item.identity.source) / \(item.identity.id)"),
    ]
  }

  private func place(_ naming: Naming) -> [(String, String)] {
    let time = { (moment: Timestamp?) in moment.map(naming.time) ?? "-" }
    var pairs = [(say("matter", "事项"), item.facts.matter.map(naming.matter) ?? "-")]
    if !suggestions.isEmpty {
      let told = suggestions.map { say("\($0.matter) \($0.name) (“\($0.keyword)”)", suggestion($0, naming)) }
      pairs.append((say("perhaps", "可能是"), told.joined(separator: say("; ", "；"))))
    }
    pairs += [
      (say("duty", "职责"), item.facts.duty.map(naming.duty) ?? "-"),
      (say("state", "状态"), standing(of: item).text(language)),
      (say("holder", "承办"), naming.holder(item.holder)),
      (say("accepted", "签收"), item.memory.accepted.map { time($0.at) + ($0.by.map { " " + $0 } ?? "") } ?? "-"),
      (say("rung", "级"), "\(item.rung)"),
      (say("received", "收到"), time(item.receivedAt)),
      (
        say("deadline", "截止"), time(item.clock.deadline) + (item.clock.provisional ? say(" (provisional)", "（暂定）") : "")
      ),
      (say("time", "时限"), timeTold(of: item, at: now, under: naming.book)?.text(language) ?? "-"),
      (say("next rung", "下一级"), time(item.clock.nextRung)),
    ]
    return pairs
  }

  private func suggestion(_ suggestion: KeywordSuggestion, _ naming: Naming) -> String {
    "\(naming.matter(suggestion.matter))（“\(suggestion.keyword)”）"
  }

  /// What does not hold of every item: only what there is.
  private func course(_ naming: Naming) -> [(String, String)] {
    let memory = item.memory
    var pairs: [(String, String)] = []
    if let breach {
      let by = breach.by.map { say(", most of the time \(naming.holder($0))", "，主要用时 \(naming.holder($0))") } ?? ""
      let exempt = memory.exempt ? say("; exempt: the appeal was approved", "；申诉通过，不计超时") : ""
      pairs.append((say("late", "超时"), say("since ", "自 ") + naming.time(breach.at) + by + exempt))
    }
    if let request = memory.request {
      pairs.append((say("request", "申请"), request.told(time: naming.time).text(language)))
    }
    if let visit = memory.visit {
      pairs.append((say("visit owed", "待回访"), say("by ", "截止 ") + naming.time(visit.due)))
    }
    if let counts = memory.counts.told { pairs.append((say("so far", "次数"), counts.text(language))) }
    for link in memory.links { pairs.append((wording(link.kind).text(language), link.item.itemID)) }
    return pairs
  }

  // MARK: Where its time went

  private func bar(_ spells: [Spell], _ naming: Naming) -> String {
    guard let first = spells.first, let last = spells.last else { return "" }
    let bar = SpellBar(spells)
    let (from, to) = (naming.time(first.from), naming.time(last.to))
    let gap = String(repeating: " ", count: max(1, SpellBar.width - from.count - to.count))
    var table = Table([
      say("as", "图例"), say("what", "状态"), say("how long", "用时"), say("from", "自"), say("holder", "承办"),
    ])
    for row in bar.rows {
      table.add([
        String(row.letter), wording(row.why).text(language), timeSpan(row.seconds).text(language),
        naming.time(row.from),
        row.holder.map(naming.holder) ?? "-",
      ])
    }
    return [bar.text, from + gap + to, table.text(coloured: Console.answersColoured)].joined(separator: "\n")
  }

  // MARK: What happened

  /// A clock's entry stands at the moment it was due; where it was recorded later, that is told beside it.
  private func history(_ history: [NumberedEntry], _ naming: Naming) -> String {
    let isApart = history.contains { $0.entry.moment != $0.entry.at }
    let recorded = isApart ? [say("recorded", "记录于")] : []
    var table = Table(
      ["#", say("at", "时刻")] + recorded
        + [say("step", "步骤"), say("rung", "级"), say("to", "去向"), say("by", "经办"), say("note", "说明")])
    for numbered in history {
      let entry = numbered.entry
      let late = isApart ? [entry.moment == entry.at ? "-" : naming.time(entry.at)] : []
      table.add(
        ["\(numbered.seq)", naming.time(entry.moment)] + late
          + [
            wording(entry.what).text(language), "\(entry.rung)", entry.to.map(naming.holder) ?? "-", entry.by ?? "-",
            entry.details(time: naming.time, matter: naming.matter, grid: naming.grid).text(language),
          ])
    }
    return table.text(coloured: Console.answersColoured)
  }
}

extension ReportTexts {
  /// The fields that are there, by their names.
  fileprivate func pairs(_ naming: Naming) -> [(String, String)] {
    let fields = [
      ("summary", say("summary", "摘要")), ("place", say("place", "地点")), ("subject", say("subject", "对象")),
      ("reporter", say("reporter", "上报人")), ("risk", say("risk", "风险")), ("time", say("happened", "发生")),
    ]
    return fields.compactMap { field, name in
      guard let text = self[field] else { return nil }
      // The moment as clocks show it here, like every other one.
      let moment = field == "time" ? RFC3339.timestamp(text) : nil
      return (name, moment.map(naming.time) ?? text)
    }
  }
}
