import ArgumentParser
import Custody
import Daemon
import Formats
import GridCore
import LedgerStore
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
      guard let end = page.last else { return }
      var writer = JSONWriter()
      for record in page { write(record, to: &writer) }
      try Console.out(writer.bytes)
      last = end.seq
    }
  }

  private func write(_ record: ExportedRecord, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("seq", record.seq)
    writer.field("source", record.source)
    writer.field("id", record.id)
    writer.field("type", record.type)
    writer.field("sha256", record.sha256.hex)
    writer.field("file_sha256", record.fileSHA256?.hex)
    writer.field("line", record.line)
    writer.field("producer", record.producer.map { String(decoding: $0, as: UTF8.self) })
    let (state, reason) = words(record.outcome)
    writer.field("state", state)
    writer.field("reason", reason)
    // With the line and column of what is wrong.
    if case .rejected(let code, let text, let parameters) = record.outcome {
      writer.field("text", Refusal.words(code: code, parameters: parameters, stored: text).text(language))
    }
    writer.field("item", record.item)
    writer.field("rules", record.rules.hex)
    writer.field("received_at", record.receivedAt)
    writer.key("notices")
    writer.beginArray()
    for exported in record.notices {
      writer.beginObject()
      writer.field("notice", exported.notice.id)
      writer.field("to", exported.notice.to.text)
      writer.field("rung", exported.notice.rung)
      writer.field("state", exported.delivered ? "delivered" : "pending")
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
    writer.endLine()
  }

  private func words(_ outcome: RecordOutcome) -> (state: String, reason: String?) {
    switch outcome {
    case .accepted: ("accepted", nil)
    case .duplicate: ("duplicate", nil)
    case .held: ("held", nil)
    case .rejected(let code, _, _): ("rejected", code)
    }
  }
}
