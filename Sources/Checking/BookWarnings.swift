internal import Change
import GridCore
internal import Rules
internal import Words
internal import YAML

/// Finds what is valid in a book and hardly meant.
struct BookWarnings {
  let book: RuleBook
  let places: RulePlaces
  var found: DiagnosticList

  mutating func warn(
    _ code: FaultCode, _ spot: Spot?, _ message: Bilingual, help: Bilingual,
    related: (spot: Spot, message: Bilingual)? = nil
  ) {
    // Of a book that could be read every place is known.
    guard let spot else { return }
    found.add(severity: .warning, Diagnostic(code, spot, message, help: help, related: related))
  }

  /// Keywords that are what another matter is called.
  mutating func tellKeywords() {
    var names: [ByteText: Int] = [:]
    for (index, matter) in book.matters.enumerated() { names[ByteText(matter.name)] = index }
    for (index, matter) in book.matters.enumerated() {
      for (keyword, spot) in zip(matter.keywords, places.matters[index].keywords) {
        guard let other = names[ByteText(keyword)], other != index else { continue }
        let code = book.matters[other].code
        warn(
          .keywordClash, spot,
          both(
            "the keyword \(quoted(keyword)) of \(matter.code) is the name of another matter, \(code)",
            "\(matter.code) 的叫法 \(quoted(keyword)) 就是另一个事项 \(code) 的名称"),
          help: both("take it out here: who says so means \(code)", "请从这里删掉：这么说的人指的是 \(code)"),
          related: (places.matters[other].code, both("this matter is called so", "这个事项就叫这个名称")))
      }
    }
  }

  private static let manyRounds = 5000

  /// More reports a month than people will look at.
  mutating func tellRounds(_ raised: Int) {
    guard raised > Self.manyRounds else { return }
    warn(
      .manyRounds, places.rounds,
      both(
        "the rounds raise \(raised) reports a month, those for subjects not counted: more than \(Self.manyRounds)",
        "定期任务每月要派 \(raised) 件（不算企业的），超过 \(Self.manyRounds) 件"),
      help: both(
        "see whether each is needed at every place as often as that", "请看看是否每处都要查得这么勤"))
  }

  // MARK: The day

  private static let nearDays = 30
  private static let horizonDays = 60

  /// What the day of the check makes of the book.
  mutating func tellDays(at now: Timestamp) {
    let today = book.calendar.local(now).day
    for (index, matter) in book.matters.enumerated() {
      guard let until = matter.until, (0...Self.nearDays).contains(until - today) else { continue }
      let (left, day) = (Self.left(until - today), CivilDate(dayNumber: until).text)
      warn(
        .untilNear, places.matters[index].until,
        both(
          "\(matter.code) is listed until \(day), \(left.en); what comes later goes to triage",
          "\(matter.code) 只列到 \(day)，\(left.zh)；之后的上报转待分拨"),
        help: both("move “until” on, or see that its reports go elsewhere by then", "请推迟“until”，或安排好到期后的去处"))
    }
    if let known = book.calendar.knownUntil { tellHorizon(known, today: today, now) }
  }

  private mutating func tellHorizon(_ known: Int, today: Int, _ now: Timestamp) {
    let day = CivilDate(dayNumber: known).text
    let help = both(
      "add the holidays and make-up days of the next year once they are published, and move known_until on",
      "下一年的放假安排公布后，请补上节假日和调休，再改 known_until")
    if known - today < Self.horizonDays {
      let left = Self.left(known - today)
      return warn(
        .calendarHorizon, places.knownUntil,
        both(
          "holidays are known until \(day), \(left.en); working time beyond is marked provisional",
          "节假日只公布到 \(day)，\(left.zh)；超过这一天的工作时间都标“暂定”"), help: help)
    }
    var farthest: (limit: TimeLimit, due: Timestamp)?
    for use in limitsInUse() {
      let due = book.calendar.due(from: now, limit: use.limit, hours: use.hours)
      if due.provisional, farthest.map({ $0.due < due.moment }) ?? true { farthest = (use.limit, due.moment) }
    }
    guard let (limit, due) = farthest else { return }
    let reached = CivilDate(dayNumber: book.calendar.local(due).day).text
    warn(
      .calendarHorizon, places.knownUntil,
      both(
        "holidays are known until \(day), but the limit \(limit.text) of a report of today reaches \(reached)",
        "节假日只公布到 \(day)，而今天收到、时限 \(limit.text) 的上报要办到 \(reached)"), help: help)
  }

  private static func left(_ days: Int) -> Bilingual {
    switch days {
    case 0: both("which is today", "就是今天")
    case 1: both("1 day from now", "还有 1 天")
    case 2...: both("\(days) days from now", "还有 \(days) 天")
    default: both("which is past", "已经过去")
    }
  }
}
