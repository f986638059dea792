import Foundation

/// One of the classes of bad input (guarantees §3) as something to drop, and what it must get.
struct BadInput: Sendable, CustomStringConvertible {
  /// What must become of it.
  enum Answer: Sendable, Equatable {
    case accepted, duplicate, held
    /// The record alone, with this code.
    case rejected(String)
    /// The file whole and unchanged, with this code.
    case quarantined(String)
    /// Left where it is.
    case skipped
  }

  /// What is dropped.
  enum Content: Sendable {
    /// Becomes the second line of a file of lines, behind a good one.
    case line([UInt8])
    /// A file of its own, under this ending.
    case file([UInt8], ending: String)
    /// Under a name of its own, and made there by the test.
    case special(name: String)
  }

  let number: Int
  let what: String
  let content: Content
  let answer: Answer

  var description: String { "class \(number), \(what)" }

  static func line(_ number: Int, _ what: String, _ text: String, _ answer: Answer) -> BadInput {
    BadInput(number: number, what: what, content: .line(Array(text.utf8)), answer: answer)
  }

  static func line(_ number: Int, _ what: String, bytes: [UInt8], _ answer: Answer) -> BadInput {
    BadInput(number: number, what: what, content: .line(bytes), answer: answer)
  }

  static func file(_ number: Int, _ what: String, _ text: String, _ answer: Answer) -> BadInput {
    BadInput(number: number, what: what, content: .file(Array(text.utf8), ending: "json"), answer: answer)
  }

  static func file(_ number: Int, _ what: String, bytes: [UInt8], ending: String = "json", _ answer: Answer) -> BadInput
  {
    BadInput(number: number, what: what, content: .file(bytes, ending: ending), answer: answer)
  }

  /// A report with these fields, as a line.
  static func report(
    _ number: Int, _ what: String, _ changes: [String: JSON], without: String? = nil, _ answer: Answer
  ) -> BadInput {
    let plain = EndToEndTests.report("class-\(number) \(what)").with(changes)
    return line(number, what, (without.map(plain.without) ?? plain).rendered, answer)
  }

  /// A report's text with something put into it that no encoder writes.
  static func raw(_ number: Int, _ what: String, _ fields: String, _ answer: Answer) -> BadInput {
    line(number, what, raw("class-\(number) \(what)", fields), answer)
  }

  static func raw(_ id: String, _ fields: String) -> String {
    #"{"id":"\#(id)","source":"test","matter":"CA-002","grid":"heshuikou-03",\#(fields)}"#
  }
}

extension BadInput {
  static let classes: [BadInput] = bytes + structure + values + sizes + files

  private static func utf(_ encoding: String.Encoding, _ mark: [UInt8] = []) -> [UInt8] {
    mark + Array(EndToEndTests.report("wide").rendered.data(using: encoding) ?? Data())
  }

