import Answers
import ArgumentParser
import Console
import Formats
import Glibc
import GridCore
import JSON
import Ledger
import Linux
import Spool
import Translation
import Words

struct RouteCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "route", abstract: say("Where an event would go, and why.", "一件上报会派到哪里，为什么。"))

  @OptionGroup var place: PlaceOptions
  @OptionGroup var output: JSONOption

  @Option(help: hint("A matter's code or exact name.", "事项编号或全名。", "matter"))
  var matter: String?
  @Option(help: hint("The grid's id.", "网格编号。", "grid"))
  var grid: String?
  @Option(help: hint("The community's id.", "社区编号。", "community"))
  var community: String?
  @Option(help: hint("red, orange, yellow or blue.", "red、orange、yellow 或 blue。", "risk"))
  var risk: Risk?
  @Option(
    help: hint("The subject concerned: without a risk of its own the register's counts.", "所涉主体：未给颜色时以主体台账为准。", "name"))
  var subject: String?
  @Option(help: hint("Who reports.", "报送来源。", "source"))
  var source: String?
  @Option(help: hint("When it is received (RFC 3339).", "收到的时刻（RFC 3339）。", "time"))
  var at: Moment?
  @Argument(help: hint("A file with one event, or - for standard input.", "含一件上报的文件；- 为标准输入。", "file"))
  var file: String?

  mutating func validate() throws {
    let byFlags = matter != nil || grid != nil || community != nil || risk != nil || source != nil || subject != nil
    if byFlags == (file != nil) {
      throw ValidationError(
        say("give --matter and --grid, or a file, or -", "请给出 --matter 和 --grid，或一个文件，或 -"))
    }
  }

  func run() throws {
    let book = try usableBook(place.rules)
    let now = at?.timestamp ?? ServiceClock.wallTime
    if let file {
      let answers = try events(in: file, book, now).map { Routing(book, $0.report, source: $0.source, at: now) }
      return try print(answers, book)
    }
    var report = Report(matter: matter, community: community, grid: grid, risk: risk, subject: subject)
    if let name = report.rated {
      let ledger = try openLedger(place.settings)
      report.risk = try guardedLedger { try ledger.ratings(of: name) }.last?.subject.risk(in: grid)
    }
    try print([Routing(book, report, source: source ?? "", at: now)], book)
  }

  private func print(_ answers: [Routing], _ book: RuleBook) throws {
    guard output.json else {
      // Whoever writes rules reads them by their ids.
      let naming = Naming(book, ids: true)
      return try Console.out(answers.map { $0.text(book, naming) }.joined(separator: "\n\n"))
    }
    for answer in answers {
      let meant = answer.meant(book)
      guard !meant.isEmpty else { continue }
      Console.err(explain(answer.assignment.assignedBy.why, book: book).suggesting(meant).text(language))
    }
    var writer = JSONWriter()
    if answers.count != 1 { writer.beginArray() }
    for answer in answers { answer.write(to: &writer, book, language: language) }
    if answers.count != 1 { writer.endArray() }
    writer.endLine()
    try Console.out(writer.bytes)
  }

  private func events(
    in file: String, _ book: RuleBook, _ now: Timestamp
  ) throws -> [(report: Report, source: String)] {
    let input = InputFile(file)
    guard let bytes = try input.read(max: Int(book.intake.maxFile)) else {
      throw fail(
        Exit.badData, "\(input.name) has more than \(book.intake.maxFile) bytes, the rules' intake.max_file",
        "\(input.name) 超过规则 intake.max_file 的上限 \(book.intake.maxFile) 字节")
    }
    var answers: [(report: Report, source: String)] = []
    do throws(InputFault) {
      let (name, folder) = Self.place(of: file, holding: bytes, book)
      var slicer = try FileSlicer(bytes, name: name, from: folder, under: book)
      let reader = RecordReader(of: slicer, from: folder, under: book)
      while let slice = slicer.next() {
        switch reader.read(slice, received: now).result {
        case .failure(let rejection):
          throw InputFault(
            rejection.refusal, offset: 0, at: TextPosition(line: rejection.line, column: rejection.column),
            endsEarly: false)
        case .success(let event):
          guard case .report(let report) = event.body else {
            throw InputFault(Refusal(.notAReport), offset: 0, at: slice.position, endsEarly: false)
          }
          answers.append((report, event.identity.source))
        }
      }
    } catch {
      Console.err(
        "\(input.name):\(error.line):\(error.column): error[\(error.code.rawValue)]: \(error.message.text(language))")
      throw Exit.badData
    }
    return answers
  }

  /// A name that tells the format, and the folder of the source whose words the file is in, where the rules say how it is read.
  private static func place(
    of file: String, holding bytes: [UInt8], _ book: RuleBook
  ) -> (name: [UInt8], folder: [UInt8]?) {
    let parts = file.utf8.split(separator: UInt8(ascii: "/")).map { Array($0) }
    let folder = parts.dropLast().last.flatMap { String(validating: $0, as: UTF8.self) }
    let isRead = folder.map { book.sources.readings[ByteText($0)] != nil } ?? false
    let name = parts.last ?? []
    let isTold = RecordSlicer.format(ofName: name) != nil || FileSlicer.format(ofName: name) == .csv
    return (isTold ? name : Array(".\(guess(bytes).rawValue)".utf8), isRead ? folder.map { Array($0.utf8) } : nil)
  }

  /// Standard input has no name to tell by: a text that goes on after its first line's value is NDJSON.
  private static func guess(_ bytes: [UInt8]) -> RecordSlicer.Format {
    let first = bytes.prefix { $0 != UInt8(ascii: "\n") }
    let goesOn = bytes.dropFirst(first.count).contains { !" \t\r\n".utf8.contains($0) }
    return goesOn && StrictJSON.syntaxFault(of: first) == nil ? .ndjson : .json
  }
}
