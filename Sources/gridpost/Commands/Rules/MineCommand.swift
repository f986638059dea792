import ArgumentParser
import Console
import Custody
import Forecasts
import GridCore
import JSON
import Ledger
import Rules
import Words

struct MineCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mine",
    abstract: say("Rules proposed by what people move again and again.", "从人工反复改派中找出该写的规则。"),
    discussion: say(
      "Nothing is applied: each proposal is an entry to paste.", "什么都不改：每条建议都是可以粘贴的一条规定。"))

  @OptionGroup var place: PlaceOptions
  @OptionGroup var output: JSONOption
  @Option(
    help: hint(
      "Reports received then or later (RFC 3339, or a day); left out: 90 days back.",
      "此时及以后收到的（RFC 3339，或日期）；不写则为近 90 天。",
      "time|day"))
  var since: DayOrMoment?
  @Option(help: hint("As of this moment (RFC 3339).", "以此刻为准（RFC 3339）。", "time"))
  var at: Moment?

  func run() throws {
    let settings = place.settings
    let ledger = try openLedger(settings)
    guard let record = try guardedLedger({ try ledger.rulesInForce() }) else {
      throw fail(Exit.noInput, "the ledger has no rules in force yet", "台账中尚无生效的规则")
    }
    let reading = RulesReading(record.text, name: say("the rules in force", "正在生效的规则"))
    guard let book = reading.rules.book else {
      Console.err(reading.rendered(language, colour: Console.coloured))
      throw Exit.badData
    }
    let now = try guarded { try at?.timestamp ?? LockNote.now(settings) }
    var run = MiningRun(book, text: record.text, since: since?.moment(in: book.calendar), at: now)
    try guardedLedger { try run.find(ledger) }
    guard output.json else { return try Console.out(MiningNote(run, language: language).text) }
    var writer = JSONWriter()
    run.write(to: &writer)
    writer.endLine()
    try Console.out(writer.bytes)
  }
}
