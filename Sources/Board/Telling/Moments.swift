package import GridCore
internal import JSON
package import Words

/// Moments and days as people of the town read them.
package struct Moments: Sendable {
  private let offset: Int64
  private let now: Timestamp
  private let language: Language

  init(_ reading: BoardReading) {
    offset = Int64(reading.book?.calendar.utcOffset ?? 0)
    now = reading.now
    language = reading.language
  }

  /// As machines have it.
  package static func machine(_ moment: Timestamp) -> String { RFC3339.text(moment) }

  /// As events have it, in the town's time.
  package static func local(_ moment: Timestamp, _ book: RuleBook) -> String {
    RFC3339.localText(moment, offset: Int64(book.calendar.utcOffset))
  }

  /// The whole moment: `2026-11-28 10:42:07`.
  package func whole(_ moment: Timestamp) -> String {
    let text = RFC3339.localText(moment, offset: offset)
    return "\(text.prefix(10)) \(text.dropFirst(11).prefix(8))"
  }

  /// As short as it can be understood: the clock of today, the day and the clock of another, the year of another year.
  package func short(_ moment: Timestamp) -> String {
    let (then, today) = (parts(moment), parts(now))
    if then.day == today.day { return then.clock }
    let year = then.year == today.year ? "" : "\(then.year)-"
    return "\(year)\(Self.two(then.month))-\(Self.two(then.dayOfMonth)) \(then.clock)"
  }

  /// The time of the page: `11 月 28 日 周六 10:42:07`.
  var clock: String {
    let at = parts(now)
    let second = Self.two(Int(at.second % 60))
    let weekday = Int((at.day + 4) % 7 + 7) % 7
    switch language {
    case .zh:
      return "\(at.month) 月 \(at.dayOfMonth) 日 周\(["日", "一", "二", "三", "四", "五", "六"][weekday]) \(at.clock):\(second)"
    case .en:
      let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
      return "\(days[weekday]) \(at.year)-\(Self.two(at.month))-\(Self.two(at.dayOfMonth)) \(at.clock):\(second)"
    }
  }

  var made: Bilingual { Bilingual(en: "as of \(whole(now))", zh: "截至 \(whole(now))") }

  /// `since 10:42`.
  package func since(_ moment: Timestamp) -> Bilingual {
    Bilingual(en: "since \(short(moment))", zh: "自 \(short(moment)) 起")
  }

  /// The local day, in days since 1970-01-01, and as it is written.
  package func day(_ moment: Timestamp) -> (number: Int64, text: String) {
    let at = parts(moment)
    return (at.day, "\(at.year)-\(Self.two(at.month))-\(Self.two(at.dayOfMonth))")
  }

  private func parts(_ moment: Timestamp) -> (
    day: Int64, year: Int, month: Int, dayOfMonth: Int, second: Int64, clock: String
  ) {
    let text = whole(moment)
    let date = text.prefix(10).split(separator: "-").map { Int($0) ?? 0 }
    let local = moment.seconds + offset
    let day = local >= 0 ? local / 86_400 : (local - 86_399) / 86_400
    return (
      day, date.first ?? 0, date.count > 1 ? date[1] : 0, date.count > 2 ? date[2] : 0, local - day * 86_400,
      String(text.dropFirst(11).prefix(5))
    )
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

extension HTML {
  /// A moment, short, with the whole of it for machines and on pointing.
  package mutating func moment(_ moment: Timestamp, _ moments: Moments) {
    element("time", ["datetime": Moments.machine(moment), "title": moments.whole(moment)], moments.short(moment))
  }
}

extension BoardReading {
  /// Moments in the town's time.
  package var moments: Moments { Moments(self) }
}
