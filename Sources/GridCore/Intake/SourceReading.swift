/// How the files in the folder of a source are read, and what its words mean here.
package struct SourceReading: Hashable, Sendable {
  /// How records lie in a file.
  package enum Format: String, Sendable, CaseIterable { case json, ndjson, csv }
  /// How characters are written where no mark tells.
  package enum Encoding: String, Sendable, CaseIterable {
    case utf8 = "utf-8"
    case gb18030
  }

  /// Nil: the ending of the file's name tells.
  package var format: Format?
  /// The type of records that name none.
  package var type: String?
  package var encoding: Encoding?
  /// The fields that its own names stand for.
  package var fields: [ByteText: String] = [:]
  /// For a field, what its own codes stand for.
  package var codes: [String: [ByteText: String]] = [:]
  /// The form of its times, which are the town's; nil: RFC 3339.
  package var time: String?
  /// Whether a matter or a grid that is not listed rejects the record.
  package var rejectsUnknown = false

  package init() {}
}