  /// Classes 1–11.
  private static let bytes: [BadInput] = [
    .file(1, "empty", "", .quarantined("empty")),
    .file(2, "spaces", " \n\r\n\t ", .quarantined("empty")),
    .file(3, "byte order mark", "\u{feff}" + EndToEndTests.report("class-3").rendered, .accepted),
    .file(4, "UTF-16LE", bytes: utf(.utf16LittleEndian), .quarantined("encoding")),
    .file(4, "UTF-16LE marked", bytes: utf(.utf16LittleEndian, [0xff, 0xfe]), .quarantined("encoding")),
    .file(4, "UTF-16BE", bytes: utf(.utf16BigEndian), .quarantined("encoding")),
    .file(4, "UTF-16BE marked", bytes: utf(.utf16BigEndian, [0xfe, 0xff]), .quarantined("encoding")),
    .file(4, "UTF-32LE marked", bytes: utf(.utf32LittleEndian, [0xff, 0xfe, 0, 0]), .quarantined("encoding")),
    .file(4, "UTF-32BE", bytes: utf(.utf32BigEndian), .quarantined("encoding")),
    .line(5, "overlong", bytes: broken([0xc0, 0xaf]), .rejected("encoding")),
    .line(5, "overlong NUL", bytes: broken([0xc0, 0x80]), .rejected("encoding")),
    .line(5, "surrogates as bytes", bytes: broken([0xed, 0xa0, 0x80, 0xed, 0xb0, 0x80]), .rejected("encoding")),
    .line(5, "beyond U+10FFFF", bytes: broken([0xf4, 0x90, 0x80, 0x80]), .rejected("encoding")),
    .line(5, "cut short", bytes: broken([0xe7, 0xbd]), .rejected("encoding")),
    .file(5, "invalid byte", bytes: broken([0xff]), .quarantined("encoding")),
    .line(6, "Latin-1 umlaut", bytes: broken([0xfc]), .rejected("encoding")),
    .line(7, "NUL escaped in id", #"{"id":"a\u0000b","source":"test"}"#, .rejected("control-character")),
    .line(7, "bell in source", #"{"id":"class-7","source":"te\u0007st"}"#, .rejected("control-character")),
    .raw(7, "DEL in type", #""type":"report\u007f""#, .rejected("control-character")),
    .line(7, "raw NUL", bytes: broken([0x00]), .rejected("syntax")),
    .raw(7, "escaped in free text", #""summary":"a\u0000b\u001b[31m\u0007""#, .accepted),
    .raw(8, "ANSI, RTL, zero width, script", #""summary":"\u001b[2J\u202e\u200b<script>alert(1)</script>""#, .accepted),
    .line(9, "composed", EndToEndTests.report("caf\u{e9}").rendered, .accepted),
    .line(9, "decomposed", EndToEndTests.report("cafe\u{301}").rendered, .accepted),
    .file(10, "gzip", bytes: [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3], .quarantined("encoding")),
    .file(10, "PNG", bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], .quarantined("encoding")),
    .file(10, "ELF", bytes: [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0], .quarantined("syntax")),
    .line(
      11, "CR alone is no line end", raw("class-11a", #""x":1"#) + "\r" + raw("class-11b", #""x":1"#),
      .rejected("syntax")),
    .line(11, "U+2028 and U+0085 in a text", EndToEndTests.report("class-11 \u{2028}\u{2029}").rendered, .accepted),
  ]

  private static func broken(_ bytes: [UInt8]) -> [UInt8] {
    let text = raw("broken", #""summary":"@""#)
    let parts = text.utf8.split(separator: UInt8(ascii: "@"))
    return Array(parts[0]) + bytes + Array(parts[1])
  }

  /// Classes 12–24 and 26; 25 is a story of its own.
  private static let structure: [BadInput] = [
    .file(13, "two objects", raw("a", #""x":1"#) + raw("b", #""x":1"#), .quarantined("trailing")),
    .file(13, "trailing garbage", raw("a", #""x":1"#) + " x", .quarantined("trailing")),
    .file(13, "trailing NUL", raw("a", #""x":1"#) + "\u{0}", .quarantined("trailing")),
    .file(14, "trailing comma", raw("a", #""x":1,"#), .quarantined("syntax")),
    .file(14, "comment", raw("a", #"/* x */"x":1"#), .quarantined("syntax")),
    .file(14, "single quotes", raw("a", #"'x':1"#), .quarantined("syntax")),
    .file(14, "NaN", raw("a", #""x":NaN"#), .quarantined("syntax")),
    .file(14, "Infinity", raw("a", #""x":-Infinity"#), .quarantined("syntax")),
    .file(14, "leading zero", raw("a", #""x":01"#), .quarantined("syntax")),
    .file(14, "plus sign", raw("a", #""x":+1"#), .quarantined("syntax")),
    .file(14, "raw line end in a text", raw("a", "\"x\":\"a\nb\""), .quarantined("syntax")),
    .raw(15, "duplicate key", #""risk":"red","risk":"blue""#, .rejected("dup-key")),
    .line(
      15, "duplicate key by an escape", #"{"id":"x","\u0069d":"y","source":"test"}"#, .rejected("dup-key")),
    .raw(15, "duplicate key inside", #""x":{"a":1,"\u0061":2}"#, .rejected("dup-key")),
    .raw(16, "lone high surrogate", #""summary":"\ud800""#, .rejected("lone-surrogate")),
    .raw(16, "lone low surrogate", #""x":"\udc00x""#, .rejected("lone-surrogate")),
    .raw(16, "a pair", #""summary":"\ud83d\ude00""#, .accepted),
    .file(17, "a batch", "[" + raw("class-17", #""x":1"#) + "]", .accepted),
    .file(18, "scalar", "7", .quarantined("not-an-event")),
    .file(18, "null", "null", .quarantined("not-an-event")),
    .file(18, "text", "\"report\"", .quarantined("not-an-event")),
    .file(18, "empty array", "[]", .quarantined("empty")),
    .report(19, "number as id", ["id": 7], .rejected("wrong-type")),
    .report(19, "object as time", ["time": ["x": 1]], .rejected("wrong-type")),
    .report(19, "list as matter", ["matter": ["UM-001"]], .rejected("wrong-type")),
    .report(19, "bool as resolved", ["resolved": true], .rejected("wrong-type")),
    .raw(19, "__proto__ is an unknown field", #""__proto__":{"a":1},"constructor":1"#, .accepted),
    .report(20, "unknown fields", ["x": ["y": [1, 2, .null]], "": 1], .accepted),
    .report(21, "no id", [:], without: "id", .rejected("missing-id")),
    .report(21, "no source", [:], without: "source", .rejected("missing-source")),
    .report(21, "empty id", ["id": ""], .rejected("missing-id")),
    .line(21, "CloudEvent without type", cloud(["type": .null]), .rejected("cloudevent")),
    .line(21, "specversion 0.3", cloud(["specversion": "0.3"]), .rejected("cloudevent")),
    .line(21, "specversion 2.0", cloud(["specversion": "2.0"]), .rejected("cloudevent")),
    .line(22, "data twice", cloud(["data_base64": "e30="]), .rejected("cloudevent")),
    .line(22, "bad base64", cloud(["data": .null, "data_base64": "e30"]), .rejected("cloudevent")),
    .line(23, "attributes in capitals, or long", cloud(["UPPER": 1, "averyveryverylongattributename": 1]), .accepted),
    .file(
      24, "blank lines", bytes: Array(("\n\r\n" + raw("class-24", #""x":1"#) + "\n\n").utf8), ending: "ndjson",
      .accepted),
    .file(
      26, "no last line end", bytes: Array(raw("class-26", #""x":1"#).utf8), ending: "ndjson", .accepted),
  ]

  private static func cloud(_ changes: [String: JSON]) -> String {
    JSON.object([
      "specversion": "1.0", "id": .text("cloud \(changes)"), "source": "test", "type": "gridpost.report",
      "data": ["matter": "CA-002", "grid": "heshuikou-03"],
    ]).with(changes).rendered
  }
}
