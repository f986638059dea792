internal import Custody
internal import GridCore
internal import Ledger
internal import Synchronization
internal import Words

/// Tells in good time that the published calendar of the rules in force ends.
///
/// The ledger is asked by who works with it anyway: the caretaker, who shows what he is told, must not wait for its disk.
final class CalendarWatch: Sendable {
  private static let nearDays = 30

  private let rules: RulesInForce
  private let alarms: Alarms
  /// Whether an open item is counted beyond the last known day.
  private let isBeyond = Mutex(false)

  init(rules: RulesInForce, alarms: Alarms) {
    self.rules = rules
    self.alarms = alarms
  }

  /// Asks the ledger; for whenever items may have changed, or the rules.
  func ask(_ ledger: any LedgerReading) throws(Failure) {
    let calendar = rules.current.calendar
    let end = calendar.knownUntil.map { calendar.moment(day: $0 + 1, second: 0) } ?? Timestamp(seconds: .min)
    let answer = try attempt { try ledger.hasProvisionalItem(dueFrom: end) }
    isBeyond.withLock { $0 = answer }
  }

  /// Shows it from 30 days before the last known day, or as soon as an open item is counted beyond that.
  func show(_ now: Timestamp) {
    let calendar = rules.current.calendar
    let known = calendar.knownUntil
    let day = known.map { CivilDate(dayNumber: $0).text }
    if let known, let day, known - calendar.local(now).day <= Self.nearDays {
      return alarms.raise(
        .calendar,
        Bilingual(
          en: "holidays are known until \(day) only; add the next year's to rules.yaml and move known_until on",
          zh: "节假日只公布到 \(day)；请在 rules.yaml 里补上下一年的，再改 known_until"))
    }
    guard isBeyond.withLock({ $0 }) else { return alarms.lower(.calendar) }
    alarms.raise(
      .calendar,
      Bilingual(
        en:
          "open items are counted beyond \(day ?? "any known day"), the last day whose holidays are known: their deadlines are "
          + "provisional until rules.yaml tells of more",
        zh: "有在办事项的时限算到了 \(day ?? "已知日期") 之后，放假安排尚未公布：在 rules.yaml 补上之前，这些时限都是暂定"))
  }
}
