import JSON
import YAML

/// A value as an editor sees it: of a YAML text by the core schema of YAML 1.2, or of JSON.
enum SchemaValue: Equatable {
  case null
  case bool(Bool)
  case number(Double)
  case text(String)
  case list([SchemaValue])
  case map([(key: String, value: SchemaValue)])

  init(_ node: YAMLNode) {
    switch node.content {
    case .refused: self = .null
    case .sequence(let nodes): self = .list(nodes.map { SchemaValue($0) })
    case .mapping(let entries, _): self = .map(entries.map { ($0.key.text, SchemaValue($0.value)) })
    case .scalar(let text, let style): self = style == .plain ? Self.plain(text) : .text(text)
    }
  }

  init(_ json: JSONValue) {
    switch json {
    case .null: self = .null
    case .bool(let truth): self = .bool(truth)
    case .number(let text): self = .number(Double(text) ?? .nan)
    case .string(let text): self = .text(text)
    case .array(let values): self = .list(values.map { SchemaValue($0) })
    case .object(let members): self = .map(members.map { ($0.key, SchemaValue($0.value)) })
    }
  }

  private static func plain(_ text: String) -> SchemaValue {
    switch text {
    case "", "~", "null", "Null", "NULL": return .null
    case "true", "True", "TRUE": return .bool(true)
    case "false", "False", "FALSE": return .bool(false)
    default: break
    }
    if text.wholeMatch(of: /[-+]?[0-9]+/) != nil { return .number(Double(text) ?? 0) }
    if let match = text.wholeMatch(of: /0o([0-7]+)/) { return .number(Double(Int(match.1, radix: 8) ?? 0)) }
    if let match = text.wholeMatch(of: /0x([0-9a-fA-F]+)/) { return .number(Double(Int(match.1, radix: 16) ?? 0)) }
    if text.wholeMatch(of: /[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?/) != nil {
      return .number(Double(text) ?? 0)
    }
    return .text(text)
  }

  static func == (left: SchemaValue, right: SchemaValue) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.bool(let left), .bool(let right)): left == right
    case (.number(let left), .number(let right)): left == right
    case (.text(let left), .text(let right)): left == right
    case (.list(let left), .list(let right)): left == right
    case (.map(let left), .map(let right)):
      left.map(\.key) == right.map(\.key) && left.map(\.value) == right.map(\.value)
    default: false
    }
  }

  subscript(key: String) -> SchemaValue? {
    guard case .map(let entries) = self else { return nil }
    return entries.first { $0.key == key }?.value
  }

  var items: [SchemaValue] {
    if case .list(let items) = self { items } else { [] }
  }

  var number: Double? {
    if case .number(let number) = self { number } else { nil }
  }

  var string: String? {
    if case .text(let text) = self { text } else { nil }
  }

  /// The value as a rules text in one line: what is no text stands plain, texts in quotes.
  var written: String {
    switch self {
    case .null: "null"
    case .bool(let truth): "\(truth)"
    case .number(let number): number == number.rounded() ? "\(Int(number))" : "\(number)"
    case .text(let text): Self.quoted(text)
    case .list(let items): "[" + items.map(\.written).joined(separator: ", ") + "]"
    case .map(let entries):
      "{" + entries.map { "\(Self.quoted($0.key)): \($0.value.written)" }.joined(separator: ", ") + "}"
    }
  }

  private static func quoted(_ text: String) -> String {
    var writer = JSONWriter()
    writer.string(text)
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}
