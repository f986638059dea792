import Answers
import ArgumentParser
import Console
import Custody
import Formats
import GridCore
import JSON
import Ledger
import Words

struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: say("Every record received, as NDJSON in order.", "按序导出收到的每一条记录（NDJSON）。"))

  @OptionGroup var place: PlaceOptions
  @OptionGroup var output: JSONOption

  func run() throws {
    let ledger = try openLedger(place.settings)
    var last: Int64 = 0
    while true {
      let page = try guardedLedger { try ledger.records(after: last, limit: 500) }
      guard let end = page.last else { return try exportLines(of: ledger) }
      var writer = JSONWriter()
      for record in page {
        record.write(to: &writer, language: language)
        writer.endLine()
      }
      try Console.out(writer.bytes)
      last = end.seq
    }
  }

  /// Behind the records: where rounds were not raised.
  private func exportLines(of ledger: any LedgerReading) throws {
    var last: Int64 = 0
    while true {
      let page = try guardedLedger { try ledger.roundLines(after: last, limit: 500) }
      guard let end = page.last else { return }
      var writer = JSONWriter()
      for line in page {
        line.write(to: &writer)
        writer.endLine()
      }
      try Console.out(writer.bytes)
      last = end.seq
    }
  }
}
