/// A file's name is bytes; these are the few questions the spool asks of them.
package enum FileName {
  enum Kind {
    /// Starts with a dot, or ends as unfinished and editors' files do: passed over in silence.
    case hidden
    /// Ends as the files do which we read.
    case takeable
    /// Anything else.
    case unknown
  }

  static func kind(of name: UnsafeBufferPointer<UInt8>) -> Kind {
    guard let first = name.first, first != UInt8(ascii: ".") else { return .hidden }
    if ends(name, ".json") || ends(name, ".ndjson") { return .takeable }
    if name.last == UInt8(ascii: "~") { return .hidden }
    if ends(name, ".tmp") || ends(name, ".part") || ends(name, ".swp") { return .hidden }
    return .unknown
  }

  /// Compares the end of a name without regard to the case of ASCII letters.
  private static func ends(_ name: UnsafeBufferPointer<UInt8>, _ ending: StaticString) -> Bool {
    let count = ending.utf8CodeUnitCount
    guard name.count >= count else { return false }
    for offset in 0..<count {
      var byte = name[name.count - count + offset]
      if byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") { byte += 32 }
      if byte != ending.utf8Start[offset] { return false }
    }
    return true
  }

  /// The name as a person may safely see it: control characters, marks that turn the writing direction, back slashes
  /// and bytes which are no UTF-8 appear as `\xNN`.
  package static func shown(_ name: [UInt8]) -> String {
    guard let text = String(validating: name, as: UTF8.self) else {
      return name.map { $0 >= 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") ? String(UnicodeScalar($0)) : escape($0) }
        .joined()
    }
    var result = ""
    for scalar in text.unicodeScalars {
      if isPlain(scalar) {
        result.unicodeScalars.append(scalar)
      } else {
        result += String(scalar).utf8.map(escape).joined()
      }
    }
    return result
  }

  private static func isPlain(_ scalar: UnicodeScalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
    default: scalar != "\\"
    }
  }

  private static func escape(_ byte: UInt8) -> String {
    "\\x" + hex(byte)
  }

  static func hex(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return digits.count == 1 ? "0" + digits : digits
  }

  /// A component we made ourselves: letters, digits, `-`, `_` and dots, but no dot in front.
  static func isSafe(_ component: String) -> Bool {
    guard let first = component.utf8.first, first != UInt8(ascii: ".") else { return false }
    return component.utf8.count <= 250 && component.utf8.allSatisfy(isPortable)
  }

  static func isPortable(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
      true
    default: false
    }
  }
}
