internal import Words

/// How a numbered row breaks a chain of hashes, or what hangs on one.
enum RowFlaw: Hashable, Sendable {
  case missing
  /// Its link is not the digest of what it holds and of the link before.
  case notAsWritten
  /// So many rows were linked, and the last that is there is another.
  case cutOff(written: Int64, last: Int64)
  case beyond(written: Int64)
  case otherHead
  case raisedByNoEntry
  case raisedAtAnotherTime(entry: Int64)
  case releasedUnheld(state: String)
  case releasedAs(state: String, told: String?)
  case putsNoRulesInForce

  var words: Bilingual {
    switch self {
    case .missing: Bilingual(en: "missing", zh: "缺失")
    case .notAsWritten: Bilingual(en: "not what was written", zh: "与写入时不符")
    case .cutOff(let written, let last):
      Bilingual(
        en: "missing; \(some(written, "row was", "rows were")) written, the last there is \(last)",
        zh: "缺失；共写入 \(written) 条，现有至 \(last)")
    case .beyond(let written):
      Bilingual(en: "only \(some(written, "row was", "rows were")) written", zh: "只写入过 \(written) 条")
    case .otherHead: Bilingual(en: "the chain's head in meta 1 is another", zh: "散列链头与台账所记不符")
    case .raisedByNoEntry: Bilingual(en: "raised by no entry", zh: "经过中没有其来由")
    case .raisedAtAnotherTime(let entry):
      Bilingual(en: "raised at another time than entry \(entry)", zh: "时间与经过 \(entry) 不符")
    case .releasedUnheld(let state):
      Bilingual(en: "was released and is \(state)", zh: "已解除等候，状态却是 \(state)")
    case .releasedAs(let state, let told):
      Bilingual(en: "is \(state), the entries say \(told ?? "nothing")", zh: "状态是 \(state)，经过记为 \(told ?? "无")")
    case .putsNoRulesInForce: Bilingual(en: "puts no rules in force", zh: "未写明生效的规则")
    }
  }
}
