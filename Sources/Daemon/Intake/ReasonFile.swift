internal import Formats
internal import GridCore
internal import JSON
internal import Linux
internal import Spool
internal import Words

/// What lies beside a quarantined file: `<name>.reason.json`.
struct ReasonFile {
  let file: OpenFile
  let refusal: FileRefusal
  let at: Timestamp
  let language: Language

  /// One object, and a line feed.
  var bytes: [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.field("code", refusal.code)
    writer.field("reason", refusal.text.text(language))
    writer.field("line", refusal.line)
    writer.field("column", refusal.column)
    writer.field("name", FileName.shown(file.claimed.name))
    writer.field("producer", file.claimed.producer.map(FileName.shown))
    writer.field("size", file.claimed.identity.size)
    writer.field("sha256", file.sha256?.hex)
    writer.field("at", at)
    writer.field("rejected", file.progress.rejected)
    writer.key("records")
    writer.beginArray()
    for fault in file.progress.faults {
      writer.beginObject()
      writer.field("line", fault.line)
      writer.field("column", fault.column)
      writer.field("code", fault.code)
      writer.field("reason", fault.text.text(language))
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
    writer.endLine()
    return writer.bytes
  }
}
