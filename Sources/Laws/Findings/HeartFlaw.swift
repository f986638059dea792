internal import Ledger
internal import Words

/// How the rules in force, or the ledger's own counters, are not what was written.
enum HeartFlaw: Hashable, Sendable {
  case rulesNeverInForce
  case rulesTextIsAnother
  case rulesNotAsPutInForce
  case otherRulesInForce
  case heartNotAsWritten
  case counter(Tally.Column, stored: Int64, found: Int64)
  case received(stored: Int64, decided: Int64)

  var words: Bilingual {
    switch self {
    case .rulesNeverInForce: Bilingual(en: "never put in force", zh: "从未生效")
    case .rulesTextIsAnother: Bilingual(en: "its text is another", zh: "原文已变")
    case .rulesNotAsPutInForce: Bilingual(en: "not as it was put in force", zh: "与生效时不符")
    case .otherRulesInForce: Bilingual(en: "the rules in force are not those last adopted", zh: "现行规则不是最后采用的那一份")
    case .heartNotAsWritten:
      Bilingual(en: "the ledger's own counters are not what was written", zh: "台账的计数与写入时不符")
    case .counter(let column, let stored, let found):
      Bilingual(
        en: "its counter \(column.name) says \(stored), the rows \(found)",
        zh: "计数 \(column.name) 为 \(stored)，实有 \(found)")
    case .received(let stored, let decided):
      Bilingual(en: "\(some(stored, "record")) received, \(decided) decided", zh: "收到记录 \(stored) 条，已定 \(decided) 条")
    }
  }
}
