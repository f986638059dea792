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
    try Console.out(kept.text(offset: try rulesInForce(ledger)?.calendar.utcOffset ?? 0))
  }

  private func printBytes(of kept: KeptRecord) throws {
    guard let bytes = kept.bytes else {
      throw fail(
        Exit.noInput, "record \(kept.record.seq) is a duplicate: its bytes are not kept",
        "记录 \(kept.record.seq) 是重复来件，不保存其原文")
    }
    try Console.out(Array(KeptBytes.received(in: bytes)))
  }
}
