import Answers
import Console
import Custody
import Figures
import Formats
import GridCore
import JSON
import Laws
import Ledger
internal import Reports
import Words

/// The items behind a figure of a report, one after another, so that a million need no more memory than a few.
struct BehindFigure {
  /// How they are printed.
  enum Form {
    case table, json, csv, markdown
  }

  let query: ReportQuery
  let column: ReportColumn
  let key: String?
  let book: RuleBook?
  let ledger: any LedgerReading

  func list(as form: Form) throws {
    switch form {
    case .json: try listJSON()
    case .csv: try listCSV()
    case .table, .markdown:
      var sheet = ReportQuery.itemSheet
      let names = AddresseeNames(book)
      try forEach { sheet.rows.append(ReportQuery.cells(of: $0, names, book)) }
      if form == .markdown { return try Console.out(Array(sheet.markdown(in: language).utf8)) }
      let count = sheet.rows.count
      if count > 0 { try Console.out(Table(sheet).text(coloured: Console.answersColoured)) }
      Console.err(say(counted(count, "item"), "共 \(count) 件"))
    }
  }

  private func forEach(_ body: (Item) throws -> Void) throws {
    try query.each(in: column, key: key, book, ledger) { item in
      try body(item)
      return true
    }
  }

  /// As `list` prints them.
  private func listJSON() throws {
    try Console.out([UInt8(ascii: "[")])
    var isFirst = true
    let books = BookShelf()
    try forEach { item in
      var writer = JSONWriter()
      let decided = try books.book(item.facts.assignedBy.rules, from: ledger)
      let answer = try ItemAnswer(item, at: query.at, under: book, in: ledger)
      writer.write(answer, decidedUnder: decided, language: language)
      try Console.out((isFirst ? [] : Array(",\n".utf8)) + writer.bytes)
      isFirst = false
    }
    try Console.out("]")
  }

  private func listCSV() throws {
    var writer = CSVWriter()
    var sheet = ReportQuery.itemSheet
    let names = AddresseeNames(book)
    sheet.writeHead(to: &writer)
    try forEach { item in
      sheet.rows = [ReportQuery.cells(of: item, names, book)]
      sheet.writeRows(to: &writer)
      if writer.bytes.count > 1 << 16 { try Console.out(writer.takeBytes()) }
    }
    try Console.out(writer.takeBytes())
  }
}
