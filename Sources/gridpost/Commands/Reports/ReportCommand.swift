import Answers
import ArgumentParser
import Console
import Custody
import Figures
import Formats
import GridCore
import JSON
import Ledger
internal import Reports
import Rules
import Words

/// Figures of what was received in some days, what returns led to, or who had the time.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: say("Figures: what came in, what became of it, how fast.", "统计报表：收了多少，办得如何，快慢怎样。"),
    discussion: say(
      "Days are the town's: an item counts where --from ≤ its receipt < --to.",
      "日期按本地时间：--from ≤ 收到时间 < --to 的事项计入。"))

  @OptionGroup var place: PlaceOptions
  @Argument(
    help: ArgumentHelp(
      say(
        "Instead of the figures: returns (what they led to), time (who had it), load (work a head), rounds (what became of them), or "
          + "integrity (what signals counted).",
        "不列各项数目，而列：returns（回退的去向）、time（时间用在谁手里）、load（人均负荷）、rounds（定期任务的落实），或 integrity（廉情信号）。"),
      valueName: "part"))
  var part: ReportPart?
  @Option(name: .long, help: ArgumentHelp(say("Received on this day or later.", "此日及以后收到的。"), valueName: "day"))
  var from: ReportDay?
  @Option(name: .long, help: ArgumentHelp(say("Received before this day.", "此日以前收到的（不含此日）。"), valueName: "day"))
  var to: ReportDay?
  @Option(
    name: .long,
    help: ArgumentHelp(
      say(
        "A row for each (\(ReportAxis.allCases.map(\.rawValue).joined(separator: " "))).",
        "按此分行（\(ReportAxis.allCases.map(\.rawValue).joined(separator: " "))）。"), valueName: "axis"))
  var by: ReportAxis?
  @Option(
    name: .long,
    help: ArgumentHelp(
      say("Lateness and length as of this moment (RFC 3339).", "以此刻判断是否超时、计算时长（RFC 3339）。"), valueName: "time"))
  var at: Moment?
  @Flag(name: .long, help: ArgumentHelp(say("List the items behind a figure.", "列出某个数目所指的事项。")))
  var rows = false
  @Option(
    name: .long,
    help: ArgumentHelp(
      say("With --rows: of the row with this key; '' is the row without one.", "与 --rows 合用：此键的一行；'' 指无键的一行。"),
      valueName: "key"))
  var key: String?
  @Option(
    name: .long,
    help: ArgumentHelp(say("With --rows: counted in this column.", "与 --rows 合用：计入此列的。"), valueName: "column"))
  var column: ReportColumn?
  @Flag(name: .long, help: ArgumentHelp(say("Count what the daemon itself reported too.", "连同系统自身生成的上报一起统计。")))
  var own = false
  @OptionGroup var output: JSONOption
  @Flag(name: .long, help: ArgumentHelp(say("Print CSV for spreadsheets.", "输出电子表格用的 CSV。")))
  var csv = false
  @Flag(name: .long, help: ArgumentHelp(say("Print a table of Markdown.", "输出 Markdown 表格。")))
  var markdown = false

  func validate() throws {
    if let flaw { throw ValidationError(say(flaw.en, flaw.zh)) }
  }

  /// What does not go together.
  private var flaw: Bilingual? {
    if [output.json, csv, markdown].filter({ $0 }).count > 1 {
      return Bilingual(en: "one of --json, --csv and --markdown at the most", zh: "--json、--csv、--markdown 至多给一个")
    }
    if part == .load {
      if let by, LoadAxis(rawValue: by.rawValue) == nil {
        return Bilingual(
          en: "“report load” is by post, grid or community, not by \(by.rawValue)",
          zh: "“report load”按 post、grid 或 community 分行，不能按 \(by.rawValue)")
      }
      return rows || from != nil || to != nil
        ? Bilingual(
          en: "“report load” looks back on 30 days: it has no --from, --to and --rows",
          zh: "“report load”只看近 30 天，不带 --from、--to 和 --rows") : nil
    }
    if part == .integrity, from != nil || to != nil {
      return Bilingual(
        en: "“report integrity” tells of all periods begun: it has no --from and --to",
        zh: "“report integrity”列出已开始的各周期，不带 --from 和 --to")
    }
    if let part, by != nil || rows {
      return Bilingual(
        en: "“report \(part.rawValue)” has no --by and no --rows", zh: "“report \(part.rawValue)”不带 --by 和 --rows")
    }
    if let from, let to, to < from {
      return Bilingual(
        en: "--from \(from.text) is later than --to \(to.text)", zh: "--from \(from.text) 晚于 --to \(to.text)")
    }
    if !rows {
      return key == nil && column == nil
        ? nil : Bilingual(en: "--key and --column go with --rows", zh: "--key 和 --column 须与 --rows 合用")
    }
    if column == nil {
      return Bilingual(en: "--rows wants --column <column>", zh: "--rows 须给出 --column <column>")
    }
    return key != nil && by == nil
      ? Bilingual(en: "--key wants --by <axis>: of what it is a key", zh: "--key 须与 --by <axis> 合用，说明是哪一种键") : nil
  }

  func run() throws {
    let ledger = try openLedger(place.settings)
    let book = try rulesInForce(ledger)
    var query = ReportQuery(at: try guarded { try at?.timestamp ?? LockNote.now(place.settings) })
    (query.from, query.to, query.axis, query.countsOwn) = (from, to, by, own)
    if let from, from == to {
      Console.err(
        say(
          "no day lies from \(from.text) up to and without \(from.text)", "自 \(from.text) 至 \(from.text)（不含）没有任何一天"))
    }
    if let column {
      let key = try knownKey(book, ledger)
      return try guardedLedger {
        try BehindFigure(query: query, column: column, key: key, book: book, ledger: ledger).list(as: form)
      }
    }
    let sheet: Sheet
    switch part {
    case nil, .summary: sheet = ReportQuery.sheet(try guardedLedger { try query.figures(book, ledger) }, book)
    case .returns: sheet = ReportQuery.sheet(try guardedLedger { try query.returns(book, ledger) }, book)
    case .time: sheet = ReportQuery.sheet(try guardedLedger { try query.times(book, ledger) }, book)
    case .load: return try printLoad(at: query.at, book, ledger)
    case .rounds:
      let asked = query
      let report = try guardedLedger { try RoundReport(asked, under: book, in: ledger) }
      return try print(report.sheet) { report.write(to: &$0) }
    case .integrity:
      let report = try guardedLedger { try IntegrityReport(at: query.at, under: book, in: ledger) }
      return try print(report.sheet(book)) { report.write(to: &$0) }
    }
    try print(sheet) { query.write(sheet, to: &$0) }
  }

  private func printLoad(at moment: Timestamp, _ book: RuleBook?, _ ledger: any LedgerReading) throws {
    let axis = by.flatMap { LoadAxis(rawValue: $0.rawValue) } ?? .post
    let report = try guardedLedger { try LoadReport(by: axis, at: moment, under: book, in: ledger) }
    try print(report.sheet(book)) { report.write(to: &$0) }
  }

  private var form: BehindFigure.Form {
    output.json ? .json : csv ? .csv : markdown ? .markdown : .table
  }

  private func print(_ sheet: Sheet, json write: (inout JSONWriter) -> Void) throws {
    switch form {
    case .json:
      var writer = JSONWriter()
      write(&writer)
      writer.endLine()
      try Console.out(writer.bytes)
    case .csv: try Console.out(sheet.csv)
    case .markdown: try Console.out(Array(sheet.markdown(in: language).utf8))
    case .table where !sheet.hasRows: try Console.out(listing(sheet.totalShown(to: language)))
    case .table: try Console.out(Table(sheet).text(coloured: Console.answersColoured))
    }
  }

  /// The key as items have it; exit 64 where neither the rules nor the ledger know it.
  private func knownKey(_ book: RuleBook?, _ ledger: any LedgerReading) throws -> String? {
    guard let key, !key.isEmpty, let by else { return key }
    guard let field = ItemQuery.Field(rawValue: by.rawValue) else {
      let isDay = ReportDay(by == .month ? key + "-01" : key) != nil
      if isDay { return key }
      let wanted = by == .month ? "2026-03" : "2026-03-02"
      throw fail(
        Exit.usage, "--key “\(neutral(key))” is no \(by.rawValue); wanted one like \(wanted)",
        "--key “\(neutral(key))”不是\(by == .month ? "月份" : "日期")；应如 \(wanted)")
    }
    var query = ItemQuery()
    query.words[field] = key
    if let unknown = try guardedLedger({ try query.unknown(book, ledger) }) {
      let message = Bilingual(
        en: "--key “\(neutral(key))”: neither the rules nor any item know it", zh: "--key “\(neutral(key))”：规则和所有事项中都没有"
      ).suggesting(unknown.meant)
      throw fail(Exit.usage, message.en, message.zh)
    }
    return by == .matter ? book?.matter(key)?.code ?? key : key
  }
}

extension Table {
  /// What a reader sees of a sheet, without the figures that are nothing everywhere.
  init(_ sheet: Sheet) {
    let (heads, lines, figures) = sheet.shown(to: language, sparing: true)
    self.init(heads, figures: figures)
    for line in lines { add(line) }
  }
}

extension ReportAxis: ExpressibleByArgument {}
extension ReportColumn: ExpressibleByArgument {}
extension ReportDay: ExpressibleByArgument {
  public init?(argument: String) {
    self.init(argument)
  }
}
