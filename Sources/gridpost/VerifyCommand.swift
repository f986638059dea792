import ArgumentParser
import Daemon
import Formats
import GridCore
import LedgerStore

struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: say("Check the ledger's laws.", "核对台账的各项规律。"))

  @OptionGroup var place: PlaceOptions
  @OptionGroup var output: JSONOption
  @Flag(name: .long, help: ArgumentHelp(say("Also the database's own check of itself.", "并作数据库自检。")))
  var deep = false
  @Option(
    name: .long,
    help: ArgumentHelp(say("Lateness as of this moment (RFC 3339).", "以此刻判断是否超时（RFC 3339）。"), valueName: "time"))
  var at: Moment?

  func run() throws {
    let settings = place.settings
    var report = try checked(settings)
    if report.ok { report.laws += try OutsideLaws(settings).check() }
    try Console.out(output.json ? json(report) : Array((text(report) + "\n").utf8))
    if !report.ok { throw Exit.brokenLaw }
  }

  /// A ledger that is missing or damaged is a broken law too.
  private func checked(_ settings: Settings) throws -> LawReport {
    do throws(Failure) {
      guard let ledger = try LedgerDoor.openForReading(settings) else {
        return broken(say("no ledger in \(settings.statePath)", "\(settings.statePath) 中没有台账"))
      }
      return try verify(ledger)
    } catch {
      switch error {
      case .untrustworthyLedger, .ledger(.corrupt), .ledger(.missing): return broken(error.text.text(language))
      default: throw ending(error)
      }
    }
  }

  private func verify(_ ledger: SQLiteLedger) throws(Failure) -> LawReport {
    do throws(LedgerError) {
      var report = try ledger.verify(deep: deep)
      report.counts = try ledger.counts(at: at?.timestamp ?? ServiceClock.wallTime)
      return report
    } catch {
      throw .ledger(error)
    }
  }

  private func broken(_ text: String) -> LawReport {
    LawReport(laws: [.init(law: "L0-ledger", ok: false, text: text)], counts: LedgerCounts())
  }

  private func json(_ report: LawReport) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.field("ok", report.ok)
    writer.key("laws")
    writer.beginArray()
    for law in report.laws {
      writer.beginObject()
      writer.field("law", law.law)
      writer.field("ok", law.ok)
      writer.field("text", law.text)
      writer.endObject()
    }
    writer.endArray()
    writer.key("counts")
    writer.beginObject()
    for (name, figure) in figures(report.counts) { writer.field(name, figure) }
    writer.endObject()
    writer.endObject()
    writer.endLine()
    return writer.bytes
  }

  private func figures(_ counts: LedgerCounts) -> [(String, Int)] {
    [
      ("files_taken", counts.filesTaken), ("files_quarantined", counts.filesQuarantined),
      ("files_replayed", counts.filesReplayed), ("received", counts.received), ("accepted", counts.accepted),
      ("rejected", counts.rejected), ("duplicate", counts.duplicate), ("held", counts.held), ("open", counts.open),
      ("suspended", counts.suspended), ("resolved", counts.resolved), ("closed", counts.closed), ("void", counts.void),
      ("on_site", counts.onSite), ("triage", counts.triage), ("overdue", counts.overdue),
      ("owed", counts.noticesOwed), ("delivered", counts.noticesDelivered),
      ("pending", counts.noticesOwed - counts.noticesDelivered), ("escalations", counts.escalations),
    ]
  }

  /// The ledger speaks English; in Chinese a law that holds is named, and of a broken one its words are added.
  private static func inChinese(_ law: LawReport.Law) -> String {
    let names = [
      "L1-door": "收到 = 接受 + 拒收 + 重复 + 暂存", "L2-route": "每件上报都有事项和通知单", "L3-balance": "应发 = 已投放 + 待投放",
      "L4-uniqueness": "标识、事项、通知单各只一份", "L5-sequence": "序号连续，两条散列链完整", "L6-bytes": "所存原文与收到时一致",
      "L7-items": "事项与其经过相符", "integrity": "数据库自检",
    ]
    guard let name = names[law.law] else { return law.text }
    return law.ok ? name + counted(law) : "\(name)：\(law.text)"
  }

  /// The numbers of a law that holds, as the English text has them.
  private static func counted(_ law: LawReport.Law) -> String {
    let figures = law.figures
    switch (law.law, figures.count) {
    case ("L1-door", 6):
      return "：\(figures[0]) = \(figures[1]) + \(figures[2]) + \(figures[3]) + \(figures[4])，共 \(figures[5]) 份文件"
    case ("L2-route", 1): return "：接受上报 \(figures[0]) 件"
    case ("L3-balance", 4):
      return "：\(figures[0]) = \(figures[1]) + \(figures[2])，收件处 \(figures[3]) 个"
    case ("L5-sequence", 2): return "：记录 \(figures[0]) 条，经过 \(figures[1]) 条"
    case ("L7-items", 1): return "：事项 \(figures[0]) 件"
    default: return ""
    }
  }

  private func text(_ report: LawReport) -> String {
    var table = Table([say("law", "规律"), say("holds", "成立"), ""])
    for law in report.laws {
      table.add([law.law, law.ok ? say("yes", "是") : say("NO", "否"), say(law.text, Self.inChinese(law))])
    }
    let end = report.ok ? say("all laws hold", "全部成立") : say("a law is broken", "有规律不成立")
    return table.text(coloured: Console.answersColoured) + "\n" + end
  }
}

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
    if case .rejected(_, let text) = record.outcome { writer.field("text", text) }
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
    case .rejected(let code, _): ("rejected", code)
    }
  }
}
