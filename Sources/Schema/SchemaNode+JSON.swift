internal import JSON

/// The schema as JSON Schema has it (draft 2020-12).
extension SchemaNode {
  /// Writes it as an object of its own.
  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writeKeywords(to: &writer)
    writer.endObject()
  }

  /// Writes what it asks for into the object at hand.
  func writeKeywords(to writer: inout JSONWriter) {
    switch self {
    case .form(let form): writer.field("$ref", "#/$defs/\(form.rawValue)")
    case .words(let words): writer.strings("enum", words)
    case .truth:
      writer.key("enum")
      writer.beginArray()
      for truth in [true, false] {
        writer.bool(truth)
        writer.string("\(truth)")
      }
      writer.endArray()
    case .count(let range) where range.count == 1:
      writer.key("enum")
      writer.beginArray()
      writer.number(range.lowerBound)
      writer.string("\(range.lowerBound)")
      writer.endArray()
    case .count(let range):
      writer.strings("type", ["integer", "string"])
      writer.field("minimum", range.lowerBound)
      writer.field("maximum", range.upperBound)
      writer.field("pattern", "^(0|[1-9][0-9]*)$")
    case .size(let range):
      writer.strings("type", ["integer", "string"])
      writer.field("minimum", range.lowerBound)
      writer.field("maximum", range.upperBound)
      writer.field("pattern", "^(0|[1-9][0-9]*)(KiB|MiB|GiB)?$")
    case .text(let most):
      writer.strings("type", ["string", "number", "boolean"])
      writer.field("minLength", 1)
      if let most { writer.field("maxLength", most) }
    case .list(let item, let atLeast):
      writer.field("type", "array")
      if atLeast > 0 { writer.field("minItems", atLeast) }
      writer.key("items")
      item.write(to: &writer)
    case .ladder(let first, let rest):
      writer.field("type", "array")
      writer.key("prefixItems")
      writer.beginArray()
      first.write(to: &writer)
      writer.endArray()
      writer.key("items")
      rest.write(to: &writer)
    case .map(let names, let value, let atLeast):
      writer.field("type", "object")
      if atLeast > 0 { writer.field("minProperties", atLeast) }
      writer.key("propertyNames")
      SchemaNode.form(names).write(to: &writer)
      writer.key("additionalProperties")
      value.write(to: &writer)
    case .fields(let fields): fields.writeKeywords(to: &writer)
    case .either(let nodes): writer.nodes("anyOf", nodes)
    case .anything: break
    case .nothing:
      writer.key("not")
      writer.beginObject()
      writer.endObject()
    }
  }
}

extension SchemaFields {
  fileprivate func writeKeywords(to writer: inout JSONWriter) {
    writer.field("type", "object")
    writer.field("additionalProperties", false)
    writeNeeds(to: &writer)
    if !needs.isEmpty {
      writer.key("dependentRequired")
      writer.beginObject()
      for (key, other) in needs.sorted(by: { $0.key < $1.key }) { writer.strings(key, [other]) }
      writer.endObject()
    }
    writer.key("properties")
    writer.beginObject()
    for field in fields {
      writer.key(field.key)
      writer.beginObject()
      writer.field("description", "\(field.chinese)\n\(field.english)")
      field.node.writeKeywords(to: &writer)
      writer.endObject()
    }
    writer.endObject()
  }

  /// Which names must be there.
  private func writeNeeds(to writer: inout JSONWriter) {
    let required = fields.filter(\.isNeeded).map(\.key)
    if !required.isEmpty { writer.strings("required", required) }
    if !oneOf.isEmpty {
      writer.key("anyOf")
      writer.beginArray()
      for key in oneOf {
        writer.beginObject()
        writer.strings("required", [key])
        writer.endObject()
      }
      writer.endArray()
    }
    guard !shapes.isEmpty else { return }
    writer.key("allOf")
    writer.beginArray()
    for some in shapes {
      writer.beginObject()
      writer.key("anyOf")
      writer.beginArray()
      for shape in some { shape.writeShape(to: &writer) }
      writer.endArray()
      writer.endObject()
    }
    writer.endArray()
  }

  private func writeShape(to writer: inout JSONWriter) {
    writer.beginObject()
    writeNeeds(to: &writer)
    writer.key("properties")
    writer.beginObject()
    for field in fields {
      writer.key(field.key)
      field.node.write(to: &writer)
    }
    writer.endObject()
    writer.endObject()
  }
}

extension SchemaForm {
  /// Writes what the form asks for, as one of the definitions.
  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    if mayLookOtherwise {
      writer.strings("type", ["string", "number", "boolean"])
      writer.field("minLength", 1)
    } else {
      writer.field("type", "string")
    }
    if let longest { writer.field("maxLength", longest) }
    if let pattern { writer.field("pattern", pattern) }
    if !reserved.isEmpty {
      writer.key("not")
      writer.beginObject()
      writer.strings("enum", reserved)
      writer.endObject()
    }
    writer.endObject()
  }
}

extension JSONWriter {
  fileprivate mutating func strings(_ key: String, _ texts: [String]) {
    self.key(key)
    beginArray()
    for text in texts { string(text) }
    endArray()
  }

  fileprivate mutating func nodes(_ key: String, _ nodes: [SchemaNode]) {
    self.key(key)
    beginArray()
    for node in nodes { node.write(to: &self) }
    endArray()
  }
}
