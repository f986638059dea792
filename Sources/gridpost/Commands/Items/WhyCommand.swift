import Answers
import ArgumentParser
import Console
import Custody
import Formats
import GridCore
import JSON
import Ledger
import Rules
import Words

struct WhyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "why",
    abstract: say(
      "Why an item went where it did, from the rules it was decided under.", "一件事项为何派到那里（依据当时的规则）。"))

  @OptionGroup var place: PlaceOptions
  @OptionGroup var naming: NamingOption
  @OptionGroup var output: JSONOption
  @Argument(help: hint("The item's id, or as much of it as is unique.", "事项编号，或其足以区分的开头部分。", "item"))
  var item: String

  func run() throws {
    let ledger = try openLedger(place.settings)
    let item = try find(item, in: ledger)
    let digest = item.facts.assignedBy.rules
    guard let text = try guardedLedger({ try ledger.rulesText(digest) }),
      let book = RuleFile.load(bytes: text, name: digest.hex, digest: digest).book
    else {
      throw fail(Exit.ours, "the rules \(digest.hex) are not in the ledger", "台账中没有规则 \(digest.hex)")
    }
    let routing = Routing(of: item, decidedUnder: book)
    if output.json {
      var writer = JSONWriter()
      routing.write(to: &writer, book, item: item.id, language: language)
      writer.endLine()
      return try Console.out(writer.bytes)
    }
    try Console.out(routing.text(book, Naming(book, ids: naming.ids)))
    if let line = item.facts.assignedBy.line { try Console.out("\n" + sourceLine(line, of: text)) }
    try Console.out(say("\nrules \(digest.hex)", "\n规则 \(digest.hex)"))
    if item.isInTriage, item.state == .open {
      let command = "gridpost act assign \(item.id) --matter … --grid …"
      Console.err(say("To give it to a post: \(command)", "分拨给岗位：\(command)"))
    }
  }

  private func sourceLine(_ number: Int, of text: [UInt8]) -> String {
    let lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    guard lines.indices.contains(number - 1) else { return "" }
    return "\(number) | " + neutral(String(decoding: lines[number - 1], as: UTF8.self))
  }
}
