internal import Change
internal import GridCore
internal import JSON
package import Words

/// What people's own moves propose, as a colleague would tell it.
package struct MiningNote {
  private let run: MiningRun
  private let language: Language
  private let names: PlanNames

  package init(_ run: MiningRun, language: Language) {
    (self.run, self.language) = (run, language)
    names = PlanNames(run.book, run.book, language)
  }

  /// The whole note, without a newline at its end.
  package var text: String {
    let since = RFC3339.localText(run.since, offset: run.book.calendar.utcOffset)
    var parts = [
      language.say(
        "\(counted(run.reports, "report")) since \(since).", "\(since) 以来的上报 \(run.reports) 件。")
    ]
    if run.edits.isEmpty, run.keywords.isEmpty {
      parts.append(
        language.say("People moved nothing often enough to propose a rule.", "没有哪种改派多到值得写成规则。"))
    }
    if !run.edits.isEmpty {
      parts.append(
        language.say(
          "What people moved again and again. Each entry is to be pasted as the first of “overrides:”; see what it does with “gridpost plan”.",
          "人工反复改派的。每一条都应贴在 overrides: 的第一条；贴好后用 gridpost plan 看影响。"))
      parts += run.edits.map(told)
    }
    if !run.keywords.isEmpty {
      parts.append(
        ([
          language.say(
            "What people know a matter by; its “keywords:” would suggest it.", "事项的俗称，可写入该事项的 keywords:，今后自动提示。")
        ]
          + run.keywords.map(told)).joined(separator: "\n"))
    }
    if run.refused > 0 {
      parts.append(
        language.say(
          "\(run.refused) more would not pass “check”: the file's own examples speak against them.",
          "另有 \(run.refused) 条与规则文件自带的样例等不符，通不过检查，未列出。"))
    }
    return parts.joined(separator: "\n\n")
  }

  private func told(_ edit: MiningRun.Edit) -> String {
    let proposal = edit.proposal
    let from = names.post(proposal.from)
    let to = names.post(proposal.to)
    let what = "\(subject(proposal.when)): \(from) → \(to)"
    var lines = [
      language.say(
        "\(share(proposal.count, proposal.of)) were moved: \(what)",
        "\(share(proposal.count, proposal.of))改派过：\(what)"), "  " + edit.yaml,
    ]
    if !edit.replaces.isEmpty {
      let list = edit.replaces.map { "\($0)" }.joined(separator: language.say(", ", "、"))
      lines.append(
        language.say("  Take out in the same edit what it hides: line \(list).", "  同时删去因此轮不到的第 \(list) 行。"))
    }
    lines.append(
      language.say("  \(counted(edit.moved, "route")) would go to another post.", "  会有 \(edit.moved) 条派单路线改派。"))
    return lines.map { neutralised($0) }.joined(separator: "\n")
  }

  private func told(_ keyword: Mining.Keyword) -> String {
    let matter = "\(keyword.matter) \(names.matter(keyword.matter))"
    return neutralised(
      language.say(
        "  \(share(keyword.count, keyword.of)) that named \(quoted(keyword.text)) were assigned to \(matter)",
        "  写作\(quoted(keyword.text))的 \(share(keyword.count, keyword.of))分拨给 \(matter)"))
  }

  private func share(_ count: Int, _ all: Int) -> String {
    let percent = Ratio(100 * count, all)?.text ?? "0.00"
    return language.say("\(count) of \(all) (\(percent)%)", "\(all) 件中有 \(count) 件（\(percent)%）")
  }

  private func subject(_ when: Mining.When) -> String {
    let matter = run.book.matters[when.matter]
    var parts = ["\(matter.code) \(matter.name)"]
    if let community = when.community { parts.append(names.community(run.book.communities[community].id)) }
    if let grid = when.grid { parts.append(names.list([run.book.grids[grid].id])) }
    if let source = when.source { parts.append(language.say("from \(source)", "来自 \(source)")) }
    if let hours = when.hours { parts.append(clockSpan(hours.start, hours.end)) }
    return parts.joined(separator: language.say(", ", "，"))
  }
}
