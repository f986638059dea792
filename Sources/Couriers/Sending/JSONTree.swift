internal import JSON

/// A JSON text to look things up in; what is not there is null.
struct JSONTree: Sendable {
  private let value: JSONValue

  /// Nil where the bytes are no JSON, or hold what no two readers agree on.
  init?(_ bytes: [UInt8]) {
    do {
      value = try StrictJSON.parse(bytes[...], maxDepth: StrictJSON.deepest).value
    } catch {
      return nil
    }
  }

  private init(_ value: JSONValue) { self.value = value }

  subscript(key: String) -> JSONTree {
    guard case .object(let members) = value else { return JSONTree(.null) }
    return JSONTree(members.first { $0.key == key }?.value ?? .null)
  }

  var text: String? { if case .string(let text) = value { text } else { nil } }
  var number: Int? { if case .number(let digits) = value { Int(digits) } else { nil } }
  var isTrue: Bool { if case .bool(true) = value { true } else { false } }
  var isObject: Bool { if case .object = value { true } else { false } }
}
