package import JSON
package import Ledger

extension NumberedRoundLine {
  /// The line as `export` has it.
  package func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("seq", seq)
    writer.field("type", line.word.rawValue)
    writer.field("round", line.name)
    writer.field("period", line.period)
    switch line.extent {
    case .place(let place): writer.field("place", place)
    case .places(let count): writer.field("places", count)
    }
    writer.field("at", at)
    writer.endObject()
  }
}
