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
  case .round: return (isEnglish ? "round " : "定期任务") + quoted(reason.subject)
  case .signal: return (isEnglish ? "signal " : "廉情信号") + quoted(reason.subject)
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
