package import GridCore

/// Writes JSON into bytes, front to back, members in the order they are written.
///
/// It puts in commas and colons; that containers are closed and every key has a value is the caller's part. Strings are escaped
/// where RFC 8259 §7 demands it and nowhere else.
package struct JSONWriter: Sendable {
  /// What was written so far.
  package private(set) var bytes: [UInt8] = []
  private var needsComma = false

  /// A writer with room for so many bytes before it must grow.
  package init(reservingCapacity capacity: Int = 256) {
    bytes.reserveCapacity(capacity)
  }

  /// Opens an object.
  package mutating func beginObject() { open(ASCII.leftBrace) }

  /// Closes the object at hand.
  package mutating func endObject() { close(ASCII.rightBrace) }

  /// Opens an array.
  package mutating func beginArray() { open(ASCII.leftBracket) }

  /// Closes the array at hand.
  package mutating func endArray() { close(ASCII.rightBracket) }

  /// The key of the value that is written next.
  package mutating func key(_ key: String) {
    separate()
    append(quoting: key)
    bytes.append(ASCII.colon)
    needsComma = false
  }

  /// Writes `null`.
  package mutating func null() { word("null") }

  /// Writes `true` or `false`.
  package mutating func bool(_ value: Bool) { word(value ? "true" : "false") }

  /// Writes an integer of any width in decimal digits.
  package mutating func number(_ value: some BinaryInteger) {
    word(value.description)
  }

  /// Writes text, quoted and escaped.
  package mutating func string(_ text: String) {
    separate()
    append(quoting: text)
    needsComma = true
  }

  /// A text that is JSON already, as it is.
  package mutating func raw(_ json: [UInt8]) {
    separate()
    bytes.append(contentsOf: json)
    needsComma = true
  }

  /// A moment in UTC, `"YYYY-MM-DDTHH:MM:SSZ"`.
  package mutating func time(_ moment: Timestamp) {
    separate()
    bytes.append(ASCII.quote)
    RFC3339.append(moment, to: &bytes)
    bytes.append(ASCII.quote)
    needsComma = true
  }

  /// A moment as clocks show it so many seconds east of UTC, `"2026-02-13T16:00:00+08:00"`.
  package mutating func localTime(_ moment: Timestamp, offset: Int64) {
    separate()
    bytes.append(ASCII.quote)
    RFC3339.appendLocal(moment, offset: offset, to: &bytes)
    bytes.append(ASCII.quote)
    needsComma = true
  }

  /// A value that was read, numbers as they were written.
  package mutating func value(_ value: JSONValue) {
    switch value {
    case .null: null()
    case .bool(let value): bool(value)
    case .number(let text): word(text)
    case .string(let text): string(text)
    case .array(let elements):
      beginArray()
      for element in elements { self.value(element) }
      endArray()
    case .object(let members):
      beginObject()
      for member in members {
        key(member.key)
        self.value(member.value)
      }
      endObject()
    }
  }

  /// A digest, as 64 lower-case hexadecimal digits.
  package mutating func hex(_ digest: Digest) {
    separate()
    bytes.append(ASCII.quote)
    // In one piece: every paper names its rules.
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 64) { digits in
      digest.withBytes { raw in
        for index in 0..<32 {
          digits[2 * index] = Self.digit(raw[index] >> 4)
          digits[2 * index + 1] = Self.digit(raw[index] & 15)
        }
      }
      bytes.append(contentsOf: digits)
    }
    bytes.append(ASCII.quote)
    needsComma = true
  }

  /// A key with its text, or null.
  package mutating func field(_ key: String, _ text: String?) {
    self.key(key)
    if let text { string(text) } else { null() }
  }

  /// A key with its truth value.
  package mutating func field(_ key: String, _ value: Bool) {
    self.key(key)
    bool(value)
  }

  /// A key with its integer, or null.
  package mutating func field(_ key: String, _ value: (some BinaryInteger)?) {
    self.key(key)
    if let value { number(value) } else { null() }
  }

  /// A key with its moment in UTC, or null.
  package mutating func field(_ key: String, _ moment: Timestamp?) {
    self.key(key)
    if let moment { time(moment) } else { null() }
  }

  /// Ends the line: one value a line is NDJSON.
  package mutating func endLine() {
    bytes.append(ASCII.lineFeed)
    needsComma = false
  }

  /// Takes away what was written so far; what is written next goes on behind it.
  package mutating func take() -> [UInt8] {
    defer { bytes.removeAll(keepingCapacity: true) }
    return bytes
  }

  private static func digit(_ value: UInt8) -> UInt8 {
    value < 10 ? ASCII.zero + value : 0x57 + value
  }

  private mutating func open(_ bracket: UInt8) {
    separate()
    bytes.append(bracket)
    needsComma = false
  }

  private mutating func close(_ bracket: UInt8) {
    bytes.append(bracket)
    needsComma = true
  }

  private mutating func word(_ text: String) {
    separate()
    bytes.append(contentsOf: text.utf8)
    needsComma = true
  }

  private mutating func separate() {
    if needsComma { bytes.append(ASCII.comma) }
  }

  private mutating func append(quoting text: String) {
    bytes.append(ASCII.quote)
    var text = text
    text.withUTF8 { units in
      if Self.isPlain(units) {
        bytes.append(contentsOf: units)
      } else {
        for unit in units { append(escaping: unit) }
      }
    }
    bytes.append(ASCII.quote)
  }

  /// Whether every byte stands for itself; eight at a time, for nearly all do.
  private static func isPlain(_ units: UnsafeBufferPointer<UInt8>) -> Bool {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let tops: UInt64 = 0x8080_8080_8080_8080
    let raw = UnsafeRawBufferPointer(units)
    var index = 0
    while units.count &- index >= 8 {
      let word = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      let quotes = word ^ (ones &* UInt64(ASCII.quote))
      let slashes = word ^ (ones &* UInt64(ASCII.backslash))
      // The top bit of a byte that is 0, or less than a space; a borrow reaches a byte only from one that is found.
      let found = (quotes &- ones) & ~quotes | (slashes &- ones) & ~slashes | (word &- ones &* 0x20) & ~word
      guard found & tops == 0 else { return false }
      index &+= 8
    }
    while index < units.count {
      let byte = units[index]
      if byte < 0x20 || byte == ASCII.quote || byte == ASCII.backslash { return false }
      index &+= 1
    }
    return true
  }

  private mutating func append(escaping byte: UInt8) {
    switch byte {
    case ASCII.quote, ASCII.backslash: bytes.append(contentsOf: [ASCII.backslash, byte])
    case ASCII.lineFeed: bytes.append(contentsOf: #"\n"#.utf8)
    case ASCII.carriageReturn: bytes.append(contentsOf: #"\r"#.utf8)
    case ASCII.tab: bytes.append(contentsOf: #"\t"#.utf8)
    case 0..<0x20:
      let low = byte & 15
      bytes.append(contentsOf: #"\u00"#.utf8)
      bytes.append(ASCII.zero + byte >> 4)
      bytes.append(low < 10 ? ASCII.zero + low : 0x37 + low)
    default: bytes.append(byte)
    }
  }
}
