internal import JSON
internal import Linux

/// What `serve` says: one JSON object a line, with no query, body, cookie, token or password in it.
package struct ServeLog: Sendable {
  private let write: @Sendable (String) -> Void

  /// - Parameter write: takes a line.
  package init(write: @escaping @Sendable (String) -> Void) {
    self.write = write
  }

  /// One request that was answered.
  struct Line {
    /// Nil where nothing was read that is one.
    var method: String?
    /// The path as it is written down, with the names of its parts; nil where none leads there.
    var route: String?
    var status: Int
    var microseconds: Int64
    var bytes: Int
    var peer: String
    var user: String?
  }

  func answered(_ line: Line) {
    say("info") { json in
      json.field("method", line.method)
      json.field("route", line.route)
      json.field("status", line.status)
      json.field("us", line.microseconds)
      json.field("bytes", line.bytes)
      json.field("peer", line.peer)
      if let user = line.user { json.field("user", user) }
    }
  }

  /// Something that whoever keeps the service should know.
  package func note(_ level: String, _ text: String) {
    say(level) { $0.field("text", text) }
  }

  private func say(_ level: String, _ fields: (inout JSONWriter) -> Void) {
    var json = JSONWriter()
    json.beginObject()
    json.field("time", ServiceClock.wallTime)
    json.field("level", level)
    fields(&json)
    json.endObject()
    write(String(decoding: json.bytes, as: UTF8.self))
  }
}
