package import GridCore
package import Words

/// Why an event went where it did: which matter, duty or override decided, with the names of the book where it is at hand.
package func explain(_ reason: AssignmentReason, book: RuleBook?) -> Bilingual {
  Bilingual(en: sentence(on: reason, book: book, in: .en), zh: sentence(on: reason, book: book, in: .zh))
}

/// The same in one language: notices are many, and the other one would be made for nothing.
func sentence(on reason: AssignmentReason, book: RuleBook?, in language: Language) -> String {
  let isEnglish = language == .en
  switch reason.kind {
  case .matter: return sentence(onMatter: reason.subject, book: book, isEnglish: isEnglish)
  case .override: return sentence(onOverride: reason.subject, book: book, isEnglish: isEnglish)
  case .noMatter: return isEnglish ? "the report names no matter" : "上报未写明事项"
  case .noGrid: return isEnglish ? "the report names no grid" : "上报未写明网格"
  case .unlistedMatter, .unknownGrid, .gridElsewhere, .unknownCommunity: break
  }
  let subject = quoted(reason.subject)
  return switch reason.kind {
  case .unlistedMatter: isEnglish ? "the matter \(subject) is not listed" : "事项\(subject)不在清单内"
  case .unknownGrid: isEnglish ? "no grid is called \(subject)" : "没有名为\(subject)的网格"
  case .gridElsewhere:
    isEnglish ? "the grid \(subject) lies in another community than the one named" : "网格\(subject)不属于所写社区"
  default: isEnglish ? "no community is called \(subject)" : "没有名为\(subject)的社区"
  }
}

private func sentence(onMatter code: String, book: RuleBook?, isEnglish: Bool) -> String {
  guard let book, let matter = book.matter(code) else { return isEnglish ? "matter \(code)" : "事项 \(code)" }
  let duty = book.duties[matter.duty].name
  let post = postName(matter.post, book: book)
  return isEnglish
    ? "matter \(matter.code) \(matter.name) of duty \(duty): post \(matter.post)\(post.map { " " + $0 } ?? "")"
    : "\(duty)事项 \(matter.code) \(matter.name)：岗位 \(post ?? matter.post)"
}

private func sentence(onOverride name: String, book: RuleBook?, isEnglish: Bool) -> String {
  guard !name.isEmpty else { return isEnglish ? "an override without a name" : "未命名的特殊规定" }
  let head = isEnglish ? "override \(quoted(name))" : "特殊规定\(quoted(name))"
  guard let book, let id = book.overrides.first(where: { $0.name == name })?.post else { return head }
  let post = postName(id, book: book)
  return isEnglish ? "\(head): post \(id)\(post.map { " " + $0 } ?? "")" : "\(head)：岗位 \(post ?? id)"
}

private func postName(_ id: String, book: RuleBook) -> String? {
  book.posts.first { $0.id == id }?.name
}

/// Why an override that was looked at does not fit.
package func explain(_ considered: Considered) -> Bilingual {
  let name = considered.name.map { quoted($0) } ?? ""
  let what: Bilingual =
    switch considered.mismatch {
    case .duty: Bilingual(en: "it is for another duty", zh: "职责不符")
    case .matter: Bilingual(en: "it is for another matter", zh: "事项不符")
    case .community: Bilingual(en: "it is for another community", zh: "社区不符")
    case .grid: Bilingual(en: "it is for another grid", zh: "网格不符")
    case .risk: Bilingual(en: "it is for another risk", zh: "风险等级不符")
    case .source: Bilingual(en: "it is for another source", zh: "来源不符")
    case .hours: Bilingual(en: "it is for other hours of the day", zh: "时段不符")
    }
  return Bilingual(
    en: "override\(name.isEmpty ? "" : " " + name) on line \(considered.line) does not fit: \(what.en)",
    zh: "第 \(considered.line) 行的特殊规定\(name)不适用：\(what.zh)")
}

/// Why a step is not taken, and which steps would be.
package func explain(_ refusal: StepRefusal) -> Bilingual {
  let step = refusal.step.rawValue
  let named = listed([refusal.step]).zh
  let why: Bilingual =
    switch refusal.why {
    case .state(let state):
      Bilingual(
        en: "an item that is \(state.rawValue) does not take “\(step)”", zh: "\(wording(state).zh)的事项不能“\(named)”")
    case .notInTriage:
      Bilingual(en: "“assign” is for items in triage, and this one has a post", zh: "“\(named)”只用于待分拨的事项，这件已有岗位")
    case .noteMissing: Bilingual(en: "“\(step)” needs a “note”", zh: "“\(named)”必须写明“note”")
    case .stillInTriage(let reason):
      Bilingual(
        en: "the facts given still lead to no post: \(explain(reason, book: nil).en)",
        zh: "所给信息仍无法确定岗位：\(explain(reason, book: nil).zh)")
    }
  let legal = listed(refusal.legal)
  return Bilingual(en: "\(why.en); legal now: \(legal.en)", zh: "\(why.zh)；当前可用步骤：\(legal.zh)")
}

/// Steps by their codes, in Chinese with the word of the trade: `签收(accept)`.
private func listed(_ steps: [StepKind]) -> Bilingual {
  Bilingual(
    en: steps.map(\.rawValue).joined(separator: ", "),
    zh: steps.map { "\(wording($0).zh)(\($0.rawValue))" }.joined(separator: "、"))
}

/// Why a well-formed event is refused: a code for machines and a sentence for people.
package func explain(_ refusal: Reception.Refusal) -> (code: String, message: Bilingual) {
  switch refusal {
  case .conflict:
    (
      "conflict",
      Bilingual(
        en: "an event with this source and id is known with other content; the first one stands",
        zh: "相同来源和编号的事件已存在且内容不同，以先到者为准")
    )
  case .keyCollision:
    (
      "key-collision",
      Bilingual(en: "another source and id have the same key; give the event another id", zh: "编号键冲突，请更换事件编号")
    )
  case .illegalStep(let refusal): ("illegal-step", explain(refusal))
  case .unsupportedStep(let kind):
    (
      "unsupported-step",
      Bilingual(
        en: "this version does not carry out “\(kind.rawValue)”; it does: \(listed(StepKind.taken).en)",
        zh: "当前版本尚不支持“\(listed([kind]).zh)”，支持：\(listed(StepKind.taken).zh)")
    )
  case .unknownItem:
    (
      "unknown-item",
      Bilingual(en: "no report made the item known in time", zh: "等待期内未收到该事项的上报")
    )
  }
}
