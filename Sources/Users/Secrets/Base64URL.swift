internal import Formats

/// Base 64 as it may stand in a cookie, a link or a head: `-` and `_`, without padding (RFC 4648 §5).
enum Base64URL {
  static func encode(_ bytes: [UInt8]) -> String {
    var text = Base64.encode(bytes)[...]
    while text.last == "=" { text = text.dropLast() }
    return String(text).replacing("+", with: "-").replacing("/", with: "_")
  }

  /// The bytes a text stands for; nil where it is none, or not the only text for them.
  static func decode(_ text: String) -> [UInt8]? {
    guard text.utf8.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "=") })
    else { return nil }
    let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
    return Base64.decode(text.replacing("-", with: "+").replacing("_", with: "/") + padding)
  }
}
