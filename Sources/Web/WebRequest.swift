package import GridCore
package import Words

/// What somebody asks over HTTP, without its body: all that a handler decides by.
///
/// Whoever listens has made sure that it is whole, within its limits, and meant for this host. No handler sees a connection.
package struct WebRequest: Sendable {
  /// In capitals: `GET`. What asks with `HEAD` is handed on as `GET`, and its answer's body is dropped.
  package var method: String
  /// The parts of the path, percent-decoded; none for `/`.
  package var path: [String]
  /// What stands behind the question mark.
  package var query: Query
  /// The head's fields.
  package var headers: WebHeaders
  /// Who asks, as counts are kept: an address of the network without its port; `unix` of a local socket.
  package var peer: String
  /// The language to answer in.
  package var language: Language
  /// Taken once, when the request came.
  package var now: Timestamp

  /// A request, by default of a stranger who speaks Chinese.
  package init(
    method: String = "GET", path: [String], query: Query = Query(), headers: WebHeaders = WebHeaders(),
    peer: String = "127.0.0.1", language: Language = .zh, now: Timestamp
  ) {
    self.method = method
    self.path = path
    self.query = query
    self.headers = headers
    self.peer = peer
    self.language = language
    self.now = now
  }

  /// The path and the query as they stand in a link.
  package var target: String {
    let text = "/" + path.map(Query.encoded).joined(separator: "/")
    return query.pairs.isEmpty ? text : text + "?" + query.text
  }

  /// The value of a cookie; the first of that name counts.
  package func cookie(_ name: String) -> String? {
    for field in headers.all("cookie") {
      for pair in field.split(separator: ";") {
        let trimmed = pair.drop { $0 == " " }
        guard let equals = trimmed.firstIndex(of: "="), trimmed[..<equals] == name else { continue }
        return String(trimmed[trimmed.index(after: equals)...])
      }
    }
    return nil
  }
}

/// The fields of a head, in the order they came; names are kept in small letters.
package struct WebHeaders: Hashable, Sendable {
  /// Name and value of each.
  package private(set) var fields: [Field] = []

  /// One of them.
  package struct Field: Hashable, Sendable {
    package let name: String
    package let value: String
  }

  /// None.
  package init() {}

  /// These, names in any letters.
  package init(_ fields: [(String, String)]) {
    for (name, value) in fields { add(name, value) }
  }

  /// One more.
  package mutating func add(_ name: String, _ value: String) {
    fields.append(Field(name: name.lowercased(), value: value))
  }

  /// The first of a name, which is given in small letters.
  package subscript(name: String) -> String? {
    fields.first { $0.name == name }?.value
  }

  /// Every one of a name.
  package func all(_ name: String) -> [String] {
    fields.filter { $0.name == name }.map(\.value)
  }

  /// The members of a list, which may come in one field or in several (RFC 9110 §5.3); nil where no such field is there.
  package func list(_ name: String) -> [String]? {
    let values = all(name)
    return values.isEmpty ? nil : values.flatMap { $0.split(separator: ",") }.map(\.unpadded).filter { !$0.isEmpty }
  }
}
