internal import Words

/// How a record, an item or an identity is not what belongs to it.
enum RecordFlaw: Hashable, Sendable {
  case ownsWhatIsNotIts
  case otherBytes
  case bytesGone
  case bytesOfNoRecord
  case hasNoItem
  case waitedForAnother
  case reportsAndItems(reports: Int64, items: Int64)
  case acceptedAndCaused(accepted: Int64, caused: Int64)
  case hasNoRecordOrRules
  case notices(wanted: Int64, found: Int64)
  case onSite(notices: Int64, onSite: Bool)
  case noticeOfNoItem
  case notAsEntriesSay
  case twice
  case identityOfReport
  case notAsRated
  case notAsReported
  case ownReports(records: Int64, rows: Int64)
  case definitionNotAsWritten
  case notAsCounted
  case onAnothersSheet
  case notAsVisited
  case ratings(records: Int64, rows: Int64)
  case notRaised
  case signalMissing(String)

  var words: Bilingual {
    switch self {
    case .ownsWhatIsNotIts: Bilingual(en: "owns what its state does not give it", zh: "占有其状态不应占有的标识")
    case .otherBytes: Bilingual(en: "not the bytes received", zh: "与收到时不同")
    case .bytesGone: Bilingual(en: "the bytes are gone", zh: "不见了")
    case .bytesOfNoRecord: Bilingual(en: "bytes of a record that is not there", zh: "所属记录不存在")
    case .hasNoItem: Bilingual(en: "accepted, and has no item", zh: "已接受，却没有事项")
    case .waitedForAnother: Bilingual(en: "waited for another item", zh: "等候的是另一件事项")
    case .reportsAndItems(let reports, let items):
      Bilingual(
        en: "\(some(reports, "report was", "reports were")) accepted, the items are \(items)",
        zh: "接受上报 \(reports) 件，事项 \(items) 件")
    case .acceptedAndCaused(let accepted, let caused):
      Bilingual(
        en: "\(some(accepted, "record was", "records were")) accepted, \(caused) changed an item",
        zh: "接受记录 \(accepted) 条，改动事项的 \(caused) 条")
    case .hasNoRecordOrRules: Bilingual(en: "has no record or no rules", zh: "没有记录或规则")
    case .notices(let wanted, let found):
      Bilingual(en: "had \(some(wanted, "notice")), \(found) found", zh: "应有通知单 \(wanted) 张，实有 \(found) 张")
    case .onSite(let notices, let onSite):
      Bilingual(
        en: "\(some(notices, "notice")), put right on the spot: \(onSite ? "yes" : "no")",
        zh: "通知单 \(notices) 张，当场办结：\(onSite ? "是" : "否")")
    case .noticeOfNoItem: Bilingual(en: "of an item that is not there", zh: "所属事项不存在")
    case .notAsEntriesSay: Bilingual(en: "not what its entries say", zh: "与其经过不符")
    case .twice: Bilingual(en: "there more than once", zh: "重复存在")
    case .notAsRated: Bilingual(en: "the register does not say what its record does", zh: "主体台账与其记录不符")
    case .notAsReported: Bilingual(en: "not what its record says", zh: "与其记录不符")
    case .ownReports(let records, let rows):
      Bilingual(
        en: "\(some(records, "report")) of the daemon's own, \(rows) listed", zh: "系统自生上报 \(records) 件，所列 \(rows) 件")
    case .definitionNotAsWritten: Bilingual(en: "not as it was written", zh: "与写入时不符")
    case .notAsCounted: Bilingual(en: "its figures are not what is there", zh: "其计数与实有不符")
    case .onAnothersSheet:
      Bilingual(en: "is on a visit sheet that is another subject's or post's", zh: "所在走访单属于别的主体或岗位")
    case .notAsVisited: Bilingual(en: "histories tell of another day or none", zh: "与事项经过所记不符")
    case .ratings(let records, let rows):
      Bilingual(
        en: "\(some(records, "rating was", "ratings were")) accepted, the register has \(rows)",
        zh: "接受评级 \(records) 件，主体台账所记 \(rows) 件")
    case .notRaised: Bilingual(en: "reached, and not raised", zh: "已达到，却没有上报")
    case .signalMissing(let name): Bilingual(en: "“\(name)” was counted, and is not there", zh: "“\(name)”已有计数，却没有此行")
    case .identityOfReport: Bilingual(en: "its identity is a report's too", zh: "其标识已为一件上报所有")
    }
  }
}
