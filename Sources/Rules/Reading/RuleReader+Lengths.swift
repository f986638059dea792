internal import Formats
import GridCore
internal import Words
internal import YAML

/// Limits in working hours are bounded by the days they take: of a post that works a minute a day, an hour is sixty days.
extension RuleReader {
  /// Tells the limits of duties and matters that take too many working days.
  mutating func checkLengths(of drafts: [MatterDraft]) {
    var told: Set<YAMLMark> = []
    let ofMatters = drafts.compactMap { draft -> (limit: TimeLimit, post: Int, spot: Spot)? in
      guard let limit = draft.limit.value, let post = draft.post.value, let spot = draft.limitSpot else { return nil }
      return (limit, post, spot)
    }
    for (limit, post, spot) in dutyLimits + ofMatters where !told.contains(spot.span.start) {
      if checkLength(limit, ofPost: post, at: spot) { told.insert(spot.span.start) }
    }
  }

  /// Tells the limit of an override that takes too many working days at its own post, or at one it leaves in charge.
  mutating func checkLength(of override: Override, _ drafts: [MatterDraft], at spot: Spot) {
    guard let limit = override.limit else { return }
    if let post = override.post {
      if let index = postNames[post] { checkLength(limit, ofPost: index, at: spot) }
      return
    }
    var checked: Set<Int> = []
    for (index, draft) in drafts.enumerated() {
      guard override.when.matter.map({ $0 == index }) ?? true, override.when.duty.map({ $0 == draft.duty }) ?? true,
        let post = draft.post.value, checked.insert(post).inserted
      else { continue }
      if checkLength(limit, ofPost: post, at: spot) { return }
    }
  }

  @discardableResult
  mutating func checkLength(_ limit: TimeLimit, ofPost post: Int, at spot: Spot) -> Bool {
    guard let hours = posts[post].hours ?? openHours else { return false }
    return checkLength(limit, in: hours, of: posts[post].hours == nil ? nil : posts[post].id, at: spot)
  }

  /// Whether a limit takes too many working days of these hours, a post's or the calendar's; then it is told.
  @discardableResult
  mutating func checkLength(_ limit: TimeLimit, in hours: WorkingHours, of post: String?, at spot: Spot) -> Bool {
    guard limit.unit == .workingHours else { return false }
    let days = (limit.amount * 3600 + hours.secondsPerDay - 1) / hours.secondsPerDay
    guard days > TimeLimit.mostDays else { return false }
    let whose =
      post.map { both("the hours of the post \(quoted($0))", "岗位 \(quoted($0)) 的上班时间") }
      ?? both("the working hours of the calendar", "日历的上班时间")
    fault(
      .limitTooLong, spot,
      both(
        "the limit \(quoted(limit.text)) takes \(days) working days in \(whose.en); at most \(TimeLimit.mostDays) are taken",
        "时限 \(quoted(limit.text)) 按\(whose.zh)要用 \(days) 个工作日，最多 \(TimeLimit.mostDays) 个"),
      help: both(
        "write a shorter limit, or a unit that counts day and night (h)", "请缩短时限，或改用昼夜连算的单位 h"))
    return true
  }
}
