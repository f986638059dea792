import Answers
import ArgumentParser
import Console
import Custody
import GridCore
import JSON
import Words

/// The rounds that are due next.
struct RoundsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rounds",
    abstract: say("The rounds that are due next.", "接下来到期的定期任务。"))

  @OptionGroup var place: PlaceOptions
  @Option(
    name: .long,
    help: ArgumentHelp(
      say("Up to and with this moment (RFC 3339); left out: 7 days on.", "到此刻为止（RFC 3339）；不写则为 7 天内。"),
      valueName: "time"))
  var until: Moment?
  @Option(name: .long, help: ArgumentHelp(say("As of this moment (RFC 3339).", "以此刻为准（RFC 3339）。"), valueName: "time"))
  var at: Moment?
  @OptionGroup var output: JSONOption

  func run() throws {
    let ledger = try openLedger(place.settings)
    let book = try rulesInForce(ledger)
    let now = try guarded { try at?.timestamp ?? LockNote.now(place.settings) }
    let end = until?.timestamp ?? now.adding(RoundsAhead.usual)
    let rounds = try guardedLedger { try RoundsAhead(after: now, through: end, under: book, in: ledger) }
    guard output.json else {
      let sheet = rounds.sheet
      if !sheet.rows.isEmpty { try Console.out(Table(sheet).text(coloured: Console.answersColoured)) }
      return Console.err(say(counted(sheet.rows.count, "round"), "共 \(sheet.rows.count) 次"))
    }
    var writer = JSONWriter()
    rounds.write(to: &writer)
    writer.endLine()
    try Console.out(writer.bytes)
  }
}
