package import GridCore
internal import Ledger

/// What a field holds, as every store keeps it: small, for every item of a batch has some dozens.
package enum FieldValue: Hashable, Sendable {
  case absent
  case number(Int64)
  case text(String)
  /// A book, by its digest; a store may keep it as the row of that book.
  indirect case rules(Digest)
}

extension FieldValue {
  init(_ text: String?) {
    self = text.map { .text($0) } ?? .absent
  }

  init(_ moment: Timestamp?) {
    self = moment.map { .number($0.seconds) } ?? .absent
  }

  init(_ statement: Bool) {
    self = .number(statement ? 1 : 0)
  }

  init(_ count: Int) {
    self = .number(Int64(count))
  }

  var number: Int64? {
    if case .number(let number) = self { number } else { nil }
  }

  var text: String? {
    if case .text(let text) = self { text } else { nil }
  }

  var moment: Timestamp? { number.map(Timestamp.init(seconds:)) }

  var isTrue: Bool { number ?? 0 != 0 }

  /// A number that we counted ourselves: whatever is added to it, it does not overflow.
  func count() throws -> Int {
    let number = number ?? 0
    guard (0...1 << 48).contains(number) else { throw LedgerError.corrupt(.count(number)) }
    return Int(number)
  }

  /// One of a few words.
  func word<Word>(_ what: LedgerDamage.Column, _ read: (String) -> Word?) throws -> Word {
    guard let word = read(text ?? "") else { throw LedgerError.corrupt(.word(what, text ?? "")) }
    return word
  }

  func optionalWord<Word>(_ what: LedgerDamage.Column, _ read: (String) -> Word?) throws -> Word? {
    self == .absent ? nil : try word(what, read)
  }
}
