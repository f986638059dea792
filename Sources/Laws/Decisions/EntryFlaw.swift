internal import Words

/// Why an entry has no cause, or not the one it claims.
enum EntryFlaw: Hashable, Sendable {
  /// It holds what no entry of its kind holds, or lacks what each of them has.
  case misshapen
  /// It speaks of an item and ends no change.
  case changesNothing
  /// What caused it came before what caused the entry before.
  case outOfOrder
  /// Its rules were not in force then.
  case rulesNotInForce
  /// The rules it puts in force were the ones in force.
  case rulesInForceAlready
  /// What it says that the rules count is not what they count.
  case countsOtherwise
  /// Notices carried over, and no other ledger was given up before.
  case carriedFromNowhere
  case announcedAlready(notice: Int64)
  case announcedBeforeRaised(notice: Int64)
  case deliveredAlready(notice: Int64)
  case deliveredUnannounced(notice: Int64)
  /// What it says of a file cannot follow what was said of it before.
  case impossible(file: Int64)

  var words: Bilingual {
    switch self {
    case .misshapen: Bilingual(en: "is not as entries of its kind are", zh: "不合此类经过的写法")
    case .changesNothing: Bilingual(en: "nothing brought it forth: it ends no change", zh: "没有来由：并未完成任何改动")
    case .outOfOrder: Bilingual(en: "comes before or after its turn", zh: "次序不对")
    case .rulesNotInForce: Bilingual(en: "its rules were not in force then", zh: "所依规则当时并未生效")
    case .rulesInForceAlready: Bilingual(en: "its rules were in force already", zh: "其规则此前已经生效")
    case .countsOtherwise: Bilingual(en: "its rules do not count what it says", zh: "所记数目与其规则不符")
    case .carriedFromNowhere:
      Bilingual(en: "carries notices over, and nothing was restored before it", zh: "记有沿用的通知单，此前却没有恢复过台账")
    case .announcedAlready(let notice):
      Bilingual(en: "announces notice \(notice), which was announced before", zh: "通知单 \(notice) 此前已经发布")
    case .announcedBeforeRaised(let notice):
      Bilingual(en: "announces notice \(notice), which was not raised yet", zh: "通知单 \(notice) 当时尚未产生")
    case .deliveredAlready(let notice):
      Bilingual(en: "lays down notice \(notice), which was laid down before", zh: "通知单 \(notice) 此前已经投放")
    case .deliveredUnannounced(let notice):
      Bilingual(en: "lays down notice \(notice), which was not announced yet", zh: "通知单 \(notice) 当时尚未发布")
    case .impossible(let file):
      Bilingual(en: "cannot be what became of file \(file) then", zh: "文件 \(file) 当时不可能如此")
    }
  }
}

/// An entry and what is wrong with it.
struct EntryFinding: Hashable, Sendable {
  let entry: Int64
  let flaw: EntryFlaw
}
