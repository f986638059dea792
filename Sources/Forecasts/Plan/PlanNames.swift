internal import Change
internal import GridCore
internal import Words

/// The names of two books, as people say them: those of the new one where both have a name.
struct PlanNames {
  private let new: RuleBook
  private let language: Language
  /// Those that any override of either book names.
  private let sources: [ByteText]
  private var posts: [ByteText: String] = [:]
  private var groups: [ByteText: String] = [:]
  private var matters: [ByteText: String] = [:]
  private var duties: [ByteText: String] = [:]
  private var communities: [ByteText: String] = [:]
  /// By id: the community's id, and what the grid is called behind its name.
  private var grids: [ByteText: (community: String, name: String)] = [:]

  init(_ old: RuleBook, _ new: RuleBook, _ language: Language) {
    self.new = new
    self.language = language
    sources = KindSpace([old, new]).sources
    for book in [old, new] {
      for post in book.posts { posts[ByteText(post.id)] = post.name }
      for group in book.groups { groups[ByteText(group.id)] = group.name }
      for matter in book.matters { matters[ByteText(matter.code)] = matter.name }
      for duty in book.duties { duties[ByteText(duty.id)] = duty.name }
      for community in book.communities { communities[ByteText(community.id)] = Self.short(community.name) }
      for grid in book.grids {
        let community = book.communities[grid.community]
        let own = grid.name.hasPrefix(community.name) ? String(grid.name.dropFirst(community.name.count)) : grid.name
        grids[ByteText(grid.id)] = (community.id, own.isEmpty ? grid.id : own)
      }
    }
  }

  /// People leave out what all communities are called.
  private static func short(_ name: String) -> String {
    name.hasSuffix("社区") && name.count > 2 ? String(name.dropLast(2)) : name
  }

  private var comma: String { language.say(", ", "、") }

  func post(_ id: String) -> String { posts[ByteText(id)] ?? id }
  func community(_ id: String) -> String { communities[ByteText(id)] ?? id }
  func group(_ id: String) -> String { groups[ByteText(id)] ?? id }
  func matter(_ code: String) -> String { matters[ByteText(code)] ?? code }

  // MARK: Lines

  /// Which matters, where and when: `17 matters of 城管 in 合水口`.
  func sentence(_ line: RuleChange.Line) -> String {
    let duty = duties[ByteText(line.duty)] ?? line.duty
    let count = line.matters.count
    let told = count <= 3 ? line.matters.map { matter($0) }.joined(separator: comma) : ""
    let what = language.say(
      "\(counted(count, "matter")) of \(duty)" + (told.isEmpty ? "" : " (\(told))"),
      "\(duty) \(count) 个事项" + (told.isEmpty ? "" : "（\(told)）"))
    return what + language.say(" in ", "，") + place(line) + (line.when.map { language.say(", ", "，") + when($0) } ?? "")
  }

  private func place(_ line: RuleChange.Line) -> String {
    if let ids = line.communities {
      let names = ids.map { communities[ByteText($0)] ?? $0 }
      let others = new.communities.filter { !ids.contains($0.id) }.map { communities[ByteText($0.id)] ?? $0.id }
      if names.count > 3, others.count <= 3, !others.isEmpty {
        let list = others.joined(separator: comma)
        return language.say("all communities but \(list)", "除\(list)外的各社区")
      }
      guard names.count > 6 else { return names.joined(separator: comma) }
      let first = names.prefix(5).joined(separator: comma)
      return language.say("\(first) and \(names.count - 5) more communities", "\(first)等 \(names.count) 个社区")
    }
    guard let ids = line.grids else { return language.say("all communities", "各社区") }
    guard ids.count > Self.mostGrids else { return list(ids) }
    // Of many it is shorter to say which are not among them.
    let own = Set(ids)
    let others = new.grids.map(\.id).filter { !own.contains($0) }
    guard others.count <= Self.mostGrids else { return list(ids) }
    return language.say("all grids but \(list(others))", "除\(list(others))外的各格")
  }

  /// How many grids are named one by one.
  private static let mostGrids = 12

  /// Grids behind their communities; whole communities by their names.
  func list(_ ids: [String]) -> String {
    var order: [String] = []
    var members: [String: [String]] = [:]
    for id in ids {
      let (community, name) = grids[ByteText(id)] ?? ("", id)
      if members[community] == nil { order.append(community) }
      members[community, default: []].append(name)
    }
    let sizes = Dictionary(grouping: new.grids) { new.communities[$0.community].id }.mapValues(\.count)
    var left = Self.mostGrids
    var parts: [String] = []
    for community in order {
      let own = members[community] ?? []
      let name = communities[ByteText(community)] ?? community
      guard left > 0 else { break }
      if own.count > 1, own.count == sizes[community] {
        parts.append(name)
        left -= 1
      } else {
        parts.append(name + " " + own.prefix(left).joined(separator: comma))
        left -= min(own.count, left)
      }
    }
    let text = parts.joined(separator: language.say(", ", "，"))
    return left > 0 ? text : text + language.say(" … (\(ids.count) grids)", " ……（共 \(ids.count) 格）")
  }

