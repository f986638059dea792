import Answers
import ArgumentParser
import Console
import Custody
import GridCore
import JSON
import Ledger
import Words

/// The rules in force as a list to read.
struct RulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules", abstract: say("The rules in force, matter by matter.", "正在生效的规则，逐项列出。"))

  @OptionGroup var place: PlaceOptions
  @OptionGroup var output: JSONOption

  func run() throws {
    let ledger = try openLedger(place.settings)
    let record = try guardedLedger { try ledger.rulesInForce() }
    let book = try rulesInForce(ledger)
    guard output.json else { return try printTable(book) }
    let held = try guarded { try attempt { try RuleHold.read(in: place.state) } }
    var writer = JSONWriter()
    RulesAnswer(record, book, held: held).write(to: &writer, language: language)
    writer.endLine()
    try Console.out(writer.bytes)
  }

  private func printTable(_ book: RuleBook?) throws {
    var table = Table([
      say("matter", "事项"), say("name", "名称"), say("duty", "职责"), say("post", "岗位"), say("group", "功能组"),
      say("deadline", "时限"),
    ])
    for matter in book?.matters ?? [] {
      let duty = book?.duties[matter.duty].name ?? ""
      table.add([matter.code, matter.name, duty, matter.post, matter.group, matter.limit.text])
    }
    let count = book?.matters.count ?? 0
    if count > 0 { try Console.out(table.text(coloured: Console.answersColoured)) }
    Console.err(say(counted(count, "matter"), "共 \(count) 项"))
  }
}
