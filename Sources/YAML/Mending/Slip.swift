internal import Words

/// A slip of the keyboard that YAML takes for something else, and what to do about it.
enum Slip {
  case tab
  case tabBehindDash
  case wideSpace(Unicode.Scalar)
  case wideMark(Unicode.Scalar, wanted: String)
  case openQuote(Unicode.Scalar)
  case openBracket(Unicode.Scalar)
  case missingSpace(name: String)

  /// The fault at a place; marks and spaces are underlined, the opening of what is not closed as well.
  func diagnostic(line: Int, column: Int) -> Diagnostic {
    Diagnostic(
      code: .syntax, line: line, column: column, endColumn: column + 1, message: message, suggestion: suggestion)
  }

  private var message: Bilingual {
    switch self {
    case .tab: both("this line is indented with a tab", "这一行的缩进里有制表符（Tab）")
    case .tabBehindDash: both("a tab stands behind the -", "减号后面是制表符（Tab）")
    case .wideSpace("\u{3000}"):
      both("this is the wide space of a Chinese keyboard (U+3000), not a space", "这里是全角空格（U+3000），不是普通空格")
    case .wideSpace:
      both("this is a no-break space (U+00A0), not a space", "这里是不换行空格（U+00A0），不是普通空格")
    case .wideMark(let found, let wanted):
      both(
        "the Chinese punctuation mark \(found) stands where YAML wants the ASCII \(wanted)",
        "这里用了中文标点「\(found)」，应当是英文标点「\(wanted)」")
    case .openQuote: both("a quote is opened here and never closed", "这里的引号没有配对的收尾引号")
    case .openBracket(let mark): both("\(mark) is opened here and never closed", "这里的 \(mark) 没有收尾")
    case .missingSpace(let name):
      both("a space is missing after the colon of \(quoted(name))", "\(quoted(name)) 的冒号后面少了一个空格")
    }
  }

  private var suggestion: Bilingual {
    switch self {
    case .tab: both("indent with spaces", "缩进请用空格")
    case .tabBehindDash: both("put a space after the -", "减号后面要空一格")
    case .wideSpace: both("write ordinary spaces", "请改成普通（半角）空格")
    case .wideMark(_, let wanted) where wanted == ":" || wanted == ",":
      both("write \(wanted) and a space after it", "请改成英文的「\(wanted)」，后面空一格")
    case .wideMark(_, let wanted) where wanted == "-":
      both("write - and a space after it", "请改成英文减号 -，后面空一格")
    case .wideMark(_, let wanted): both("write \(wanted)", "请改成「\(wanted)」")
    case .openQuote: both("close it at the end of the value", "请在值的末尾补上引号")
    case .openBracket(let mark):
      mark == "{"
        ? both("close it with }", "请在末尾补上 }") : both("close it with ]", "请在末尾补上 ]")
    case .missingSpace: both("put a space after the colon", "冒号后面要空一格")
    }
  }
}
