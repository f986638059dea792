/// A line of users.yaml, to be pasted under `users:` or `tokens:`.
package struct UserLine: Sendable {
  private let key: String
  private var fields: [String] = []

  /// Of a person with the hash of his password.
  package init(key: String, name: String?, hash: String, at: String?, may: [Viewer.Right]) {
    self.key = key
    if let name { fields.append("name: " + Self.scalar(name)) }
    fields.append("secret: \"\(hash)\"")
    add(at, may)
  }

  /// Of a token.
  package init(key: String, token: Token, source: String?, at: String?, may: [Viewer.Right]) {
    self.key = key
    fields.append("secret: \"\(token.secret)\"")
    if let source { fields.append("source: " + Self.scalar(source)) }
    add(at, may)
  }

  private mutating func add(_ at: String?, _ may: [Viewer.Right]) {
    if let at { fields.append("at: \"\(at)\"") }
    if !may.isEmpty { fields.append("may: [\(may.map(\.rawValue).joined(separator: ", "))]") }
  }

  /// The line, without its end.
  package var text: String { "  \(Self.scalar(key)): {\(fields.joined(separator: ", "))}" }

  /// In quotes, unless it can be nothing but itself.
  private static func scalar(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."): true
      default: false
      }
    }
    if isPlain, text != "null", text.utf8.first != UInt8(ascii: "-"), text.utf8.first != UInt8(ascii: ".") {
      return text
    }
    return "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}
