internal import Words

/// Text from outside as a robot's message may hold it: nothing in it calls anybody, leads anywhere, or changes how it looks.
///
/// Robots know no sign that takes a mark its meaning in all of their clients, so the marks are put as their full-width likes, which
/// read the same and mean nothing.
enum PlainText {
  /// In one line, of at most so many characters.
  static func plain(_ text: String, most: Int) -> String {
    var result = String.UnicodeScalarView()
    var count = 0
    var isBlank = true
    let scalars = Array(text.unicodeScalars)
    for (index, scalar) in scalars.enumerated() {
      if scalar.properties.isWhitespace {
        if !isBlank { result.append(" ") }
        isBlank = true
        continue
      }
      guard count < most else {
        result.append("…")
        break
      }
      count += 1
      isBlank = false
      let next = index + 1 < scalars.count ? scalars[index + 1] : nil
      result.append(shown(scalar, before: next))
    }
    if result.last == " " { result.removeLast() }
    return String(result)
  }

  private static func shown(_ scalar: Unicode.Scalar, before next: Unicode.Scalar?) -> Unicode.Scalar {
    switch scalar {
    case "@", "<", ">", "*", "_", "`", "~", "[", "]", "(", ")", "#", "!", "|", "\\", "&", "{", "}", "$", ":", "/", "+",
      "=", "^":
      return Unicode.Scalar(scalar.value + 0xFEE0) ?? "\u{FFFD}"
    // What clients take for the name of a host.
    case "." where next?.properties.isAlphabetic == true: return "．"
    case "-" where next == "-" || next == " ": return "－"
    default: break
    }
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: return "\u{FFFD}"
    default: return isUnsafeToShow(scalar) ? "\u{FFFD}" : scalar
    }
  }
}
