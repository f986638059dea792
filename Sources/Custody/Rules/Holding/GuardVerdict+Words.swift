package import Change
package import GridCore
package import Words

extension GuardVerdict.Reason {
  /// What speaks against taking a change without a word; `old` is the book whose guard says so.
  package func words(_ old: RuleBook) -> Bilingual {
    switch self {
    case .moved(let percent, let limit):
      Bilingual(
        en: "\(percent.text)% of the routes go to another post or are gone; the guard lets \(limit)% pass",
        zh: "改派或取消的派单路线占 \(percent.text)%，上限 \(limit)%")
    case .changed(let percent, let limit):
      Bilingual(
        en:
          "\(percent.text)% of the routes get another post, group or limit or are gone; the guard lets \(limit)% pass",
        zh: "岗位、功能组、时限有变或取消的派单路线占 \(percent.text)%，上限 \(limit)%")
    case .emptied(let posts, let limit):
      Bilingual(
        en: "\(counted(posts.count, "post is", "posts are")) left without any work "
          + "(\(posts.map { name(of: $0, old) }.joined(separator: ", "))); the guard lets \(limit) pass",
        zh: "\(posts.count) 个岗位一件事也分不到（\(posts.map { name(of: $0, old) }.joined(separator: "、"))），上限 \(limit) 个")
    case .orphaned(let items, let limit):
      Bilingual(
        en:
          "\(counted(items, "open item has", "open items have")) no place in the new rules; the guard lets \(limit) pass",
        zh: "\(items) 件在办事项在新规则里没有去处，上限 \(limit) 件")
    case .late(let items, let limit):
      Bilingual(
        en:
          "\(counted(items, "open item", "open items")) would be over the deadline at once; the guard lets \(limit) pass",
        zh: "\(items) 件在办事项按新时限已经超时，上限 \(limit) 件")
    case .shorterLadder:
      Bilingual(en: "the ladder has fewer rungs than before", zh: "逐级上报的级数比原来少")
    case .looserGuard(let keys):
      Bilingual(
        en: "the new rules loosen the guard itself: \(keys.joined(separator: ", "))",
        zh: "新规则放宽了改动上限本身：\(keys.joined(separator: "、"))")
    }
  }
}

private func name(of post: String, _ book: RuleBook) -> String {
  book.posts.first { $0.id == post }?.name ?? post
}
