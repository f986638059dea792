/// Text from outside as messages quote it: cut after 60 characters, and with nothing in it that could move a cursor, hide or
/// turn the writing round. A text that brings its own Chinese quotes along, and no other ones, is not given a second pair.
package func quoted(_ text: String) -> String {
  var result = ""
  var count = 0
  for scalar in text.unicodeScalars {
    if count == 60 {
      result += "…"
      break
    }
    count += 1
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse:
      result += "\\u{" + hexadecimal(scalar.value, digits: 0) + "}"
    default: result.unicodeScalars.append(scalar)
    }
  }
  return hasOwnQuotes(result) ? result : "“" + result + "”"
}

private func hasOwnQuotes(_ text: String) -> Bool {
  let scalars = text.unicodeScalars
  guard scalars.count > 1, scalars.first == "“", scalars.last == "”" else { return false }
  return !scalars.dropFirst().dropLast().contains { $0 == "“" || $0 == "”" }
}

/// A number in capital hexadecimal digits, at least so many.
package func hexadecimal(_ value: UInt32, digits: Int) -> String {
  let text = String(value, radix: 16, uppercase: true)
  return String(repeating: "0", count: max(0, digits - text.count)) + text
}

/// A character as it is named in messages: `U+00A0`.
package func codePoint(_ scalar: Unicode.Scalar) -> String {
  "U+" + hexadecimal(scalar.value, digits: 4)
}
