internal import Laws
package import Ledger
package import Words

extension LedgerError {
  /// What is wrong with the ledger.
  package var text: Bilingual {
    switch self {
    case .unavailable(let text): Bilingual(en: "ledger unavailable: \(text)", zh: "台账暂不可用：\(text)")
    case .uncertain(let text): Bilingual(en: "ledger commit uncertain: \(text)", zh: "台账提交结果不明：\(text)")
    case .corrupt(let damage, nil):
      Bilingual(en: "ledger damaged: \(damage.text.en)", zh: "台账已损坏：\(damage.text.zh)")
    case .corrupt(let damage, let path?):
      Bilingual(en: "ledger damaged: \(path): \(damage.text.en)", zh: "台账已损坏：\(path)：\(damage.text.zh)")
    case .missing(let path): Bilingual(en: "ledger missing: \(path)", zh: "台账文件不见了：\(path)")
    case .displaced(let path):
      Bilingual(
        en: "\(path) was moved away, removed or replaced while it was in use", zh: "\(path) 在使用中被移走、删除或替换")
    case .tooNew(let found, let known):
      Bilingual(
        en: "the ledger was made by a later version (schema \(found), this one knows \(known))",
        zh: "台账由更新的版本建立（结构 \(found)，本版本只认 \(known)）")
    case .fenced: Bilingual(en: "another daemon has taken over this ledger", zh: "台账已由另一值守程序接管")
    }
  }

  /// What was lost or changed by it, and what is to be done.
  var advice: Bilingual? {
    switch self {
    case .unavailable:
      Bilingual(
        en: "nothing was lost: see to the disk, room and permissions, and it goes on",
        zh: "没有丢失任何内容：请检查磁盘、空间和权限，之后即可继续")
    case .uncertain:
      Bilingual(
        en: "nothing was lost: it is opened anew, and what is durable is looked up", zh: "没有丢失任何内容：将重新打开并核对已落盘的内容")
    case .corrupt:
      Self.untouched.adding(
        Bilingual(
          en: "put an undamaged copy in its place with “gridpost restore COPY”, which keeps its files",
          zh: "请用“gridpost restore 副本”换上完好的副本，现有文件会保留"))
    case .displaced:
      Bilingual(
        en: "stopping before anything else is written; put the ledger's own files back and start again",
        zh: "在写入任何内容之前停止；请把台账原来的文件放回后重新启动")
    case .missing: Self.putBack
    case .tooNew:
      Bilingual(
        en: "use that version, or put a copy that this one made in its place with “gridpost restore COPY”",
        zh: "请使用该版本，或用“gridpost restore 副本”换上由本版本建立的副本")
    case .fenced: nil
    }
  }

  static let untouched = Bilingual(en: "nothing was changed", zh: "未作任何更改")

  /// What helps where the ledger is not what it was.
  static let putBack = Bilingual(
    en: "put the ledger's own files back, or a copy in its place with “gridpost restore COPY”",
    zh: "请把台账原来的文件放回，或用“gridpost restore 副本”以副本代替")

  /// What helps where a restore was broken off: the files that were there before are not accepted any more.
  static func restoreAgain(_ copy: String) -> Bilingual {
    Bilingual(
      en: "a restore was broken off: run “gridpost restore” again, if need be with \(copy)",
      zh: "恢复曾中断：请重新运行“gridpost restore”，必要时用 \(copy)")
  }
}

extension Bilingual {
  /// The message, and behind it another clause where there is one.
  func adding(_ clause: Bilingual?) -> Bilingual {
    guard let clause else { return self }
    return Bilingual(en: "\(en); \(clause.en)", zh: "\(zh)；\(clause.zh)")
  }
}
