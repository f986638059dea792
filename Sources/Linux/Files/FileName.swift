/// A file's name is bytes; these are the few questions asked of them.
package enum FileName {
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

  /// The same with the folder it lies in, where it lies in one.
  package static func shown(_ name: [UInt8], from folder: [UInt8]?) -> String {
    (folder.map { shown($0) + "/" } ?? "") + shown(name)
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

  /// A byte as two hexadecimal digits, upper case.
  package static func hex(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return digits.count == 1 ? "0" + digits : digits
  }

  /// A component we made ourselves: letters, digits, `-`, `_` and dots, but no dot in front.
  package static func isSafe(_ component: String) -> Bool {
    guard let first = component.utf8.first, first != UInt8(ascii: ".") else { return false }
    return component.utf8.count <= 250 && component.utf8.allSatisfy(isPortable)
  }

  /// Whether a byte may stand in any file's name: `A-Z a-z 0-9 - _ .`.
  package static func isPortable(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
      true
    default: false
    }
  }
}
