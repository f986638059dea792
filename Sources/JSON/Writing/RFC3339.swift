package import GridCore

/// Date and time as RFC 3339 has them, to the letter.
///
/// Stated choices: lower-case `t` and `z` are taken (§5.6 allows them), a space for `T` is not; a fraction of any
/// number of digits is taken and dropped, so that a moment is never later than what was written; a leap second (`:60`), `24:00`, the year 0000
/// and days that no calendar has are refused; an offset goes up to ±23:59 and is required; `-00:00` counts as UTC.
package enum RFC3339 {
  /// The moment a text names; nil where it is not written so.
  package static func timestamp(_ text: String) -> Timestamp? {
    var text = text
    return text.withUTF8 { bytes in
      var reader = Reader(bytes)
      return reader.timestamp()
    }
  }

  /// Writes the moment in UTC, `YYYY-MM-DDTHH:MM:SSZ`.
  ///
  /// A moment outside the years 0001 to 9999 is written as the nearest within.
  package static func append(_ moment: Timestamp, to bytes: inout [UInt8]) {
    append(fieldsOf: moment.seconds, to: &bytes)
    bytes.append(UInt8(ascii: "Z"))
  }

  /// Writes the moment as clocks show it so many seconds east of UTC, `2026-02-13T16:00:00+08:00`.
  ///
  /// The offset is taken in whole minutes, within ±23:59. A moment whose local year has no four digits is written at +00:00: another
  /// one must not be written in its place.
  package static func appendLocal(_ moment: Timestamp, offset: Int64, to bytes: inout [UInt8]) {
    var minutes = min(max(offset / 60, -1439), 1439)
    let seconds = clamped(moment.seconds)
    if clamped(seconds + minutes * 60) != seconds + minutes * 60 { minutes = 0 }
    append(fieldsOf: seconds + minutes * 60, to: &bytes)
    bytes.append(minutes < 0 ? ASCII.minus : ASCII.plus)
    let distance = Int(minutes.magnitude)
    append(distance / 60, digits: 2, to: &bytes)
    bytes.append(ASCII.colon)
    append(distance % 60, digits: 2, to: &bytes)
  }

  /// The moment in UTC, `YYYY-MM-DDTHH:MM:SSZ`.
  package static func text(_ moment: Timestamp) -> String {
    var bytes: [UInt8] = []
    append(moment, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The moment as clocks show it so many seconds east of UTC.
  package static func localText(_ moment: Timestamp, offset: Int64) -> String {
    var bytes: [UInt8] = []
    appendLocal(moment, offset: offset, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  // 0001-01-01T00:00:00Z and 9999-12-31T23:59:59Z.
  private static let earliest: Int64 = -62_135_596_800
  private static let latest: Int64 = 253_402_300_799

  /// Whether the moment can be written as it is: it lies in the years 0001 to 9999 of UTC.
  package static func holds(_ moment: Timestamp) -> Bool {
    clamped(moment.seconds) == moment.seconds
  }

  private static func clamped(_ seconds: Int64) -> Int64 {
    min(max(seconds, earliest), latest)
  }

  private static func append(fieldsOf seconds: Int64, to bytes: inout [UInt8]) {
    let seconds = clamped(seconds)
    let day = Int(seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400)
    let second = Int(seconds) - day * 86_400
    let date = CivilDate(dayNumber: day)
    append(date.year, digits: 4, to: &bytes)
    bytes.append(ASCII.minus)
    append(date.month, digits: 2, to: &bytes)
    bytes.append(ASCII.minus)
    append(date.day, digits: 2, to: &bytes)
    bytes.append(UInt8(ascii: "T"))
    append(second / 3600, digits: 2, to: &bytes)
    bytes.append(ASCII.colon)
    append(second / 60 % 60, digits: 2, to: &bytes)
    bytes.append(ASCII.colon)
    append(second % 60, digits: 2, to: &bytes)
  }

  private static func append(_ number: Int, digits: Int, to bytes: inout [UInt8]) {
    if digits > 1 { append(number / 10, digits: digits - 1, to: &bytes) }
    bytes.append(ASCII.zero + UInt8(truncatingIfNeeded: number % 10))
  }

  /// Takes a text apart, a byte at a time.
  private struct Reader {
    let bytes: UnsafeBufferPointer<UInt8>
    var index = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
      self.bytes = bytes
    }

    mutating func timestamp() -> Timestamp? {
      guard let year = number(digits: 4), take("-"), let month = number(digits: 2), take("-"),
        let day = number(digits: 2), let date = CivilDate(year: year, month: month, day: day), take("T") || take("t"),
        let hour = number(digits: 2), hour < 24, take(":"), let minute = number(digits: 2), minute < 60,
        take(":"), let second = number(digits: 2), second < 60, takeFraction(), let offset = offset(),
        index == bytes.count
      else { return nil }
      let local = Int64(date.dayNumber) * 86_400 + Int64(hour * 3600 + minute * 60 + second)
      return Timestamp(seconds: local - offset)
    }

    /// Seconds east of UTC.
    private mutating func offset() -> Int64? {
      if take("Z") || take("z") { return 0 }
      let isWest = take("-")
      guard isWest || take("+"), let hours = number(digits: 2), hours < 24, take(":"),
        let minutes = number(digits: 2), minutes < 60
      else { return nil }
      let seconds = Int64(hours * 3600 + minutes * 60)
      return isWest ? -seconds : seconds
    }

    /// No fraction, or a dot with digits.
    private mutating func takeFraction() -> Bool {
      guard take(".") else { return true }
      let start = index
      while index < bytes.count, ASCII.isDigit(bytes[index]) { index += 1 }
      return index > start
    }

    private mutating func number(digits: Int) -> Int? {
      var value = 0
      for _ in 0..<digits {
        guard index < bytes.count, ASCII.isDigit(bytes[index]) else { return nil }
        value = value * 10 + Int(bytes[index] - ASCII.zero)
        index += 1
      }
      return value
    }

    private mutating func take(_ wanted: Unicode.Scalar) -> Bool {
      guard index < bytes.count, UInt32(bytes[index]) == wanted.value else { return false }
      index += 1
      return true
    }
  }
}
