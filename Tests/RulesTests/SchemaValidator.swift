import JSON
import Schema
import Testing

/// As much of a JSON Schema validator as the schema of a rules file needs; a keyword that it does not know fails the test.
final class SchemaValidator {
  private let root: SchemaValue
  private var patterns: [String: Regex<AnyRegexOutput>] = [:]
  private(set) var keywords: Set<String> = []

  init() throws {
    var writer = JSONWriter()
    RulesSchema.write(to: &writer)
    root = SchemaValue(try StrictJSON.parse(writer.bytes[...], maxDepth: StrictJSON.deepest).value)
  }

  func takes(_ value: SchemaValue) throws -> Bool { try takes(value, root) }

  private func takes(_ value: SchemaValue, _ schema: SchemaValue) throws -> Bool {
    guard case .map(let entries) = schema else { return schema == .bool(true) }
    for (keyword, rule) in entries where try !takes(value, keyword, rule, schema) { return false }
    return true
  }

  private func takes(_ value: SchemaValue, _ keyword: String, _ rule: SchemaValue, _ schema: SchemaValue) throws -> Bool
  {
    keywords.insert(keyword)
    switch keyword {
    case "$schema", "title", "description", "$defs": return true
    case "$ref":
      let name = try #require(rule.string?.split(separator: "/").last)
      return try takes(value, #require(root["$defs"]?[String(name)]))
    case "enum": return rule.items.contains(value)
    case "type": return (rule.items.isEmpty ? [rule] : rule.items).contains { Self.isOf($0.string ?? "", value) }
    case "anyOf": return try rule.items.contains { try takes(value, $0) }
    case "allOf": return try rule.items.allSatisfy { try takes(value, $0) }
    case "not": return try !takes(value, rule)
    case "minimum": return try value.number.map { $0 >= (try #require(rule.number)) } ?? true
    case "maximum": return try value.number.map { $0 <= (try #require(rule.number)) } ?? true
    case "minLength", "maxLength", "pattern": return try value.string.map { try fits($0, keyword, rule) } ?? true
    case "items", "prefixItems", "minItems": return try takes(list: value, keyword, rule, schema)
    default: return try takes(map: value, keyword, rule, schema)
    }
  }

  private static func isOf(_ type: String, _ value: SchemaValue) -> Bool {
    switch value {
    case .null: type == "null"
    case .bool: type == "boolean"
    case .number(let number): type == "number" || type == "integer" && number == number.rounded()
    case .text: type == "string"
    case .list: type == "array"
    case .map: type == "object"
    }
  }

  private func fits(_ text: String, _ keyword: String, _ rule: SchemaValue) throws -> Bool {
    let length = Double(text.unicodeScalars.count)
    if keyword == "minLength" { return try length >= #require(rule.number) }
    if keyword == "maxLength" { return try length <= #require(rule.number) }
    let pattern = try #require(rule.string)
    let regex = try patterns[pattern] ?? Regex(pattern)
    patterns[pattern] = regex
    return text.firstMatch(of: regex) != nil
  }

  private func takes(
    list value: SchemaValue, _ keyword: String, _ rule: SchemaValue, _ schema: SchemaValue
  ) throws -> Bool {
    guard case .list(let items) = value else { return true }
    let first = schema["prefixItems"]?.items ?? []
    switch keyword {
    case "minItems": return try Double(items.count) >= #require(rule.number)
    case "prefixItems": return try zip(items, first).allSatisfy { try takes($0, $1) }
    default: return try items.dropFirst(first.count).allSatisfy { try takes($0, rule) }
    }
  }

  private func takes(
    map value: SchemaValue, _ keyword: String, _ rule: SchemaValue, _ schema: SchemaValue
  ) throws -> Bool {
    guard case .map(let entries) = value else { return true }
    let keys = entries.map(\.key)
    switch keyword {
    case "minProperties": return try Double(keys.count) >= #require(rule.number)
    case "required": return rule.items.compactMap(\.string).allSatisfy(keys.contains)
    case "propertyNames": return try keys.allSatisfy { try takes(.text($0), rule) }
    case "properties":
      return try entries.allSatisfy { entry in try rule[entry.key].map { try takes(entry.value, $0) } ?? true }
    case "additionalProperties":
      return try entries.allSatisfy { entry in
        try schema["properties"]?[entry.key] != nil || takes(entry.value, rule)
      }
    case "dependentRequired":
      guard case .map(let needs) = rule else { return false }
      return needs.allSatisfy { need in
        !keys.contains(need.key) || need.value.items.compactMap(\.string).allSatisfy(keys.contains)
      }
    default:
      Issue.record("an unknown keyword: \(keyword)")
      return false
    }
  }
}
