import GridCore

/// A JSON value as it was written: numbers keep their text, members keep their order.
///
/// Equal are values of the same text, bytes and order; two spellings of a number, or of "é", are two values.
package enum JSONValue: Hashable, Sendable {
  case null
  case bool(Bool)
  /// The number's own characters: never rounded, never converted (`1e400` stays `1e400`).
  case number(String)
  case string(String)
  case array([JSONValue])
  case object([JSONMember])

  /// Compares the texts as bytes.
  package static func == (left: JSONValue, right: JSONValue) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.bool(let left), .bool(let right)): left == right
    case (.number(let left), .number(let right)), (.string(let left), .string(let right)):
      ByteText(left) == ByteText(right)
    case (.array(let left), .array(let right)): left == right
    case (.object(let left), .object(let right)): left == right
    default: false
    }
  }

  /// Goes with `==`.
  package func hash(into hasher: inout Hasher) {
    switch self {
    case .null: hasher.combine(0)
    case .bool(let value): hasher.combine(value)
    case .number(let text), .string(let text): hasher.combine(ByteText(text))
    case .array(let elements): hasher.combine(elements)
    case .object(let members): hasher.combine(members)
    }
  }

  /// The kinds of value.
  package enum Kind: String, Sendable {
    case null, bool, number, string, array, object
  }

  /// The kind of value.
  package var kind: Kind {
    switch self {
    case .null: .null
    case .bool: .bool
    case .number: .number
    case .string: .string
    case .array: .array
    case .object: .object
    }
  }
}

/// A key of an object with its value; where it stood is remembered for messages and does not count in comparisons.
package struct JSONMember: Hashable, Sendable {
  /// The key, decoded.
  package var key: String
  /// What stands under the key.
  package var value: JSONValue
  /// The index of the value's first byte in the bytes read.
  package var offset: Int

  /// A member; the offset is for messages only.
  package init(key: String, value: JSONValue, offset: Int = 0) {
    self.key = key
    self.value = value
    self.offset = offset
  }

  /// Whether the value is null, which is the same as an absence.
  package var isNull: Bool {
    if case .null = value { true } else { false }
  }

  /// Compares keys as bytes, and values; not offsets.
  package static func == (left: JSONMember, right: JSONMember) -> Bool {
    ByteText(left.key) == ByteText(right.key) && left.value == right.value
  }

  /// Goes with `==`.
  package func hash(into hasher: inout Hasher) {
    hasher.combine(ByteText(key))
    hasher.combine(value)
  }
}
