internal import Change
package import Checking
package import GridCore
package import JSON
internal import Rules
package import Words

extension CheckedRules {
  /// The answer as `check` has it.
  ///
  /// - Parameters:
  ///   - file: its path, where it is one of several.
  ///   - isWell: whether the check is passed: a stricter one than that the rules can be used.
  ///   - now: the moment on whose day an example's time lies.
  package func write(
    to writer: inout JSONWriter, language: Language, file: String? = nil, isWell: Bool, at now: Timestamp
  ) {
    writer.beginObject()
    if let file { writer.field("file", file) }
    writer.field("ok", isWell)
    writer.field("digest", rules.digest?.hex)
    writer.key("faults")
    writer.beginArray()
    for fault in rules.diagnostics { writer.write(fault, language: language) }
    writer.endArray()
    let coverage = rules.coverage
    writer.key("coverage")
    writer.beginObject()
    for (name, figure) in [
      ("duties", coverage.duties), ("matters", coverage.matters), ("communities", coverage.communities),
      ("grids", coverage.grids), ("routes", coverage.routes), ("holes", coverage.holes),
      ("shadowed", coverage.shadowed),
    ] { writer.field(name, figure) }
    writeProofs(to: &writer, at: now)
    writer.key("rounds")
    writer.beginObject()
    writer.field("a_month", roundsAMonth)
    writer.endObject()
    writer.endObject()
    writer.endObject()
  }

  /// What is proved of a usable book; null where a proof is too large.
  private func writeProofs(to writer: inout JSONWriter, at now: Timestamp) {
    let book = rules.book
    writer.field("cells", book.map { $0.matters.count * $0.grids.count } ?? 0)
    if book != nil, proofs == nil {
      for name in ["kinds", "unreached", "idle_groups", "hidden"] {
        writer.key(name)
        writer.null()
      }
      return
    }
    writer.field("kinds", proofs?.kinds ?? 0)
    for (name, ids) in [("unreached", proofs?.unreached ?? []), ("idle_groups", proofs?.idleGroups ?? [])] {
      writer.key(name)
      writer.beginArray()
      for id in ids { writer.string(id) }
      writer.endArray()
    }
    writer.key("hidden")
    writer.beginArray()
    if let book { for hidden in proofs?.hidden ?? [] { writer.write(hidden, of: book, at: now) } }
    writer.endArray()
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

  /// An override that loses reports to earlier ones unseen, with one such report.
  fileprivate mutating func write(_ hidden: BookProofs.Hidden, of book: RuleBook, at now: Timestamp) {
    let example = hidden.example
    // Of a matter that is listed no more by then, its last day: the example is one that the rules take.
    let today = book.calendar.local(now).day
    let day = min(today, book.matter(example.matter)?.until ?? today)
    beginObject()
    field("line", book.overrides[hidden.override].line)
    key("by")
    beginArray()
    for other in hidden.by { number(book.overrides[other].line) }
    endArray()
    key("example")
    beginObject()
    field("matter", example.matter)
    field("grid", example.grid)
    field("risk", example.risk?.rawValue)
    field("source", example.source)
    field("at", book.calendar.moment(day: day, second: example.second))
    endObject()
    endObject()
  }
}
