internal import GridCore
internal import Ledger

/// A field that most values do not have, as it is read: it is written only where it is not at its default.
struct SparseField<Root>: Sendable {
  /// Its tag of small letters as one number, to be compared at once; given once and never again.
  let code: UInt64
  /// False where the text is none that is written.
  let set: @Sendable (inout Root, String) -> Bool

  init(_ tag: String, _ set: @escaping @Sendable (inout Root, String) -> Bool) {
    code = tag.utf8.reduce(0) { $0 << 8 | UInt64($1) }
    self.set = set
  }

  /// A field that holds a number or nothing.
  init(_ tag: String, number set: @escaping @Sendable (inout Root, Int64) -> Void) {
    self.init(tag) { root, text in
      guard let number = Int64(text) else { return false }
      set(&root, number)
      return true
    }
  }

  /// A field that holds one of a few words or nothing.
  init<Word: Sendable>(
    _ tag: String, word read: @escaping @Sendable (String) -> Word?,
    _ set: @escaping @Sendable (inout Root, Word) -> Void
  ) {
    self.init(tag) { root, text in
      guard let word = read(text) else { return false }
      set(&root, word)
      return true
    }
  }
}

/// Writes the fields of a `SparseText`, which must come in the order in which they are read.
///
/// As bytes: every item and every line of history that is written has such a text, and to put a string together costs four times as much.
struct SparseWriter {
  private var bytes: [UInt8] = []

  init() {}

  /// Makes room for what will surely be long.
  init(reserving count: Int) { bytes.reserveCapacity(count) }

  /// Whether nothing was added.
  var isEmpty: Bool { bytes.isEmpty }

  /// What was added so far.
  var text: String { String(decoding: bytes, as: UTF8.self) }

  mutating func add(_ tag: StaticString, _ value: String?) {
    guard let value else { return }
    begin(tag, count: value.utf8.count)
    append(value)
  }

  mutating func add(_ tag: StaticString, _ number: Int64?) {
    guard let number else { return }
    Self.withDigits(of: number) { digits in
      begin(tag, count: digits.count)
      bytes.append(contentsOf: digits)
    }
  }

  /// A moment, as seconds from another.
  mutating func add(_ tag: StaticString, _ moment: Timestamp?, since start: Timestamp) {
    if let moment { add(tag, moment.seconds - start.seconds) }
  }

  mutating func add(_ tag: StaticString, _ isSo: Bool) {
    if isSo { add(tag, 1) }
  }

  /// A value in three parts, with a blank between them.
  mutating func add(_ tag: StaticString, parts first: String, _ second: String, _ third: String) {
    begin(tag, count: first.utf8.count + second.utf8.count + third.utf8.count + 2)
    append(first)
    bytes.append(UInt8(ascii: " "))
    append(second)
    bytes.append(UInt8(ascii: " "))
    append(third)
  }

  private mutating func begin(_ tag: StaticString, count: Int) {
    bytes.append(contentsOf: UnsafeBufferPointer(start: tag.utf8Start, count: tag.utf8CodeUnitCount))
    Self.withDigits(of: Int64(count)) { bytes.append(contentsOf: $0) }
    bytes.append(UInt8(ascii: ":"))
  }

  private mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { bytes.append(contentsOf: $0) }
  }

  private static func withDigits<T>(of number: Int64, _ body: (UnsafeBufferPointer<UInt8>) -> T) -> T {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
      var (rest, place) = (number.magnitude, 20)
      repeat {
        place -= 1
        digits[place] = UInt8(ascii: "0") + UInt8(rest % 10)
        rest /= 10
      } while rest > 0
      if number < 0 {
        place -= 1
        digits[place] = UInt8(ascii: "-")
      }
      return body(UnsafeBufferPointer(rebasing: digits[place...]))
    }
  }
}

/// Fields one behind the other, each as its tag, the count of its bytes, a colon and the bytes: `s1:0due4:3600`.
///
/// No text that a field holds can reach into the next, and what is at its default costs nothing. A field that comes later changes no text
/// that does not have it, and so no seal.
enum SparseText {
  /// Sets the fields that a text holds; throws where it is none that a `SparseWriter` makes.
  static func read<Root>(_ text: String, into root: inout Root, _ fields: [SparseField<Root>]) throws {
    var (copy, next) = (text, 0)
    let isOurs = copy.withUTF8 { bytes in
      SparseGlance.each(of: UnsafeRawBufferPointer(bytes)) { code, value in
        // They stand in their order, each at most once.
        while next < fields.count, fields[next].code != code { next += 1 }
        guard next < fields.count, fields[next].set(&root, String(decoding: value, as: UTF8.self)) else { return false }
        next += 1
        return true
      }
    }
    if !isOurs { throw LedgerError.corrupt(.fields(String(text.prefix(80)))) }
  }
}

extension String {
  /// So many parts of it at the most, with blanks between them as bytes tell: where one begins with a mark, that and the blank before it
  /// are one character, and no blank.
  func parts(_ most: Int) -> [String] {
    utf8.split(separator: UInt8(ascii: " "), maxSplits: most - 1, omittingEmptySubsequences: false)
      .map { String(Substring($0)) }
  }
}
