internal import JSON
internal import Web

/// What an answer of Open311 says, in no format: JSON and XML come of the same value.
package indirect enum Open311Value: Sendable {
  case none
  case text(String)
  /// A number as it is written.
  case number(String)
  case flag(Bool)
  case object([(name: String, value: Open311Value)])
  /// In XML each is an element of this name.
  case list(of: String, [Open311Value])

  /// A text; nothing where there is none.
  static func optional(_ text: String?) -> Open311Value { text.map { .text($0) } ?? .none }

  func write(to writer: inout JSONWriter) {
    switch self {
    case .none: writer.null()
    case .text(let text): writer.string(text)
    case .number(let text): writer.raw(Array(text.utf8))
    case .flag(let flag): writer.bool(flag)
    case .object(let fields):
      writer.beginObject()
      for field in fields {
        writer.key(field.name)
        field.value.write(to: &writer)
      }
      writer.endObject()
    case .list(_, let values):
      writer.beginArray()
      for value in values { value.write(to: &writer) }
      writer.endArray()
    }
  }

  func write(as name: String, toXML text: inout String) {
    switch self {
    case .none: text += "<\(name)/>"
    case .text(let value), .number(let value): text += "<\(name)>\(Self.escaped(value))</\(name)>"
    case .flag(let flag): text += "<\(name)>\(flag)</\(name)>"
    case .object(let fields):
      text += "<\(name)>"
      for field in fields { field.value.write(as: field.name, toXML: &text) }
      text += "</\(name)>"
    case .list(let element, let values):
      text += "<\(name)>"
      for value in values { value.write(as: element, toXML: &text) }
      text += "</\(name)>"
    }
  }

  /// As text of an element: what has a meaning of its own, and what XML 1.0 has no letter for (§2.2), is put otherwise.
  private static func escaped(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result.append(contentsOf: "&amp;".unicodeScalars)
      case "<": result.append(contentsOf: "&lt;".unicodeScalars)
      case ">": result.append(contentsOf: "&gt;".unicodeScalars)
      case "\"": result.append(contentsOf: "&quot;".unicodeScalars)
      case "\r": result.append(contentsOf: "&#13;".unicodeScalars)
      case "\t", "\n", "\u{20}"..."\u{D7FF}", "\u{E000}"..."\u{FFFD}", "\u{10000}"..."\u{10FFFF}": result.append(scalar)
      default: result.append("\u{FFFD}")
      }
    }
    return String(result)
  }
}

/// A format of Open311, by the end of the path.
package enum Open311Format: String, Sendable, CaseIterable {
  case json, xml

  /// The media type of answers.
  package var type: String {
    switch self {
    case .json: "application/json"
    case .xml: "text/xml; charset=utf-8"
    }
  }

  /// Of an answer to a path that may end in none: then what somebody would rather have, else XML, which Open311 had first.
  package init(path: [String], accept: String?) {
    if let (_, format) = path.last.flatMap(Self.split) {
      self = format
    } else {
      let accepting = Accepting(accept)
      let xml = max(accepting.weight("text/xml"), accepting.weight("application/xml"))
      self = accepting.weight(MediaType.json) > xml ? .json : .xml
    }
  }

  /// The last part of a path without its format; nil where it ends in none.
  package static func split(_ name: String) -> (name: String, format: Open311Format)? {
    for format in allCases where name.hasSuffix("." + format.rawValue) {
      return (String(name.dropLast(format.rawValue.count + 1)), format)
    }
    return nil
  }
}

/// An answer of Open311: a value under the name of its root.
package struct Open311Document: Sendable {
  let root: String
  let value: Open311Value

  /// The bytes of the answer.
  package func bytes(_ format: Open311Format) -> [UInt8] {
    switch format {
    case .json:
      var writer = JSONWriter()
      value.write(to: &writer)
      writer.endLine()
      return writer.bytes
    case .xml:
      var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      value.write(as: root, toXML: &text)
      return Array((text + "\n").utf8)
    }
  }

  /// Why a request was refused.
  package static func error(_ code: Int, _ description: String) -> Open311Document {
    Open311Document(
      root: "errors",
      value: .list(
        of: "error",
        [.object([("code", .number("\(code)")), ("description", .text("\(code): \(description)"))])]))
  }

  /// Where a request went: its number, or a token that will lead to it.
  package static func posted(id: String?, token: String?, notice: String) -> Open311Document {
    var fields: [(name: String, value: Open311Value)] = []
    if let id { fields.append(("service_request_id", .text(id))) }
    if let token { fields.append(("token", .text(token))) }
    fields += [("service_notice", .text(notice)), ("account_id", .none)]
    return Open311Document(root: "service_requests", value: .list(of: "request", [.object(fields)]))
  }

  /// What a token leads to.
  package static func token(_ token: String, id: String) -> Open311Document {
    Open311Document(
      root: "service_requests",
      value: .list(of: "request", [.object([("service_request_id", .text(id)), ("token", .text(token))])]))
  }
}
