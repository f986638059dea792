package import Formats
internal import GridCore
package import JSON
package import Ledger
package import Words

extension ExportedRecord {
  /// The record as `export` has it, on a line of its own; its refusal is worded in this language.
  package func write(to writer: inout JSONWriter, language: Language) {
    writer.beginObject()
    writeMembers(to: &writer, language: language)
    writer.endObject()
  }

  /// The same without the braces, for who has more to tell of it.
  func writeMembers(to writer: inout JSONWriter, language: Language) {
    writer.field("seq", seq)
    writer.field("source", source)
    writer.field("id", id)
    writer.field("type", type)
    writer.field("sha256", sha256.hex)
    writer.field("file_sha256", fileSHA256?.hex)
    // What the daemon itself brought forth came in no file.
    writer.field("line", line == 0 ? nil : line)
    writer.field("producer", producer.map { String(decoding: $0, as: UTF8.self) })
    let (state, reason) = words
    writer.field("state", state)
    writer.field("reason", reason)
    // With the line and column of what is wrong.
    if let refusal { writer.field("text", refusal.text(language)) }
    writer.field("item", item)
    if let list { list.writeExported(to: &writer) }
    writer.field("rules", rules.hex)
    writer.field("received_at", receivedAt)
    // Where in its line what is wrong begins; the text tells the line too, which in a row with line breaks is another.
    writer.field("column", fault?.column)
    writer.key("notices")
    writer.beginArray()
    for exported in notices {
      writer.beginObject()
      writer.field("notice", exported.notice.id)
      writer.field("to", exported.notice.to.text)
      writer.field("rung", exported.notice.rung)
      writer.field("state", exported.delivered ? "delivered" : "pending")
      writer.endObject()
    }
    writer.endArray()
  }

  /// What became of a step at each item of its list; nil where it names one.
  package var list: ListVerdicts? { outcome.list }

  /// Where in its file what is wrong stands, from 1; nil where it is not refused, or not for what stands in one place.
  package var fault: (line: Int, column: Int)? {
    guard case .rejected(let code, _, let parameters?) = outcome,
      let details = Refusal(code: code, parameters: parameters)?.details,
      let line = details[.line].flatMap({ Int($0) }), let column = details[.column].flatMap({ Int($0) })
    else { return nil }
    return (line, column)
  }

  /// The words of its refusal, behind their place in the file; nil where it is not refused.
  package var refusal: Bilingual? {
    guard case .rejected(let code, let text, let parameters) = outcome else { return nil }
    return Refusal.words(code: code, parameters: parameters, stored: text)
  }

  /// Its state and the code of its refusal, as machines read them.
  package var words: (state: String, reason: String?) {
    switch outcome {
    case .accepted, .ordered: ("accepted", nil)
    case .duplicate: ("duplicate", nil)
    case .held: ("held", nil)
    case .rejected(let code, _, _): ("rejected", code)
    }
  }
}

extension RecordOutcome {
  /// What became of a step at each item of its list; nil where it names one.
  package var list: ListVerdicts? {
    switch self {
    case .accepted(_, let list): list.flatMap { ListVerdicts(parameters: $0) }
    case .rejected(_, _, let parameters): parameters.flatMap { ListVerdicts(parameters: $0) }
    case .ordered, .duplicate, .held: nil
    }
  }
}
