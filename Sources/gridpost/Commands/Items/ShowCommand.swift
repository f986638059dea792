import Answers
import ArgumentParser
import Console
import Custody
import Formats
import GridCore
import JSON
import Laws
import Ledger
import Words

struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: say("One item with its history, or one record.", "一件事项及其经过，或一条记录。"))

  @OptionGroup var place: PlaceOptions
  @OptionGroup var naming: NamingOption
  @OptionGroup var output: JSONOption
  @Argument(help: hint("The item's id, or as much of it as is unique.", "事项编号，或其足以区分的开头部分。", "item"))
  var item: String?
  @Option(
    help: hint("Instead of an item the record of this number, as export has it.", "不看事项，而看此序号的记录（见 export）。", "seq"))
  var record: Count?
  @Option(
    help: hint("Instead of an item the subject of this name, as the register has it.", "不看事项，而看主体台账中的这一主体。", "name"))
  var subject: String?
  @Flag(help: hint("The record's very bytes, and nothing else.", "只输出该记录的原始字节。"))
  var raw = false

  @Option(
    name: .long,
    help: ArgumentHelp(
      say("Lateness and lengths as of this moment (RFC 3339).", "以此刻判断是否超时、计算用时（RFC 3339）。"), valueName: "time"))
  var at: Moment?

  mutating func validate() throws {
    if [item != nil, record != nil, subject != nil].filter({ $0 }).count != 1 {
      throw ValidationError(
        say("name an item, --record or --subject, one of the three", "请给出一件事项、--record 或 --subject，三者择一"))
    }
    if raw, record == nil || output.json {
      throw ValidationError(say("--raw goes with --record alone, without --json", "--raw 只与 --record 连用，且不带 --json"))
    }
    if record != nil, at != nil || naming.ids {
      throw ValidationError(
        say("--at and --ids go with an item, not with --record", "--at 和 --ids 只用于事项，不与 --record 连用"))
    }
  }

  func run() throws {
    let ledger = try openLedger(place.settings)
    if let record { return try show(record, in: ledger) }
    if let subject { return try show(subject: subject, in: ledger) }
    if let item { try show(item, in: ledger) }
  }

  private func show(_ name: String, in ledger: any LedgerReading) throws {
    let item = try find(name, in: ledger)
    let now = try guarded { try at?.timestamp ?? LockNote.now(place.settings) }
    let book = try rulesInForce(ledger)
    let answer = try guardedLedger { try ItemAnswer(item, at: now, under: book, in: ledger, isWhole: true) }
    guard output.json else {
      return try Console.out(answer.text(Naming(book, ids: naming.ids)))
    }
    let decided = try guardedLedger { try BookShelf().book(item.facts.assignedBy.rules, from: ledger) }
    var writer = JSONWriter()
    writer.write(answer, decidedUnder: decided, language: language)
    writer.endLine()
    try Console.out(writer.bytes)
  }
}
