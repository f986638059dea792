internal import Words

/// How notices do not add up, or are not where the entries say.
enum NoticeFlaw: Hashable, Sendable {
  case account(addressee: String, owed: Int64, delivered: Int64, pending: Int64)
  case tallyOfNotices(owed: Int64, delivered: Int64, pending: Int64)
  case noticesOfItems(owed: Int64, raised: Int64)
  case namesNoNotices
  case owedFromSomewhere
  case notMoved(what: String, entry: Int64)
  case movedUntold(what: NoticeStage, found: Int64, told: Int64)

  var words: Bilingual {
    switch self {
    case .account(let addressee, let owed, let delivered, let pending):
      Bilingual(
        en: "to \(addressee) \(owed) owed, \(delivered) delivered, \(pending) pending",
        zh: "\(addressee) 应发 \(owed)，已投放 \(delivered)，待投放 \(pending)")
    case .tallyOfNotices(let owed, let delivered, let pending):
      Bilingual(
        en: "\(owed) owed, \(delivered) delivered, \(pending) pending",
        zh: "应发 \(owed)，已投放 \(delivered)，待投放 \(pending)")
    case .noticesOfItems(let owed, let raised):
      Bilingual(
        en: "\(some(owed, "notice")) owed, the items had \(raised)", zh: "应发通知单 \(owed) 张，各事项共 \(raised) 张")
    case .namesNoNotices: Bilingual(en: "names no notices", zh: "未写明通知单")
    case .owedFromSomewhere: Bilingual(en: "owed, and names who announced it", zh: "待投放，却写有投放者")
    case .notMoved(let what, let entry):
      Bilingual(en: "not \(what), as entry \(entry) says", zh: "与经过 \(entry) 所记（\(what)）不符")
    case .movedUntold(let move, let found, let told):
      Bilingual(
        en: "\(move.words.en), and no entry says so; \(found) are \(move.words.en), the entries say \(told)",
        zh: "\(move.words.zh)，经过中却没有；实有 \(found) 张\(move.words.zh)，经过记 \(told) 张")
    }
  }
}

/// How far a notice came.
enum NoticeStage: Hashable, Sendable {
  case announced, delivered

  fileprivate var words: Bilingual {
    switch self {
    case .announced: Bilingual(en: "announced", zh: "已发布")
    case .delivered: Bilingual(en: "delivered", zh: "已投放")
    }
  }
}
