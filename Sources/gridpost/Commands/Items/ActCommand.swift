import Answers
import ArgumentParser
import Custody
import Daemon
import Formats
import Glibc
import GridCore
import LedgerStore
import Linux
import Spool
import Words

struct ActCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "act",
    abstract: say("Take a step on items, through the inbox like any producer.", "对事项办理一步，与其他来件一样经收件目录。"))

  @OptionGroup var place: PlaceOptions
  @Argument(help: ArgumentHelp(StepKind.allCases.map(\.rawValue).joined(separator: " "), valueName: "step"))
  var step: StepKind
  @Argument(
    help: hint("The items concerned, each by its id or as much of it as is unique.", "所涉事项：编号，或其足以区分的开头部分。", "item"))
  var items: [String]
  @Option(help: hint("Who takes the step.", "经办人。", "who"))
  var by: String?
  @Option(help: hint("Why.", "说明。", "text"))
  var note: String?
  @Option(help: hint("The new holder's address.", "新的承办地址。", "address"))
  var to: String?
  @Option(help: hint("The end of a suspension (RFC 3339).", "挂账截止（RFC 3339）。", "time"))
  var until: Moment?
  @Option(name: .customLong("by-limit"), help: hint("The time to add.", "延长的时限。", "limit"))
  var byLimit: Limit?
  @Option(help: hint("pass or fail.", "pass 或 fail。", "outcome"))
  var outcome: Outcome?
  @Option(help: hint("The right matter.", "应属事项。", "matter"))
  var matter: String?
  @Option(help: hint("The right grid.", "应属网格。", "grid"))
  var grid: String?
  @Option(help: hint("Seconds to wait for the answer.", "等候答复的秒数。", "seconds"))
  var wait = Seconds(10)

  enum Outcome: String, ExpressibleByArgument, CaseIterable {
    case pass, fail
  }

  mutating func validate() throws {
    if items.isEmpty { throw ValidationError(say("name at least one item", "请至少给出一件事项")) }
    if !(0...86_400).contains(wait.count) {
      throw ValidationError(say("--wait wants 0 to 86400 seconds", "--wait 应为 0 到 86400 秒"))
    }
  }

  func run() throws {
    let settings = place.settings
    let ids = try existing(settings)
    var asked: [StepAnswers.Question] = []
    // The daemon's now: it refuses what happened more than a day later.
    let now = try guarded { try LockNote.now(settings) }
    for item in ids {
      let identity = EventIdentity(source: "gridpost-act", id: freshID())
      try guarded {
        try Inbox.drop(
          path: settings.statePath, name: Array("act-\(identity.id).json".utf8), bytes: event(item, identity, at: now))
      }
      asked.append(.init(item: item, identity: identity))
    }
    try waitForAnswers(asked, settings)
  }

  /// The full ids of the items named; an unknown one ends the command before anything is written.
  private func existing(_ settings: Settings) throws -> [String] {
    let ledger = try openLedger(settings)
    var ids: [String] = []
    for name in items {
      let id = try find(name, in: ledger).id
      if !ids.contains(id) { ids.append(id) }
    }
    return ids
  }

  private func event(_ item: String, _ identity: EventIdentity, at now: Timestamp) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.field("id", identity.id)
    writer.field("source", identity.source)
    writer.field("type", step.rawValue)
    writer.field("time", now)
    writer.field("item", item)
    writer.field("by", by ?? environment("USER"))
    if let note { writer.field("note", note) }
    if let to { writer.field("to", to) }
    if let until { writer.field("until", until.timestamp) }
    if let byLimit { writer.field("by_limit", byLimit.limit.text) }
    if let outcome { writer.field("outcome", outcome.rawValue) }
    if let matter { writer.field("matter", matter) }
    if let grid { writer.field("grid", grid) }
    writer.endObject()
    writer.endLine()
    return writer.bytes
  }

  private func freshID() -> String {
    var generator = SystemRandomNumberGenerator()
    let (high, low) = (generator.next() as UInt64, generator.next() as UInt64)
    return EventKey(high: high, low: UInt16(truncatingIfNeeded: low)).itemID
  }

  private func waitForAnswers(_ asked: [StepAnswers.Question], _ settings: Settings) throws {
    var refused = false
    var answers = StepAnswers(asked)
    let clock = ContinuousClock()
    let end = clock.now + .seconds(wait.count)
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

  /// Says what became of a step; answers whether it was refused.
  private func tell(_ item: String, _ outcome: RecordOutcome) -> Bool {
    if case .rejected(let code, let text, let parameters) = outcome {
      let words = Refusal.words(code: code, parameters: parameters, stored: text).text(language)
      Console.err("gridpost: \(item): \(code): \(neutral(words))")
      return true
    }
    Console.err("\(item): " + say("\(step.rawValue) taken", "\(wording(step).text(language))，已受理"))
    return false
  }
}
