extension FuzzTarget {
  /// What this target's grammar is made of: put into inputs, it gets further than single bytes.
  package var words: [[UInt8]] {
    (texts.map { Array($0.utf8) } + Self.oddBytes).filter { !$0.isEmpty }
  }

  // Half characters, overlong forms, surrogates, marks that turn the writing, line ends of other standards.
  private static let oddBytes: [[UInt8]] = [
    [0x00], [0xFF], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE5], [0x80], [0xC2, 0x85],
    [0xE2, 0x80, 0xA8], [0xE2, 0x80, 0xAE], [0xEF, 0xBB, 0xBF], [0xFF, 0xFE], [0x1B, 0x5B],
  ]

  private static let jsonWords = [
    "{", "}", "[", "]", "\"", "\\", ",", ":", "\n", "\r\n", "\\u", "\\uD800", "\\uDC00", "\\u0000", "1", "-", ".5",
    "e+9",
    "0", "null", "true", "false", "😀", "é", "{\"a\":[", "[[[[[[[[", "[{}],", "\"a\":1,", "1e400",
    "18446744073709551616",
  ]

  private static let eventWords = [
    "\"id\":\"1\",", "\"source\":\"s\",", "\"type\":\"note\",", "\"type\":\"return\",",
    "\"time\":\"2026-02-13T08:00:00Z\",",
    "\"matter\":\"UM-001\",", "\"matter\":\"UM-002\",", "\"grid\":\"hsk-01\",", "\"community\":\"hsk\",",
    "\"risk\":\"red\",",
    "\"resolved\":{\"by\":\"x\",\"at\":\"2026-02-13T08:00:00Z\"},", "\"item\":\"0123456789abcdef\",",
    "\"report\":{\"source\":\"s\",\"id\":\"1\"},", "\"specversion\":\"1.0\",", "\"type\":\"gridpost.report\",",
    "\"data\":{},", "\"data_base64\":\"e30=\",", "\"datacontenttype\":\"application/json\",", "\"by_limit\":\"2wd\",",
    "\"until\":\"2026-03-01T00:00:00Z\",", "\"outcome\":\"pass\",", "\"ground\":\"place\",", "\"note\":null,",
    "\"items\":[\"a\",\"b\"],", "\"satisfaction\":5,", "\"type\":\"visit\",", "\"type\":\"appeal\",",
    "\"subject\":\" s \",", "\"place\":\"p\",", "\"summary\":\"x\",",
    "\\u0069d",
  ]

  private static let rulesWords = [
    ": ", "- ", "\n", "\r", "\t", "  ", "    ", "{", "}", "[", "]", "\"", "'", "#", "&a ", "*a", "!!int ", "<<: ", "? ",
    "| ", "> ", "---\n", "...\n", "%YAML 1.2\n", "0", "-1", "99999999999999999999", "1e999", "~", "null", "网格", "，",
    "：", "“", "\\", "\\x00", "@", "`", ",", "2wd", "2026-02-30", "24:00-00:00", "end: rules\n", "[[[[[[[[[[[[",
    "{a: {a: {a: ", "version: 1\n", "declares:", "communities:\n", "posts:", "groups:", "calendar:\n", "ladder:\n",
    "duties:\n", "matters:\n", "overrides:\n", "examples:\n", "when: {", "deadline: ", "to: group", "after: 1wd",
    "hours: ", "grids: 10", "name: ", "post: ", "intake: {",
  ]

  // Whole lines as somebody leaves them: an item of which only the dash is typed, a name whose block is elsewhere, and an indentation
  // that lies between those of its neighbours.
  private static let halfLines = [
    "\n-\n", "\n- \n", "\n  - \n", "\n  -\n", "\n   - - \n", "\n x\n", "\nx\n", "\n   x:\n", "\n a: b\n",
    "\n     a: b: c\n",
    "\n--- a： \n", "\n   ? \n",
  ]

  private var texts: [String] {
    switch self {
    case .json: Self.jsonWords
    case .records: Self.jsonWords + ["{}\n", "{}\r\n", "[{},{}]", "\n\n", " \n"]
    case .events: Self.jsonWords + Self.eventWords
    case .times:
      [
        "2026-02-13", "T", "Z", "z", "t", "+08:00", "-23:59", ".5", ":60", "24:00:00", "0001-01-01", "9999-12-31",
        "02-29",
      ]
    case .limits:
      [
        "s", "m", "h", "wh", "wd", "ms", "0", "1", "87600", "3650", "315360000", "9223372036854775807", "09:00-12:00",
        "24:00", "00:00", "2026-01-01", "..", "+08:00", "-14:00", "½", "1.5h", "１", " ",
      ]
    case .rules: Self.rulesWords + Self.halfLines
    case .names:
      [
        ".json", ".ndjson", ".tmp", ".part", ".swp", "~", ".", "..", "/", "%", "%2e", "\\x", "-", "1-", ".reason.json",
        "网格",
      ]
    }
  }
}
