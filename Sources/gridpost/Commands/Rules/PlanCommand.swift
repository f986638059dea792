import Answers
import ArgumentParser
import Change
import Console
import Custody
import Daemon
import Forecasts
import Glibc
import GridCore
import JSON
import Ledger
import Linux
import Rules
import Words

struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: say(
      "What would change if a rules file replaced the rules in force.", "换成某份规则会有哪些变化。"),
    discussion: say(
      "Nothing is written. Without a ledger the rules in force are the file at --rules.",
      "只看不改。没有台账时，以 --rules 的文件为正在生效的规则。"))

  @OptionGroup var place: PlaceOptions
  @OptionGroup var output: JSONOption
  @Argument(
    help: hint(
      "The new rules file, or - for standard input; left out: the file at --rules.", "新规则文件；- 为标准输入；不写则为 --rules 的文件。",
      "new"))
  var new: String?
  @Option(help: hint("Compare with this file instead of the rules in force.", "不同正在生效的规则比，而同此文件比。", "old"))
  var against: String?
  @Option(
    help: hint(
      "Lateness, and the 30 days of reports, as of this moment (RFC 3339).", "以此刻判断是否超时，并往前看 30 天的上报（RFC 3339）。", "time"
    ))
  var at: Moment?
  @Flag(
    name: .long,
    help: hint("Exit 1 where anything changes, 2 where the guard would hold it.", "有变化时退出码为 1，会被扣住时为 2。"))
  var exitCode = false

  func validate() throws {
    guard new == "-", against == "-" else { return }
    throw ValidationError(
      say("only one of the two can come from standard input", "标准输入只能作其中一份"))
  }

  func run() throws {
    let settings = place.settings
    let ledger = try openLedgerIfAny(settings)
    let file = try readRules(InputFile(new ?? place.rules))
    let books = ComparedBooks(against: against, rules: place.rules, json: output.json)
    // The faults of the new one are told first: it is what somebody works on.
    _ = try books.usable(file)
    let old = try books.old(ledger)
    let book = try books.usable(file, replacing: old)
    var plan = RulePlan(from: old, to: book, at: try guarded { try at?.timestamp ?? now(settings, ledger) })
    if let ledger { try guardedLedger { try plan.count(ledger) } }
    if output.json {
      try print(plan)
    } else {
      try Console.out(PlanNote(plan, language: language).text)
    }
    guard exitCode else { return }
    if plan.verdict.held { throw Exit.wouldBeHeld }
    if plan.change.changesAnything { throw Exit.changes }
  }

  private func now(_ settings: Settings, _ ledger: (any LedgerReading)?) throws(Failure) -> Timestamp {
    ledger == nil ? ServiceClock.wallTime : try LockNote.now(settings)
  }

  private func print(_ plan: RulePlan) throws {
    var writer = JSONWriter()
    try plan.write(to: &writer, language: language) { writer in
      if writer.bytes.count > 1 << 16 { try Console.out(writer.take()) }
    }
    writer.endLine()
    try Console.out(writer.bytes)
  }
}
