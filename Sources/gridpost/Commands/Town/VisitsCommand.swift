import Answers
import ArgumentParser
import Console
import Custody
import GridCore
import JSON
import Ledger
import Words

struct VisitsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "visits",
    abstract: say("The visit sheets: inspections of one subject to be made in one visit.", "走访单：同一主体的各项检查，综合查一次。"))

  @OptionGroup var place: PlaceOptions
  @Option(help: hint("In this community.", "所属社区。", "id"))
  var community: String?
  @Option(help: hint("In this grid.", "所属网格。", "id"))
  var grid: String?
  @Option(help: hint("Of this post.", "所属岗位。", "id"))
  var post: String?
  @Option(help: hint("Visits of the year of this moment (RFC 3339).", "以此刻所在年份计走访次数（RFC 3339）。", "time"))
  var at: Moment?
  @Flag(help: hint("Print a page to print and take along.", "输出可打印的巡查走访单（HTML）。"))
  var html = false
  @OptionGroup var naming: NamingOption
  @OptionGroup var output: JSONOption

  func validate() throws {
    if html, output.json {
      throw ValidationError(say("either --json or --html", "--json 与 --html 只能选一"))
    }
  }

  func run() throws {
    let settings = place.settings
    let ledger = try openLedger(settings)
    let book = try rulesInForce(ledger)
    let now = try guarded { try at?.timestamp ?? LockNote.now(settings) }
    var known = ItemQuery()
    known.words = [.community: community, .grid: grid, .post: post].compactMapValues { $0 }
    if let unknown = try guardedLedger({ try known.unknown(book, ledger) }) { throw fail(unknown) }
    var query = VisitSheetQuery(at: now)
    (query.community, query.grid, query.post) = (community, grid, post)
    let sheets = try guardedLedger { try query.sheets(book, ledger) }
    if html {
      let page = VisitSheetPage(sheets, under: book, at: now, language: language)
      return try Console.out(page.html)
    }
    if output.json { return try printJSON(sheets) }
    try printTable(sheets, Naming(book, ids: naming.ids))
  }

  private func printJSON(_ sheets: [VisitSheet]) throws {
    var writer = JSONWriter()
    writer.beginArray()
    for sheet in sheets { sheet.write(to: &writer) }
    writer.endArray()
    writer.endLine()
    try Console.out(writer.bytes)
  }

  private func printTable(_ sheets: [VisitSheet], _ naming: Naming) throws {
    var table = Table(
      [
        say("sheet", "单号"), say("subject", "主体"), say("colour", "颜色"), say("items", "事项"), say("due", "截止"),
        say("visits", "本年走访"), say("post", "岗位"),
      ], figures: [3, 5])
    for sheet in sheets {
      let visits = "\(sheet.visits)" + (sheet.cap.map { "/\($0)" } ?? "") + (sheet.isOver ? "!" : "")
      table.add([
        sheet.id, sheet.subject, sheet.colourTold.text(language), "\(sheet.items.count)",
        sheet.due.map(naming.time) ?? "-", visits, naming.holder(.post(sheet.post)),
      ])
    }
    if !sheets.isEmpty { try Console.out(table.text(coloured: Console.answersColoured)) }
    Console.err(say(counted(sheets.count, "sheet"), "共 \(sheets.count) 份"))
  }
}
