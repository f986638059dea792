import GridCore
import JSON

enum TimePromises {
  static func check(_ bytes: [UInt8]) throws(BrokenPromise) {
    if let text = String(validating: bytes, as: UTF8.self) {
      let moment = RFC3339.timestamp(text)
      let truth = slowMoment(bytes)
      try promise(moment?.seconds == truth, "the moment is \(truth ?? -1), not \(moment?.seconds ?? -1)")
      if let moment { try checkWriting(moment, offset: Int64(bytes.count) * 977) }
    }
    // The same bytes as two numbers: a moment and an offset of any size.
    var words: [Int64] = [0, 0]
    for (index, byte) in bytes.prefix(16).enumerated() { words[index / 8] = words[index / 8] << 8 | Int64(byte) }
    try checkWriting(Timestamp(seconds: words[0]), offset: words[1])
    try checkWriting(Timestamp(seconds: words[0] >> 24), offset: words[1] >> 44)
    try checkSums(Timestamp(seconds: words[0]), words[1])
  }

  /// What is written is read as the same moment, and written the same again; outside of four-digit years, as the nearest within.
  private static func checkWriting(_ moment: Timestamp, offset: Int64) throws(BrokenPromise) {
    let text = RFC3339.text(moment)
    let local = RFC3339.localText(moment, offset: offset)
    guard let first = RFC3339.timestamp(text), let second = RFC3339.timestamp(local) else {
      throw BrokenPromise(description: "what is written can be read: \(text) \(local)")
    }
    try promise(first == second, "here and there it is one moment: \(text) \(local)")
    try promise(RFC3339.text(first) == text, "written again it is \(RFC3339.text(first)), not \(text)")
    try promise((first == moment) == RFC3339.holds(moment), "\(moment) is written as \(text)")
    try promise(text.utf8.count == 20 && local.utf8.count == 25, "the width is fixed: \(text) \(local)")
  }

  private static func checkSums(_ moment: Timestamp, _ delta: Int64) throws(BrokenPromise) {
    let later = moment.adding(delta)
    try promise(delta >= 0 ? later >= moment : later < moment || moment.seconds == .min, "time goes the way it is sent")
  }

  /// The moment in another manner: parts of fixed width, days counted year by year.
  private static func slowMoment(_ bytes: [UInt8]) -> Int64? {
    func number(_ range: Range<Int>) -> Int? {
      guard range.upperBound <= bytes.count, bytes[range].allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
      return Int(String(decoding: bytes[range], as: UTF8.self))
    }
    func has(_ marks: String, _ place: Int) -> Bool {
      place < bytes.count && marks.utf8.contains(bytes[place])
    }
    guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10), let hour = number(11..<13),
      let minute = number(14..<16), let second = number(17..<19), has("-", 4), has("-", 7), has("Tt", 10), has(":", 13),
      has(":", 16), year >= 1, hour <= 23, minute <= 59, second <= 59, let days = days(before: year, month, day)
    else { return nil }
    var place = 19
    if has(".", place) {
      let fraction = bytes[(place + 1)...].prefix { (0x30...0x39).contains($0) }
      guard !fraction.isEmpty else { return nil }
      place = fraction.endIndex
    }
    let local = (days * 24 + hour) * 3600 + minute * 60 + second
    if has("Zz", place) { return place + 1 == bytes.count ? Int64(local) : nil }
    guard has("+-", place), let hours = number(place + 1..<place + 3), hours <= 23, has(":", place + 3),
      let minutes = number(place + 4..<place + 6), minutes <= 59, place + 6 == bytes.count
    else { return nil }
    let distance = hours * 3600 + minutes * 60
    return Int64(has("+", place) ? local - distance : local + distance)
  }

  private static func days(before year: Int, _ month: Int, _ day: Int) -> Int? {
    let isLeap = { (year: Int) in year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }
    let lengths = [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    guard (1...12).contains(month), day >= 1, day <= lengths[month - 1] else { return nil }
    // 719,162 days lie between 0001-01-01 and 1970-01-01.
    let before = year - 1
    let years = before * 365 + before / 4 - before / 100 + before / 400
    return years + lengths[..<(month - 1)].reduce(0, +) + day - 1 - 719_162
  }
}
