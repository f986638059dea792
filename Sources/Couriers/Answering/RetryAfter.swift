package import GridCore

/// How long a receiver asks to be left alone: seconds, or a moment (RFC 9110 §10.2.3); an hour at the most.
package struct RetryAfter: Hashable, Sendable {
  package let milliseconds: Int64

  /// Reads the value of the field; nil where it is neither.
  package init?(_ text: String, at now: Timestamp) {
    let digits = text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    if digits, !text.isEmpty {
      let seconds = text.utf8.count > 9 ? Verdict.longestWait : (Int64(text) ?? Verdict.longestWait) * 1000
      milliseconds = min(seconds, Verdict.longestWait)
      return
    }
    guard let moment = Self.moment(text) else { return nil }
    milliseconds = min(max(0, (moment - now.seconds) * 1000), Verdict.longestWait)
  }

  private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

  // `Sun, 06 Nov 1994 08:49:37 GMT`, as everybody writes it today.
  private static func moment(_ text: String) -> Int64? {
    let words = text.split(separator: " ")
    guard words.count == 6, words[0].hasSuffix(","), words[5] == "GMT", let day = Int64(words[1]), words[1].count == 2,
      let month = months.firstIndex(of: String(words[2])), let year = Int64(words[3]), (1970...9999).contains(year)
    else { return nil }
    let clock = words[4].split(separator: ":").compactMap { Int64($0) }
    guard clock.count == 3, (1...31).contains(day), (0...23).contains(clock[0]), (0...59).contains(clock[1]),
      (0...60).contains(clock[2])
    else { return nil }
    return days(year, Int64(month) + 1, day) * 86_400 + clock[0] * 3600 + clock[1] * 60 + clock[2]
  }

  // Days since 1970, years beginning in March so that a leap day is the last of its year.
  private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
    let shifted = month > 2 ? year : year - 1
    let era = shifted / 400
    let ofEra = shifted - era * 400
    let ofYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    return era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719_468
  }
}
