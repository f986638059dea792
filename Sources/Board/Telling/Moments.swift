package import GridCore
internal import JSON
package import Words

/// Moments and days as people of the town read them.
package struct Moments: Sendable {
  /// A moment as the town's clocks and calendars show it.
  private struct Local {
    /// Days since 1970-01-01.
    let day: Int64
    /// Of the day.
    let second: Int64
    let date: CivilDate

    init(_ moment: Timestamp, offset: Int64) {
      // As far as days can be written in four digits of the year.
      let local = min(max(moment.seconds, -62_135_596_800), 253_402_300_799) + offset
      day = local >= 0 ? local / 86_400 : (local - 86_399) / 86_400
      second = local - day * 86_400
      date = CivilDate(dayNumber: Int(day))
    }

    /// `10:42`.
    var clock: String { "\(two(second / 3_600)):\(two(second / 60 % 60))" }
    /// `10:42:07`.
    var wholeClock: String { "\(clock):\(two(second % 60))" }
  }

  private let offset: Int64
  private let today: Local
  private let language: Language

  init(_ reading: BoardReading) {
    offset = Int64(reading.book?.calendar.utcOffset ?? 0)
    today = Local(reading.now, offset: offset)
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
    let then = Local(moment, offset: offset)
    return "\(then.date.text) \(then.wholeClock)"
  }

  /// As short as it can be understood: the clock of today, the day and the clock of another, the year of another year.
  package func short(_ moment: Timestamp) -> String {
    let then = Local(moment, offset: offset)
    if then.day == today.day { return then.clock }
    let date = then.date
    let year = date.year == today.date.year ? "" : "\(date.year)-"
    return "\(year)\(two(Int64(date.month)))-\(two(Int64(date.day))) \(then.clock)"
  }

  /// The time of the page: `11 月 28 日 周六 10:42:07`.
  var clock: String {
    let date = today.date
    let weekday = Int((today.day + 4) % 7 + 7) % 7
    switch language {
    case .zh:
      let day = ["日", "一", "二", "三", "四", "五", "六"][weekday]
      return "\(date.month) 月 \(date.day) 日 周\(day) \(today.wholeClock)"
    case .en:
      return "\(["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"][weekday]) \(date.text) \(today.wholeClock)"
    }
  }

  var made: Bilingual {
    let now = "\(today.date.text) \(today.wholeClock)"
    return Bilingual(en: "as of \(now)", zh: "截至 \(now)")
  }

  /// `since 10:42`.
  package func since(_ moment: Timestamp) -> Bilingual {
    Bilingual(en: "since \(short(moment))", zh: "自 \(short(moment)) 起")
  }

  /// The local day, in days since 1970-01-01, and as it is written.
  package func day(_ moment: Timestamp) -> (number: Int64, text: String) {
    let then = Local(moment, offset: offset)
    return (then.day, then.date.text)
  }
}

private func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }

extension HTML {
  /// A moment, short, with the whole of it for machines and on pointing.
  package mutating func moment(_ moment: Timestamp, _ moments: Moments) {
    element("time") { html in
      html.attribute("datetime", moment)
      html.put(" title=\"")
      moments.write(whole: moment, to: &html)
      html.put("\"")
    } _: {
      moments.write(short: moment, to: &$0)
    }
  }
}

extension Moments {
  // Digit by digit: every row of a table has two moments. A year without four digits is left to texts.

  fileprivate func write(whole moment: Timestamp, to html: inout HTML) {
    let then = Local(moment, offset: offset)
    guard (1...9_999).contains(then.date.year) else { return html.text(whole(moment)) }
    html.put(Int64(then.date.year), digits: 4)
    html.put("-")
    write(day: then.date, to: &html)
    write(clock: then, to: &html)
    html.put(":")
    html.put(then.second % 60, digits: 2)
  }

  fileprivate func write(short moment: Timestamp, to html: inout HTML) {
    let then = Local(moment, offset: offset)
    guard then.day == today.day || then.date.year == today.date.year else { return html.text(short(moment)) }
    if then.day != today.day { write(day: then.date, to: &html) }
    write(clock: then, to: &html)
  }

  private func write(day date: CivilDate, to html: inout HTML) {
    html.put(Int64(date.month), digits: 2)
    html.put("-")
    html.put(Int64(date.day), digits: 2)
    html.put(" ")
  }

  private func write(clock then: Local, to html: inout HTML) {
    html.put(then.second / 3_600, digits: 2)
    html.put(":")
    html.put(then.second / 60 % 60, digits: 2)
  }
}

extension BoardReading {
  /// Moments in the town's time.
  package var moments: Moments { Moments(self) }
}
