import Answers
import Formats
import GridCore
import JSON
package import Ledger
import Linux
import Words

extension KeptRecord {
  /// What became of a record and where it lay, as people read it at this distance from UTC.
  package func text(offset: Int64) -> String {
    let (state, reason) = record.words
    let flaw = fault.map { say(" (what is wrong: \($0.line):\($0.column))", "（问题在 \($0.line):\($0.column)）") }
    return listing([
      (say("record", "记录"), "\(record.seq)"),
      (say("state", "状态"), say(state, Self.chinese[state] ?? state)),
      (say("reason", "原因"), reason ?? "-"),
      (say("words", "说明"), record.refusal?.text(language) ?? "-"),
      (say("file", "文件"), FileName.shown(fileName)),
      (say("producer", "来件目录"), record.producer.map { FileName.shown($0) } ?? "-"),
      (say("line", "行"), "\(record.line)" + (flaw ?? "")),
      (say("source", "来源"), record.source ?? "-"),
      (say("id", "标识"), record.id ?? "-"),
      (say("type", "类型"), record.type ?? "-"),
      (say("item", "事项编号"), record.item ?? "-"),
      ("sha256", record.sha256.hex),
      (say("received", "收到"), RFC3339.localText(record.receivedAt, offset: offset)),
      (say("rules", "规则"), record.rules.hex),
    ])
  }

  private static let chinese = ["accepted": "已受理", "rejected": "不予接受", "duplicate": "重复", "held": "等候中"]
}
