internal import Words

/// How a file is not what its records and entries say.
enum FileFlaw: Hashable, Sendable {
  case ownIsAnother
  case fileMissing(record: Int64)
  case notTheOneReceived(entry: Int64)
  case recordCount(found: Int64)
  case tooManyFilesDiffer
  case refusedWithoutRecords
  case namedByNothing
  case fileIs(state: String, told: String, place: String?)
  case untold(state: String)

  var words: Bilingual {
    switch self {
    case .ownIsAnother: Bilingual(en: "not what stands for the daemon itself", zh: "不是代表本系统自身的那一行")
    case .fileMissing(let record):
      Bilingual(en: "missing; record \(record) came in it", zh: "缺失，记录 record \(record) 由它收到")
    case .notTheOneReceived(let entry):
      Bilingual(en: "not the one that was received, by entry \(entry)", zh: "与收到时不符（经过 entry \(entry)）")
    case .recordCount(let found):
      Bilingual(
        en: "does not have the \(some(found, "record that names", "records that name")) it", zh: "与其名下 \(found) 条记录不符")
    case .tooManyFilesDiffer:
      Bilingual(en: "too many files differ from their records", zh: "过多文件与其记录不符")
    case .refusedWithoutRecords: Bilingual(en: "has no records and has refused some", zh: "没有记录却有拒收数")
    case .namedByNothing: Bilingual(en: "named by no record and no entry", zh: "没有任何记录或经过提到它")
    case .fileIs(let state, let told, let place):
      Bilingual(
        en: "is \(state), the entries say \(told) \(place ?? "")", zh: "状态是 \(state)，经过记为 \(told) \(place ?? "")")
    case .untold(let state):
      Bilingual(en: "is \(state), and no entry says so", zh: "状态是 \(state)，经过中却没有")
    }
  }
}
