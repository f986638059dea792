import Answers
import ArgumentParser
import Console
import Custody
import Forecasts
import GridCore
import JSON
import Ledger
import Words

struct BacktestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backtest",
    abstract: say("What a rules file would have made of past reports.", "用过去的上报试一份规则。"),
    discussion: say(
      "Every report is decided again by its facts as reported. Nothing is written but the paper that is asked for.",
      "每件上报按当时所报重新派单。除所要的报告文件外，什么都不写。"))

  @OptionGroup var place: PlaceOptions
  @OptionGroup var output: JSONOption
  @Argument(help: hint("The rules file to try, or - for standard input.", "要试的规则文件；- 为标准输入。", "new"))
  var new: String
  @Option(
    help: hint("Compare with what this file says instead of what was decided.", "不同当时的派单比，而同此文件比。", "old"))
  var against: String?
  @Option(help: hint("Received then or later (RFC 3339, or a day).", "此时及以后收到的（RFC 3339，或日期）。", "time|day"))
  var since: DayOrMoment?
  @Option(help: hint("Received before then (RFC 3339, or a day).", "此时以前收到的（RFC 3339，或日期）。", "time|day"))
  var until: DayOrMoment?
  @OptionGroup var lateness: LatenessOption
  @Option(help: hint("Also write a page (.html, .md).", "另写一份报告（.html、.md）。", "file"))
  var report: String?

  func validate() throws {
    if new == "-", against == "-" {
      throw ValidationError(say("only one of the two can come from standard input", "标准输入只能作其中一份"))
    }
    if let report, Paper(report) == nil {
      throw ValidationError(
        say(
          "--report wants a file that ends in .html or .md, not “\(report)”",
          "--report 的文件名应以 .html 或 .md 结尾，不是“\(report)”"))
    }
  }

  /// What the ending of a file's name asks for.
  private enum Paper: String {
    case html, md

    init?(_ path: String) {
      guard let dot = path.lastIndex(of: "."), let paper = Self(rawValue: String(path[path.index(after: dot)...])),
        path[..<dot].last.map({ $0 != "/" }) ?? false
      else { return nil }
      self = paper
    }
  }

  func run() throws {
    let settings = place.settings
    let file = try readRules(InputFile(new))
    let books = ComparedBooks(against: against, rules: place.rules, json: output.json)
    _ = try books.usable(file)
    let old = try against.map { try books.usable(try readRules(InputFile($0))) }
    let ledger = try openLedger(settings)
    let inForce = try books.inForce(ledger)
    let book = try books.usable(file, replacing: inForce)
    let now = try guarded { try lateness.moment(settings) }
    let (first, last) = (since?.moment(in: book.calendar), until?.moment(in: book.calendar))
    if let first, let last, last < first {
      throw fail(Exit.usage, "--since is later than --until", "--since 晚于 --until")
    }
    var run = BacktestRun(to: book, against: old, replacing: inForce, since: first, until: last, at: now)
    try replay(&run, ledger)
    if let report { try write(run, report) }
    guard output.json else { return try Console.out(BacktestNote(run, language: language).text) }
    var writer = JSONWriter()
    run.write(to: &writer)
    writer.endLine()
    try Console.out(writer.bytes)
  }

  private func replay(_ run: inout BacktestRun, _ ledger: any LedgerReading) throws {
    var bar = ProgressBar()
    try guardedLedger {
      try run.replay(ledger) { progress in
        bar.show(
          progress.share, count: progress.events, Bilingual(en: "reports", zh: "件"), seconds: progress.seconds)
      }
    }
  }

  private func write(_ run: BacktestRun, _ report: String) throws {
    let page = BacktestPage(run, language: language)
    let text = Paper(report) == .html ? page.html : page.markdown
    try WholeFile(report, state: place.settings.statePath).write(Array(text.utf8))
    if !output.json { Console.err(say("written: \(neutral(report))", "已写入：\(neutral(report))")) }
  }
}
