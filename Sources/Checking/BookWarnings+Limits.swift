import GridCore
internal import Rules
internal import Words
internal import YAML

/// The limits that reports can have, and what is odd about them.
extension BookWarnings {
  /// A limit that a report can have, and at which post.
  struct LimitInUse {
    let limit: TimeLimit
    let urgency: Urgency
    /// The hours it counts in, where they are a post's own.
    let hours: WorkingHours?
    let spot: Spot
  }

  private struct Who: Hashable {
    let urgency: Urgency
    let post: String
  }

  /// Each limit at the place that says it, once for each urgency and post.
  func limitsInUse() -> [LimitInUse] {
    var limits: [LimitInUse] = []
    var ofDuties = [Set<Who>](repeating: [], count: book.duties.count)
    let hours = Dictionary(book.posts.map { ($0.id, $0.hours) }) { first, _ in first }
    func add(_ limit: TimeLimit, _ who: Who, _ spot: Spot?) {
      guard let spot else { return }
      limits.append(LimitInUse(limit: limit, urgency: who.urgency, hours: hours[who.post] ?? nil, spot: spot))
    }
    for (matter, place) in zip(book.matters, places.matters) {
      let who = Who(urgency: matter.urgency, post: matter.post)
      ofDuties[matter.duty].insert(who)
      add(matter.limit, who, place.limit)
    }
    let all = ofDuties.reduce(into: Set<Who>()) { $0.formUnion($1) }
    for (override, spot) in zip(book.overrides, places.overrideLimits) {
      guard let limit = override.limit else { continue }
      let ofMatter = override.when.matter.map { book.matters[$0] }
      let taken =
        ofMatter.map { [Who(urgency: $0.urgency, post: $0.post)] } ?? override.when.duty.map { ofDuties[$0] } ?? all
      for who in Set(taken.map { Who(urgency: $0.urgency, post: override.post ?? $0.post) }) { add(limit, who, spot) }
    }
    return limits
  }

  // MARK: Acceptance

  /// An item climbs for want of acceptance before its limit is over, or that says nothing.
  ///
  /// Counted for what is filed when a working week without holidays opens: a limit in running time and one in working time can only be
  /// compared at a moment.
  mutating func tellAcceptance() {
    let calendar = WorkCalendar(
      utcOffset: 0, hours: book.calendar.hours, holidays: [], makeUpDays: [], knownUntil: nil)
    // 1970-01-05 was a Monday.
    let filed = calendar.moment(day: 4, second: book.calendar.hours.windows.first?.start ?? 0)
    let climbs = Dictionary(
      uniqueKeysWithValues: Urgency.allCases.compactMap { urgency in
        book.lifecycle.acceptWithin[urgency].map {
          (urgency, (within: $0, moment: calendar.due(from: filed, limit: $0.doubled).moment))
        }
      })
    guard !climbs.isEmpty else { return }
    var late: [YAMLSpan: [Late]] = [:]
    var told: Set<[YAMLSpan]> = []
    for limit in limitsInUse() {
      guard let climb = climbs[limit.urgency], let own = places.acceptWithin[limit.urgency],
        climb.moment >= calendar.due(from: filed, limit: limit.limit, hours: limit.hours).moment,
        told.insert([own.span, limit.spot.span]).inserted
      else { continue }
      late[own.span, default: []].append(Late(limit: limit, within: climb.within, own: own))
    }
    for all in late.sorted(by: { $0.key.start < $1.key.start }) { tell(all.value) }
  }

  /// A limit that is over before the climb, with the time to accept that is too long for it.
  private struct Late {
    let limit: LimitInUse
    let within: TimeLimit
    let own: Spot
  }

  // A deadline that is too short is told at itself; an `accept_within` that is too long for many, once.
  private mutating func tell(_ late: [Late]) {
    let tooMany = 3
    guard late.count <= tooMany else {
      let (first, twice) = (late[0], late[0].within.doubled.text)
      return warn(
        .acceptLate, first.own,
        both(
          "twice this, \(twice), is no sooner than \(late.count) of the limits: their reports are overdue before anybody "
            + "hears that nobody has accepted",
          "它的两倍 \(twice) 不早于其中 \(late.count) 处时限：还没人知道无人签收，就已经超时了"),
        help: both("write less than half of the shortest limit", "请改成不到最短时限的一半"),
        related: (
          first.limit.spot, both("this is one of them, \(first.limit.limit.text)", "其中一处是 \(first.limit.limit.text)")
        ))
    }
    for one in late {
      let (text, within, urgency) = (one.limit.limit.text, one.within.text, one.limit.urgency.rawValue)
      warn(
        .acceptLate, one.limit.spot,
        both(
          "the limit \(text) of \(urgency) matters is over no later than twice “accept_within” (\(within)): they are overdue "
            + "before anybody hears that nobody has accepted",
          "\(urgency) 事项的时限 \(text) 不晚于“accept_within”（\(within)）的两倍：还没人知道无人签收，就已经超时了"),
        help: both(
          "shorten accept_within for \(urgency) matters, or lengthen the limit", "请缩短 \(urgency) 的 accept_within，或放宽时限"
        ), related: (one.own, both("“accept_within” stands here", "“accept_within”写在这里")))
    }
  }
}
