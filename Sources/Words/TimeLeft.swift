/// A length of time in its two largest units, what is less than those left out: `1 h 20 min`, `1 小时 20 分`.
///
/// - Parameter inDays: whether 24 hours are a day: not of working time, whose days are shorter.
package func timeSpan(_ seconds: Int64, inDays: Bool = true) -> Bilingual {
  let units: [(size: Int64, en: String, zh: String)] = [
    (86_400, "d", "天"), (3600, "h", "小时"), (60, "min", "分"), (1, "s", "秒"),
  ]
  let length = Int64(clamping: seconds.magnitude)
  let known = inDays ? units[...] : units.dropFirst()
  guard let first = known.firstIndex(where: { $0.size <= length }) else { return Bilingual(en: "0 s", zh: "0 秒") }
  var parts = [(length / units[first].size, units[first])]
  if first + 1 < units.count {
    let next = (length % units[first].size / units[first + 1].size, units[first + 1])
    if next.0 > 0 { parts.append(next) }
  }
  return Bilingual(
    en: parts.map { "\($0.0) \($0.1.en)" }.joined(separator: " "),
    zh: parts.map { "\($0.0) \($0.1.zh)" }.joined(separator: " "))
}

/// What is left until a deadline, or how long it has passed: `1 h 20 min left`, `超时 3 小时`.
package func timeLeft(_ seconds: Int64, inDays: Bool = true) -> Bilingual {
  let span = timeSpan(seconds, inDays: inDays)
  return seconds < 0
    ? Bilingual(en: "\(span.en) overdue", zh: "超时 \(span.zh)") : Bilingual(en: "\(span.en) left", zh: "剩 \(span.zh)")
}
