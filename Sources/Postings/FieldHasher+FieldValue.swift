import Seals

extension FieldHasher {
  mutating func add(_ value: FieldValue) {
    switch value {
    case .absent: addAbsence()
    case .number(let number): add(number)
    case .text(let text): add(text)
    case .rules(let digest): add(digest)
    }
  }

  /// A field that came after the first release; nothing where it is at its default.
  mutating func add(later field: LaterField, _ value: FieldValue) {
    guard value != .absent else { return }
    begin(field)
    add(value)
  }
}
