internal import Formats
internal import GridCore
internal import JSON
internal import Words

/// Turns what a source says in a field into what the town says: codes, times, and what a spreadsheet made of numbers.
struct WordTranslator: Sendable {
  /// Why a word cannot be taken.
  struct Flaw: Error {
    let refusal: Refusal
  }

  let reading: SourceReading
  let book: RuleBook
  private let time: TimePattern?

  init(_ reading: SourceReading, under book: RuleBook) {
    self.reading = reading
    self.book = book
    do { time = try reading.time.map { text throws(TimePattern.Flaw) in try TimePattern(text) } } catch { time = nil }
  }

  /// The field that a name of the source stands for: its own, where it says nothing.
  func field(of name: String) -> String {
    reading.fields.isEmpty ? name : reading.fields[ByteText(name)] ?? name
  }

  /// What a text in a field says here.
  ///
  /// - Parameter isOfTable: whether a spreadsheet may have had its hands on it.
  func word(_ text: String, in field: String, isOfTable: Bool) throws(Flaw) -> String {
    switch field {
    case "id", "matter", "grid":
      if isOfTable, Self.isRuined(text) {
        throw Flaw(refusal: Refusal(.spreadsheetNumber, [.name: field, .found: text, .fault: "rounded"]))
      }
      return try listed(reading.codes[field]?[ByteText(text)] ?? text, in: field, said: text)
    case "time", "until": return try moment(text, in: field, isOfTable: isOfTable)
    default: return reading.codes[field]?[ByteText(text)] ?? text
    }
  }

  /// A matter or a grid that the rules list, where the source wants others refused.
  private func listed(_ word: String, in field: String, said text: String) throws(Flaw) -> String {
    guard reading.rejectsUnknown, field != "id" else { return word }
    let isListed = field == "matter" ? book.matter(word) != nil : book.has(grid: word)
    if isListed { return word }
    throw Flaw(refusal: Refusal(.unknownCode, [.name: field, .found: Refusal.excerpt(text)]))
  }

  private func moment(_ text: String, in field: String, isOfTable: Bool) throws(Flaw) -> String {
    guard let time else {
      if isOfTable { try refuseSerial(text, in: field) }
      return text
    }
    if let moment = time.moment(text, offset: book.calendar.utcOffset), RFC3339.timestamp(moment) != nil {
      return moment
    }
    if isOfTable { try refuseSerial(text, in: field) }
    throw Flaw(refusal: Refusal(.badTime, [.name: field, .found: Refusal.excerpt(text), .wanted: time.text]))
  }

  /// A day as a spreadsheet counts them, from 1900 on.
  private func refuseSerial(_ text: String, in field: String) throws(Flaw) {
    let parts = text.utf8.split(separator: ASCII.dot, omittingEmptySubsequences: false)
    guard parts.count <= 2, parts[0].count == 5, parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(ASCII.isDigit) })
    else { return }
    throw Flaw(refusal: Refusal(.spreadsheetNumber, [.name: field, .found: Refusal.excerpt(text), .fault: "serial"]))
  }

  /// A long number as a spreadsheet shows it, `4.40311E+11`: the rest of its digits is lost.
  private static func isRuined(_ text: String) -> Bool {
    let units = text.utf8.drop { $0 == ASCII.minus }
    guard let power = units.firstIndex(where: { $0 | 0x20 == UInt8(ascii: "e") }) else { return false }
    let (digits, behind) = (units[..<power], units[power...].dropFirst())
    guard let sign = behind.first, sign == ASCII.plus || sign == ASCII.minus else { return false }
    let exponent = behind.dropFirst()
    let parts = digits.split(separator: ASCII.dot, omittingEmptySubsequences: false)
    return (1...3).contains(exponent.count) && exponent.allSatisfy(ASCII.isDigit) && parts.count <= 2
      && parts[0].count == 1 && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy(ASCII.isDigit) }
  }
}
