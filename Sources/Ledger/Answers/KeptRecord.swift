/// A record with all that is kept of it.
package struct KeptRecord: Sendable {
  /// As the export tells it.
  package var record: ExportedRecord
  /// The name of its file, as the bytes it was written with.
  package var fileName: [UInt8]
  /// As they were received; nil for a duplicate, of which none are kept.
  package var bytes: [UInt8]?

  package init(record: ExportedRecord, fileName: [UInt8], bytes: [UInt8]?) {
    self.record = record
    self.fileName = fileName
    self.bytes = bytes
  }
}
