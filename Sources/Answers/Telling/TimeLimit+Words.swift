package import GridCore
package import Words

extension TimeLimit {
  /// How long, as people say it: working days, not `wd`.
  package var wording: Bilingual {
    let days = amount == 1 ? "working day" : "working days"
    let (zh, en) =
      switch unit {
      case .seconds: ("秒", "s")
      case .minutes: ("分钟", "min")
      case .hours: ("小时", "h")
      case .workingHours: ("个工作小时", "working h")
      case .workingDays: ("个工作日", days)
      }
    return Bilingual(en: "\(amount) \(en)", zh: "\(amount) \(zh)")
  }
}
