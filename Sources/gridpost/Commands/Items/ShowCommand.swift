import Answers
import ArgumentParser
import Custody
import Daemon
import Formats
import GridCore
import LedgerStore
import Words

struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: say("One item with its history, or one record.", "一件事项及其经过，或一条记录。"))

  @OptionGroup var place: PlaceOptions
  @OptionGroup var output: JSONOption
  @Argument(help: hint("The item's id, or as much of it as is unique.", "事项编号，或其足以区分的开头部分。", "item"))
  var item: String?
  @Option(
    help: hint("Instead of an item the record of this number, as export has it.", "不看事项，而看此序号的记录（见 export）。", "seq"))
  var record: Count?
  @Flag(help: hint("The record's very bytes, and nothing else.", "只输出该记录的原始字节。"))
  var raw = false

  mutating func validate() throws {
    if (item == nil) == (record == nil) {
      throw ValidationError(say("name either an item or --record", "请给出一件事项，或 --record，二者择一"))
    }
    if raw, record == nil || output.json {
      throw ValidationError(say("--raw goes with --record alone, without --json", "--raw 只与 --record 连用，且不带 --json"))
    }
  }

  func run() throws {
    let ledger = try openLedger(place.settings)
    if let record { return try show(record, in: ledger) }
    if let item { try show(item, in: ledger) }
  }

  private func show(_ name: String, in ledger: any LedgerReading) throws {
    let item = try find(name, in: ledger)
    let history = try guardedLedger { try ledger.history(of: item.key) }
    let event = flatEvent(try guardedLedger { try ledger.reportBytes(of: item.key) } ?? [])
    if output.json {
      var writer = JSONWriter()
      writer.write(
        item, told: (history, event),
        book: try guardedLedger { try BookShelf().book(item.assignedBy.rules, from: ledger) }, language: language)
      writer.endLine()
      return try Console.out(writer.bytes)
    }
    let book = try rulesInForce(ledger)
    try Console.out(text(item, history, ReportTexts(event), book))
  }

  private func text(_ item: Item, _ history: [NumberedEntry], _ said: ReportTexts, _ book: RuleBook?) -> String {
    let offset = book?.calendar.utcOffset ?? 0
    let time = { (moment: Timestamp?) in moment.map { RFC3339.localText($0, offset: offset) } ?? "-" }
    var pairs = [
      (say("item", "事项编号"), item.id),
      (say("event", "来件"), "\(item.identity.source) / \(item.identity.id)"),
      (say("matter", "事项"), item.matter.map { "\($0) \(book?.matter($0)?.name ?? "")" } ?? "-"),
      (say("duty", "职责"), item.duty.map { "\($0) \(book?.dutyName($0) ?? "")" } ?? "-"),
      (say("state", "状态"), wording(item.state).text(language) + (item.onSite ? say(" (on the spot)", "（现场整改）") : "")),
      (say("holder", "承办"), item.holder.text),
      (say("rung", "级"), "\(item.rung)"),
      (say("received", "收到"), time(item.receivedAt)),
      (say("deadline", "截止"), time(item.deadline) + (item.provisional ? say(" (provisional)", "（暂定）") : "")),
      (say("next rung", "下一级"), time(item.nextDue)),
    ]
    pairs.insert(contentsOf: said.pairs(offset: offset), at: 2)
    var table = Table([
      "#", say("at", "时刻"), say("step", "步骤"), say("rung", "级"), say("to", "去向"), say("by", "经办"), say("note", "说明"),
    ])
    for numbered in history {
      let entry = numbered.entry
      table.add([
        "\(numbered.seq)", time(entry.at), wording(entry.what).text(language), "\(entry.rung)", entry.to?.text ?? "-",
        entry.by ?? "-",
        entry.note ?? "",
      ])
    }
    return listing(pairs) + "\n\n" + table.text(coloured: Console.answersColoured)
  }
}

extension ReportTexts {
  /// The fields that are there, by their names.
  fileprivate func pairs(offset: Int64) -> [(String, String)] {
    let fields = [
      ("summary", say("summary", "摘要")), ("place", say("place", "地点")), ("subject", say("subject", "对象")),
      ("reporter", say("reporter", "上报人")), ("risk", say("risk", "风险")), ("time", say("happened", "发生")),
    ]
    return fields.compactMap { field, name in
      guard let text = self[field] else { return nil }
      // The moment as clocks show it here, like every other one.
      let moment = field == "time" ? RFC3339.timestamp(text) : nil
      return (name, moment.map { RFC3339.localText($0, offset: offset) } ?? text)
    }
  }
}
