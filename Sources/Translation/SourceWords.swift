/// What the columns of a source may stand for.
package enum SourceWords {
  /// The fields of events that a column may fill.
  package static let fields = [
    "id", "source", "type", "time", "matter", "community", "grid", "summary", "place", "subject", "reporter", "risk",
    "points", "item", "items", "by", "note", "to", "until", "by_limit", "outcome", "satisfaction", "ground",
  ]
  /// What makes an envelope of an object: no column may be called so.
  package static let envelope = ["specversion", "data", "data_base64", "datacontenttype"]
}
