import Answers
import ArgumentParser
import Console
import Custody
import GridCore
import JSON
import Words

/// The register of subjects, or how many of each colour there are where.
struct SubjectsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "subjects",
    abstract: say("Subjects (firms, shops, buildings) by their colour.", "主体（企业、商铺、楼栋）及其颜色。"))

  @OptionGroup var place: PlaceOptions
  @Option(
    help: ArgumentHelp(
      say("Of this colour (red orange yellow blue none).", "此颜色的（red orange yellow blue none）。"), valueName: "risk"))
  var risk: Colour?
  @Option(help: ArgumentHelp(say("Of this community.", "所属社区。"), valueName: "id"))
  var community: String?
  @Option(help: ArgumentHelp(say("Of this grid.", "所属小分格。"), valueName: "id"))
  var grid: String?
  @Flag(help: ArgumentHelp(say("How many of each colour, by place.", "按地方统计各颜色数量。")))
  var count = false
  @Option(
    name: .long,
    help: ArgumentHelp(
      say("The year and the visits as of this moment (RFC 3339).", "以此刻统计近一年与走访次数（RFC 3339）。"), valueName: "time"))
  var at: Moment?
  @OptionGroup var output: JSONOption

  func validate() throws {
    if count, risk != nil || community != nil || grid != nil {
      throw ValidationError(say("--count counts all places and colours", "--count 统计所有地方和颜色，不带筛选"))
    }
  }

  func run() throws {
    let ledger = try openLedger(place.settings)
    let book = try rulesInForce(ledger)
    if count {
      let counts = try guardedLedger { try SubjectCounts(under: book, in: ledger) }
      return try print(counts.sheet) { counts.write(to: &$0) }
    }
    var known = ItemQuery()
    known.words = [.community: community, .grid: grid].compactMapValues { $0 }
    if let unknown = try guardedLedger({ try known.unknown(book, ledger) }) { throw fail(unknown) }
    var query = SubjectList.Query()
    (query.colour, query.community, query.grid) = (risk, community, grid)
    let now = try guarded { try at?.timestamp ?? LockNote.now(place.settings) }
    let asked = query
    let list = try guardedLedger { try SubjectList(asked, at: now, under: book, in: ledger) }
    try print(list.sheet(book)) { list.write(to: &$0) }
    if !output.json { Console.err(say(counted(list.rows.count, "subject"), "共 \(list.rows.count) 个主体")) }
  }

  private func print(_ sheet: Sheet, json write: (inout JSONWriter) -> Void) throws {
    guard output.json else {
      return sheet.rows.isEmpty ? () : try Console.out(Table(sheet).text(coloured: Console.answersColoured))
    }
    var writer = JSONWriter()
    write(&writer)
    writer.endLine()
    try Console.out(writer.bytes)
  }
}

extension Colour: ExpressibleByArgument {}
