import Answers
import ArgumentParser
import Console
import Custody
import Formats
import Glibc
import GridCore
import JSON
import Ledger
import Linux
import Spool
import Words

struct ActCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "act",
    abstract: say("Take a step on items, through the inbox like any producer.", "对事项办理一步，与其他来件一样经收件目录。"))

  /// The steps that want a note.
  private static let explained = StepTable.rows.filter(\.needsNote).map(\.step.rawValue)

  @OptionGroup var place: PlaceOptions
  @Argument(help: ArgumentHelp(StepKind.allCases.map(\.rawValue).joined(separator: " "), valueName: "step"))
  var step: StepKind
  @Argument(
    help: hint("The items concerned, each by its id or as much of it as is unique.", "所涉事项：编号，或其足以区分的开头部分。", "item"))
  var items: [String] = []
  @Option(help: hint("Who takes the step.", "经办人。", "who"))
  var by: String?
  @Option(
    help: hint(
      "Why; wanted by \(Self.explained.joined(separator: ", ")).",
      "说明；\(Self.explained.joined(separator: " ")) 必须写明。", "text"))
  var note: String?
  @Option(help: hint("The address of who is to have it (transfer, return).", "转给或退给的地址（transfer return）。", "address"))
  var to: String?
  @Option(help: hint("The end of a suspension (RFC 3339).", "挂账截止（suspend，RFC 3339）。", "time"))
  var until: Moment?
  @Option(
    name: .customLong("by-limit"),
    help: hint("The time to add (extend): 2h, 4wh, 1wd.", "延长的时限（extend）：2h、4wh、1wd。", "limit"))
  var byLimit: Limit?
  @Option(
    help: hint(
      "What was found: pass or fail (check, visit), or unreached (visit).",
      "结果：pass 或 fail（check visit），或 unreached（visit，未联系上）。", "outcome"))
  var outcome: Outcome?
  @Option(help: hint("How content they are (visit).", "满意度（visit）。", "1-5"))
  var satisfaction: Int?
  @Option(
    help: hint(
      "What is wrong (return): place, owner or duty.", "回退理由（return）：place 地点、owner 承办、duty 职责。", "ground"))
  var ground: ReturnGround?
  @Option(help: hint("The right matter (assign, return).", "应属事项（assign return）。", "matter"))
  var matter: String?
  @Option(help: hint("The right grid (assign, return).", "应属网格（assign return）。", "grid"))
  var grid: String?
  @Option(help: hint("All items of this visit sheet (resolve).", "此走访单上的全部事项（resolve）。", "sheet"))
  var sheet: String?
  @OptionGroup var wait: WaitOption

  mutating func validate() throws {
    if sheet == nil, items.isEmpty { throw ValidationError(say("name at least one item", "请至少给出一件事项")) }
    if sheet != nil, !items.isEmpty || step != .resolve {
      throw ValidationError(say("--sheet goes with resolve, without items", "--sheet 只与 resolve 连用，且不另给事项"))
    }
    if let satisfaction, !(1...5).contains(satisfaction) {
      throw ValidationError(say("--satisfaction wants 1 to 5", "--satisfaction 应为 1 到 5"))
    }
  }

  func run() throws {
    let settings = place.settings
    var rest = try sheet.map { try listed(on: $0, settings) } ?? existing(settings)
    var asked: [StepAnswers.Question] = []
    while !rest.isEmpty {
      let ids = Array(rest.prefix(StepRequest.mostItems))
      rest.removeFirst(ids.count)
      let event = OwnEvent("act")
      try event.drop(settings, type: step.rawValue) { write(ids, to: &$0) }
      asked.append(.init(item: ids[0], identity: event.identity))
    }
    try waitForAnswers(asked, settings)
  }

  /// The items on a visit sheet by deadline; where there are none, nobody knows it.
  private func listed(on sheet: String, _ settings: Settings) throws -> [String] {
    let ledger = try openLedger(settings)
    let items = try guardedLedger { try VisitSheetQuery.items(on: sheet, ledger) }
    guard !items.isEmpty else {
      throw fail(Exit.noInput, "no such visit sheet: \(neutral(sheet))", "没有这份走访单：\(neutral(sheet))")
    }
    return items.map(\.id)
  }

  /// The full ids of the items named; an unknown one ends the command before anything is written.
  private func existing(_ settings: Settings) throws -> [String] {
    let ledger = try openLedger(settings)
    var ids: [String] = []
    for name in items {
      let id = try find(name, in: ledger).id
      if !ids.contains(id) { ids.append(id) }
    }
    let most = StepRequest.mostItems
    guard ids.count <= most else {
      throw fail(
        Exit.usage, "a step takes \(most) items at the most, not \(ids.count)", "一步至多办理 \(most) 件，给出了 \(ids.count) 件")
    }
    return ids
  }

  /// What the one event says, whether for one item or for many.
  private func write(_ items: [String], to writer: inout JSONWriter) {
    if items.count == 1, sheet == nil {
      writer.field("item", items[0])
    } else {
      writer.key("items")
      writer.beginArray()
      for item in items { writer.string(item) }
      writer.endArray()
    }
    writer.field("by", by ?? environment("USER"))
    if let note { writer.field("note", note) }
    if let to { writer.field("to", to) }
    if let until { writer.field("until", until.timestamp) }
    if let byLimit { writer.field("by_limit", byLimit.limit.text) }
    if let outcome { writer.field("outcome", outcome.rawValue) }
    if let satisfaction { writer.field("satisfaction", satisfaction) }
    if let ground { writer.field("ground", ground.rawValue) }
    if let matter { writer.field("matter", matter) }
    if let grid { writer.field("grid", grid) }
  }

  private func waitForAnswers(_ asked: [StepAnswers.Question], _ settings: Settings) throws {
    var refused = false
    var answers = StepAnswers(asked)
    let clock = ContinuousClock()
    let end = clock.now + wait.duration
    let areAll = try guardedLedger {
      try answers.wait(
        opening: { try openLedger(settings) }, until: { clock.now >= end }, pause: { usleep(50_000) },
        tell: { question, outcome, _ in refused = tell(question.item, outcome) || refused })
    }
    guard areAll else {
      throw fail(
        Exit.tryLater, "no answer yet; the step stays in the inbox (is the daemon running?)",
        "尚无答复；该步骤留在收件目录（值守程序在运行吗？）")
    }
    if refused { throw Exit.badData }
  }

  /// Says what became of a step at each of its items; answers whether it was refused at any.
  private func tell(_ item: String, _ outcome: RecordOutcome) -> Bool {
    if let list = outcome.list {
      for entry in list.entries {
        if let refusal = entry.refusal {
          tell(entry.item, refusedFor: refusal.code.rawValue, refusal.message)
        } else {
          tellTaken(entry.item)
        }
      }
      return list.entries.contains { $0.refusal != nil }
    }
    guard case .rejected(let code, let text, let parameters) = outcome else {
      tellTaken(item)
      return false
    }
    tell(item, refusedFor: code, Refusal.words(code: code, parameters: parameters, stored: text))
    return true
  }

  private func tellTaken(_ item: String) {
    Console.err("\(item): " + say("\(step.rawValue) taken", "\(wording(step).text(language))，已受理"))
  }

  private func tell(_ item: String, refusedFor code: String, _ words: Bilingual) {
    Console.err("gridpost: \(neutral(item)): \(code): \(neutral(words.text(language)))")
  }
}
