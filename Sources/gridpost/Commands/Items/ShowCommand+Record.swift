import Answers
import Console
import Formats
import GridCore
import JSON
import Ledger
import Linux
import Values
import Words

/// One record as it was received: what became of it, where it lay, and its bytes.
extension ShowCommand {
  /// Tells of the record of this number: exit 66 where there is none, or where no bytes of it are kept that were asked for.
  func show(_ number: Count, in ledger: any LedgerReading) throws {
    guard let kept = try guardedLedger({ try ledger.record(numbered: Int64(number.number)) }) else {
      throw fail(Exit.noInput, "no such record: \(number.number)", "没有这条记录：\(number.number)")
    }
    if raw { return try printBytes(of: kept) }
    if output.json {
      var writer = JSONWriter()
      kept.write(to: &writer, language: language)
      writer.endLine()
      return try Console.out(writer.bytes)
    }
    try Console.out(listing(pairs(kept, offset: try rulesInForce(ledger)?.calendar.utcOffset ?? 0)))
  }

  private func printBytes(of kept: KeptRecord) throws {
    guard let bytes = kept.bytes else {
      throw fail(
        Exit.noInput, "record \(kept.record.seq) is a duplicate: its bytes are not kept",
        "记录 \(kept.record.seq) 是重复来件，不保存其原文")
    }
    try Console.out(Array(KeptBytes.received(in: bytes)))
  }

  private func pairs(_ kept: KeptRecord, offset: Int64) -> [(String, String)] {
    let record = kept.record
    let (state, reason) = record.words
    let fault = kept.fault.map { say(" (what is wrong: \($0.line):\($0.column))", "（问题在 \($0.line):\($0.column)）") }
    return [
      (say("record", "记录"), "\(record.seq)"),
      (say("state", "状态"), say(state, Self.chinese[state] ?? state)),
      (say("reason", "原因"), reason ?? "-"),
      (say("words", "说明"), record.refusal?.text(language) ?? "-"),
      (say("file", "文件"), FileName.shown(kept.fileName)),
      (say("producer", "来件目录"), record.producer.map { FileName.shown($0) } ?? "-"),
      (say("line", "行"), "\(record.line)" + (fault ?? "")),
      (say("source", "来源"), record.source ?? "-"),
      (say("id", "标识"), record.id ?? "-"),
      (say("type", "类型"), record.type ?? "-"),
      (say("item", "事项编号"), record.item ?? "-"),
      ("sha256", record.sha256.hex),
      (say("received", "收到"), RFC3339.localText(record.receivedAt, offset: offset)),
      (say("rules", "规则"), record.rules.hex),
    ]
  }

  private static let chinese = ["accepted": "已受理", "rejected": "不予接受", "duplicate": "重复", "held": "等候中"]
}