  private func when(_ when: KindProduct) -> String {
    var parts: [String] = []
    if let risks = when.risks {
      let names = risks.map { risk in
        risk.map { language.say($0.rawValue, Self.chinese($0)) } ?? language.say("no", "无")
      }
      parts.append(names.joined(separator: language.say(" or ", "或")) + language.say(" risk", "风险"))
    }
    if let sources = when.sources {
      let or = language.say(" or ", " 或 ")
      if sources.contains(nil) {
        // Short are the ones that it is not.
        let others = self.sources.filter { !sources.contains($0) }.map(\.text)
        parts.append(
          language.say("from any source but \(others.joined(separator: or))", "除 \(others.joined(separator: or)) 外的来源"))
      } else {
        parts.append(language.say("from ", "来自 ") + sources.compactMap { $0?.text }.joined(separator: or))
      }
    }
    if let hours = when.hours {
      parts.append(hours.map { clockSpan($0.start, $0.end) }.joined(separator: comma))
    }
    return parts.joined(separator: language.say(", ", "，"))
  }

  private static func chinese(_ risk: Risk) -> String {
    switch risk {
    case .red: "红色"
    case .orange: "橙色"
    case .yellow: "黄色"
    case .blue: "蓝色"
    }
  }

  // MARK: Settings

  static func ladderRows(_ pair: RuleChange.Pair<ByUrgency<[Rung]>>, _ language: Language) -> [String] {
    let (from, to) = (ladders(pair.from), ladders(pair.to))
    let (head, before, after) = language == .zh ? ("逐级上报", "原", "新") : ("ladder", "was", "will be")
    return ["  \(head)  \(before): \(from)", "  \(head)  \(after): \(to)"]
  }

  private static func ladders(_ ladders: ByUrgency<[Rung]>) -> String {
    let named = Urgency.allCases.compactMap { urgency in
      ladders.values[urgency].map { "\(urgency.rawValue): \(rungs($0))" }
    }
    let rest = rungs(ladders.fallback)
    return ([named.isEmpty ? rest : "default: \(rest)"] + named).joined(separator: "; ")
  }

  private static func rungs(_ ladder: [Rung]) -> String {
    ladder.map { rung in
      let parts = [
        rung.to.text, rung.after.map { "after \($0.text)" }, rung.repeat.map { "repeat \($0.every.text)" },
        rung.repeat?.times.map { "times \($0)" }, rung.unlessAccepted ? "unless_accepted" : nil,
      ]
      return parts.compactMap { $0 }.joined(separator: " ")
    }.joined(separator: " → ")
  }

  static func calendarRows(_ pair: RuleChange.Pair<DeclaredCalendar>, _ language: Language) -> [String] {
    let (from, to) = (pair.from, pair.to)
    var rows: [String] = []
    let add = { (rows: inout [String], key: String, before: String, after: String) in
      if before != after { rows.append("  calendar.\(key): \(before) → \(after)") }
    }
    add(&rows, "hours", from.hours.texts.joined(separator: " "), to.hours.texts.joined(separator: " "))
    for (key, before, after) in [
      ("holidays", from.holidays, to.holidays), ("make_up_days", from.makeUpDays, to.makeUpDays),
    ] {
      let (old, new) = (Set(before.flatMap { Array($0) }), Set(after.flatMap { Array($0) }))
      let changes =
        new.subtracting(old).sorted().map { "+\(dayText($0))" }
        + old.subtracting(new).sorted().map { "-\(dayText($0))" }
      if changes.isEmpty { continue }
      let more = changes.count > 8 ? " … (\(changes.count))" : ""
      rows.append("  calendar.\(key): " + changes.prefix(8).joined(separator: " ") + more)
    }
    add(&rows, "known_until", from.knownUntil.map(dayText) ?? "-", to.knownUntil.map(dayText) ?? "-")
    let hours = { (calendar: DeclaredCalendar, post: String) in
      calendar.posts.first { $0.id == post }?.hours.texts.joined(separator: " ") ?? "-"
    }
    for post in Set((from.posts + to.posts).map(\.id)).sorted() {
      let (before, after) = (hours(from, post), hours(to, post))
      if before != after { rows.append("  posts.\(post).hours: \(before) → \(after)") }
    }
    return rows
  }
}
