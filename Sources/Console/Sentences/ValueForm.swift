import Advice
import Answers
import Figures
import Formats
import GridCore
import JSON
import Reports
import Words

/// How the values of options and arguments are written, by what the help calls them: `<time>`, `<limit>`, …
enum ValueForm {
  /// What is wrong with a value; nil where it is written as it must be, or is free text.
  static func flaw(in value: String, of name: String) -> Bilingual? {
    switch name {
    case "time", "filed": timeFlaw(value)
    case "day": dayFlaw(value)
    case "time|day": ReportDay(value) == nil ? timeOrDayFlaw(value) : nil
    case "limit": TimeLimit(value) == nil ? limitFlaw(value) : nil
    case "seconds": Seconds(argument: value) == nil ? numberFlaw(value) : nil
    case "size": ByteSize(argument: value) == nil ? sizeFlaw(value) : nil
    case "n", "seq": Count(argument: value) == nil ? wholeFlaw(value) : nil
    default: choiceFlaw(value, among: words(of: name), called: otherNames(of: name))
    }
  }

  /// All that may be written, where that is one of a few words.
  static func words(of name: String) -> [String] {
    switch name {
    case "step": StepKind.allCases.map(\.rawValue)
    case "risk": Risk.allCases.map(\.rawValue)
    case "axis": ReportAxis.allCases.map(\.rawValue)
    case "column": ReportColumn.allCases.map(\.rawValue)
    case "part": ReportPart.named.map(\.rawValue)
    case "outcome": Outcome.allCases.map(\.rawValue)
    case "ground": ReturnGround.allCases.map(\.rawValue)
    case "1-5": (1...5).map(String.init)
    default: []
    }
  }

  /// What the words are called by people, who may write that instead.
  private static func otherNames(of name: String) -> [Named] {
    switch name {
    case "step": StepKind.allCases.map { Named(id: $0.rawValue, name: wording($0).zh) }
    case "outcome": Outcome.allCases.map { Named(id: $0.rawValue, name: wording($0).zh) }
    case "axis": ReportAxis.allCases.map { Named(id: $0.rawValue, name: wording($0).zh) }
    case "column": ReportColumn.allCases.map { Named(id: $0.rawValue, name: wording($0).zh) }
    case "ground": ReturnGround.allCases.map { Named(id: $0.rawValue, name: wording($0).zh) }
    default: []
    }
  }

  private static func sizeFlaw(_ value: String) -> Bilingual {
    Bilingual(en: "“\(value)” is no size; wanted one such as 256MiB", zh: "“\(value)”不是大小；应形如 256MiB")
  }

  private static func timeFlaw(_ value: String) -> Bilingual? {
    guard RFC3339.timestamp(value) == nil else { return nil }
    if RFC3339.timestamp(value + "Z") != nil {
      return Bilingual(
        en: "the time “\(value)” has no zone: write \(value)+08:00, or \(value)Z for UTC",
        zh: "时刻“\(value)”没有时区：请写 \(value)+08:00，或以 \(value)Z 表示 UTC")
    }
    return Bilingual(
      en: "“\(value)” is no time; wanted a date, a time and a zone as RFC 3339 has them: 2026-03-02T10:00:00+08:00",
      zh: "“\(value)”不是时刻；应按 RFC 3339 写明日期、时刻和时区，如 2026-03-02T10:00:00+08:00")
  }

  private static func timeOrDayFlaw(_ value: String) -> Bilingual? {
    // A time without its zone is told as such; what is neither is told both.
    guard let flaw = timeFlaw(value), RFC3339.timestamp(value + "Z") == nil else { return timeFlaw(value) }
    return Bilingual(
      en: flaw.en + ", or a day: 2026-03-02", zh: flaw.zh + "；也可写某一天，如 2026-03-02")
  }

  private static func dayFlaw(_ value: String) -> Bilingual? {
    guard ReportDay(value) == nil else { return nil }
    return Bilingual(
      en: "“\(value)” is no day; wanted a day of the calendar as year-month-day: 2026-03-02",
      zh: "“\(value)”不是日期；应按年-月-日写日历上的某一天，如 2026-03-02")
  }

  private static func limitFlaw(_ value: String) -> Bilingual {
    let advice = LimitAdvice(value)
    return Bilingual(en: "\(advice.message.en); \(advice.help.en)", zh: "\(advice.message.zh)；\(advice.help.zh)")
  }

  private static func numberFlaw(_ value: String) -> Bilingual {
    Bilingual(en: "“\(value)” is not a number of seconds from 0", zh: "“\(value)”不是从 0 起的秒数")
  }

  private static func wholeFlaw(_ value: String) -> Bilingual {
    Bilingual(en: "“\(value)” is not a whole number from 0", zh: "“\(value)”不是从 0 起的整数")
  }

  private static func choiceFlaw(_ value: String, among known: [String], called names: [Named]) -> Bilingual? {
    guard !known.isEmpty, !known.contains(value) else { return nil }
    let list = known.joined(separator: " ")
    let meant = Suggestions.nearest(to: value, among: known) ?? Suggestions.nearest(to: value, among: names)
    return Bilingual(en: "“\(value)” is none of: \(list)", zh: "“\(value)”不在可选值内：\(list)").suggesting(meant)
  }
}
