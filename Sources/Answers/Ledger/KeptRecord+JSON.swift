internal import Formats
internal import GridCore
package import JSON
package import Ledger
internal import Linux
package import Words

extension KeptRecord {
  /// The record as `show --record` has it: as `export` does, and where it lay.
  package func write(to writer: inout JSONWriter, language: Language) {
    writer.beginObject()
    record.writeMembers(to: &writer, language: language)
    if record.refusal == nil { writer.field("text", nil as String?) }
    writer.field("file", FileName.shown(fileName))
    writer.endObject()
  }

  /// Where in its file what is wrong stands, from 1; nil where it is not refused, or not for what stands in one place.
  package var fault: (line: Int, column: Int)? { record.fault }
}
