import GridCore
import JSON
import Rules
import Words

enum LimitPromises {
  /// The first byte chooses the scalar, the others are its text.
  static func check(_ bytes: [UInt8]) throws(BrokenPromise) {
    guard let first = bytes.first, let text = String(validating: bytes.dropFirst(), as: UTF8.self) else { return }
    let limit = TimeLimit(text)
    try promise(
      (limit != nil) == isLimit(text), "a limit or not: \(text.debugDescription) gives \(limit?.text ?? "none")")
    if let limit {
      try promise(limit.text == text, "a limit is written as it was read: \(limit.text), not \(text)")
      try checkClock(limit, SplitMix(of: bytes))
    }
    // What quotes hold as it stands; longer texts are the rules' own target.
    guard text.utf8.count <= 80, text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) && $0 != 0x22 && $0 != 0x5C }) else {
      return
    }
    var scalars = FuzzTown.Scalars()
    let isGood: Bool
    switch first % 6 {
    case 0: (scalars.limit, isGood) = (text, limit != nil)
    case 1: (scalars.hours, isGood) = (text, span(text).map { $0.from < $0.to } ?? false)
    case 2: (scalars.days, isGood) = (text, areDays(text))
    case 3: (scalars.offset, isGood) = (text, isOffset(text))
    case 4: (scalars.wait, isGood) = (text, limit?.continuousSeconds != nil)
    default: (scalars.night, isGood) = (text, span(text).map { $0.from != $0.to } ?? false)
    }
    try checkFile(FuzzTown.load(scalars), text, isGood: first % 6 == 4 ? nil : isGood)
  }

  private static func checkFile(_ loaded: LoadedRules, _ text: String, isGood: Bool?) throws(BrokenPromise) {
    // A limit in working time may be longer than the ladder bears; that is the file's fault, not the scalar's.
    let errors = loaded.diagnostics.filter { $0.severity == .error && $0.code != .limitTooLong }
    if let isGood {
      try promise(errors.isEmpty == isGood, "\(text.debugDescription) is good: \(isGood), yet \(errors.map(\.code))")
    }
    for fault in loaded.diagnostics {
      try checkWords(fault.message)
      if let suggestion = fault.suggestion { try checkWords(suggestion) }
    }
  }

  private static func isLimit(_ text: String) -> Bool {
    let most: [String: Int] = ["s": 315_360_000, "m": 5_256_000, "h": 87_600, "wh": 87_600, "wd": 3650]
    let digits = String(text.unicodeScalars.prefix { ("0"..."9").contains($0) }.map(Character.init))
    let unit = String(String.UnicodeScalarView(text.unicodeScalars.dropFirst(digits.utf8.count)))
    guard let bound = most[unit], digits.first != "0", digits.utf8.count < 12, let amount = Int(digits) else {
      return false
    }
    return amount <= bound
  }

  private static func span(_ text: String) -> (from: Int, to: Int)? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { clock(String($0)) }
    guard parts.count == 2, let from = parts[0], let to = parts[1], from < 1440 else { return nil }
    return (from, to)
  }

  /// `HH:MM` in minutes, 24:00 included.
  private static func clock(_ text: String) -> Int? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map { two(String($0)) }
    guard parts.count == 2, let hour = parts[0], let minute = parts[1], minute < 60 else { return nil }
    return hour * 60 + minute <= 1440 ? hour * 60 + minute : nil
  }

  private static func two(_ text: String) -> Int? {
    text.utf8.count == 2 && text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
  }

  private static func isOffset(_ text: String) -> Bool {
    guard text.hasPrefix("+") || text.hasPrefix("-"), let minutes = clock(String(text.dropFirst())) else {
      return false
    }
    return minutes <= 14 * 60
  }

  private static func areDays(_ text: String) -> Bool {
    let halves: [String]
    if let dots = text.firstRange(of: "..") {
      halves = [String(text[..<dots.lowerBound]), String(text[dots.upperBound...])]
    } else {
      halves = [text]
    }
    // A day is a moment without its time.
    let days = halves.map { half in RFC3339.timestamp(half + "T00:00:00Z").map { $0.seconds / 86_400 } }
    let isWithin = halves.allSatisfy { ("2000-01-01"..."2100-12-31").contains($0) }
    guard isWithin, let first = days.first ?? nil, let last = days.last ?? nil else { return false }
    // The town works on this day.
    return first <= last && last - first < 366 && !(first...last).contains(20_457)
  }

  /// A deadline lies behind its start, later starts give no earlier ones, and the stretches add up.
  private static func checkClock(_ limit: TimeLimit, _ seed: SplitMix) throws(BrokenPromise) {
    guard let calendar = FuzzTown.book?.calendar else { throw BrokenPromise(description: "the town's rules are good") }
    var random = seed
    let any = Timestamp(seconds: Int64(bitPattern: random.next()))
    try promise(calendar.due(from: any, limit: limit).moment >= any, "a deadline lies behind \(any)")
    let start = FuzzTown.receipt.adding(Int64(random.below(86_400 * 366)))
    var counted: Int64 = 0
    let due = calendar.due(from: start, limit: limit) { counted += $0.counted }
    let later = calendar.due(from: start.adding(Int64(random.below(86_400))), limit: limit)
    try promise(due.moment > start && later.moment >= due.moment, "who files later is not due earlier: \(due) \(later)")
    let wanted =
      switch limit.unit {
      case .workingHours: limit.amount * 3600
      case .workingDays: limit.amount * calendar.hours.secondsPerDay
      case .seconds, .minutes, .hours: limit.continuousSeconds ?? 0
      }
    try promise(counted == wanted, "the stretches add up to \(wanted), not \(counted)")
  }
}
