internal import GridCore
package import JSON
package import Rules
package import Words

extension LoadedRules {
  /// The answer as `check` has it.
  package func write(to writer: inout JSONWriter, language: Language) {
    writer.beginObject()
    writer.field("ok", book != nil)
    writer.field("digest", digest?.hex)
    writer.key("faults")
    writer.beginArray()
    for fault in diagnostics { writer.write(fault, language: language) }
    writer.endArray()
    writer.group(
      "coverage",
      [
        ("duties", coverage.duties), ("matters", coverage.matters), ("communities", coverage.communities),
        ("grids", coverage.grids), ("routes", coverage.routes), ("holes", coverage.holes),
        ("shadowed", coverage.shadowed),
      ])
    writer.endObject()
  }
}

extension JSONWriter {
  fileprivate mutating func write(_ fault: Diagnostic, language: Language) {
    beginObject()
    field("code", fault.code.rawValue)
    field("severity", fault.severity.rawValue)
    field("path", fault.path)
    field("line", fault.line)
    field("column", fault.column)
    field("message", fault.message.text(language))
    field("suggestion", fault.suggestion?.text(language))
    endObject()
  }
}
