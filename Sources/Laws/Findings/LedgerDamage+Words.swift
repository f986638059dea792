internal import GridCore
package import Ledger
package import Words

extension LedgerDamage {
  /// What is damaged. What SQLite says of it stays in its own words.
  package var text: Bilingual {
    switch self {
    case .emptyFile: Bilingual(en: "the file is empty", zh: "文件是空的")
    case .noLedger: Bilingual(en: "the file is not a ledger", zh: "该文件不是台账")
    case .noSchema: Bilingual(en: "it has no schema", zh: "没有表结构")
    case .schema(let object, let change): change.text(object)
    case .database(let text): Bilingual(en: text, zh: "数据库报告：\(text)")
    case .pages(let faults):
      Bilingual(en: faults.joined(separator: "; "), zh: "数据库报告：\(faults.joined(separator: "；"))")
    case .rows(let rows):
      Bilingual(
        en: rows.map { LawFinding($0).words.en }.joined(separator: "; "),
        zh: rows.map { LawFinding($0).chinese }.joined(separator: "；"))
    case .noRow(let table): Bilingual(en: "the row of table \(table) is gone", zh: "表 \(table) 的那一行不见了")
    case .missing(let table, let row): Bilingual(en: "\(table) \(row) is missing", zh: "\(table) \(row) 不见了")
    case .missingItem(let key): Bilingual(en: "item \(key.itemID) is missing", zh: "事项 \(key.itemID) 不见了")
    case .length(let column):
      Bilingual(en: "\(column.text.en) is of another length than it must be", zh: "\(column.text.zh)长度不对")
    case .word(let column, let word):
      Bilingual(en: "\(column.text.en) \(quoted(word)) is not known", zh: "\(column.text.zh)\(quoted(word))无法识别")
    case .fields(let text):
      Bilingual(en: "the fields “\(text)” cannot be read", zh: "字段“\(text)”无法读取")
    case .decidingCode(let number):
      Bilingual(en: "the deciding code \(number) is not known", zh: "判定程序编号 \(number) 无法识别")
    case .count(let number): Bilingual(en: "\(number) cannot have been counted", zh: "\(number) 不可能是计数")
    case .noticeID(let text): Bilingual(en: "\(quoted(text)) is no notice", zh: "\(quoted(text))不是通知单编号")
    case .noQuarantine(let file):
      Bilingual(en: "no entry says that file \(file) was quarantined", zh: "没有一条经过记载文件 \(file) 被隔离")
    }
  }
}

extension LedgerDamage.Column {
  /// The column's name at the head of a sentence.
  fileprivate var text: Bilingual {
    switch self {
    case .digest: Bilingual(en: "a digest", zh: "摘要值")
    case .key: Bilingual(en: "an event's key", zh: "来件的键")
    case .itemState: Bilingual(en: "the item's state", zh: "事项状态")
    case .recordState: Bilingual(en: "the record's state", zh: "记录状态")
    case .fileState: Bilingual(en: "the file's state", zh: "文件状态")
    case .entryKind: Bilingual(en: "the entry's kind", zh: "经过的种类")
    case .step: Bilingual(en: "the step", zh: "步骤")
    case .reason: Bilingual(en: "the reason", zh: "理由")
    case .address: Bilingual(en: "the address", zh: "地址")
    case .limit: Bilingual(en: "the time limit", zh: "时限")
    case .risk: Bilingual(en: "the risk", zh: "风险等级")
    case .noticeKind: Bilingual(en: "what the notice is for", zh: "通知单类别")
    }
  }
}

extension LedgerDamage.Change {
  fileprivate func text(_ object: String) -> Bilingual {
    switch self {
    case .gone: Bilingual(en: "\(object) is gone", zh: "\(object) 不见了")
    case .foreign: Bilingual(en: "\(object) is none of ours", zh: "\(object) 不是本系统所建")
    case .changed: Bilingual(en: "\(object) was changed", zh: "\(object) 被改动过")
    }
  }
}
