import Formats
import GridCore
import JSON
import Testing
import Words

@Suite struct StrictJSONTests {
  private func read(_ text: String, maxDepth: Int = 64) throws(InputFault) -> JSONValue {
    try StrictJSON.read(Array(text.utf8)[...], maxDepth: maxDepth)
  }

  private func refusal(_ bytes: [UInt8], maxDepth: Int = 64) -> InputFault? {
    do {
      _ = try StrictJSON.read(bytes[...], maxDepth: maxDepth)
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: [
    ("null", JSONValue.null), (" true ", .bool(true)), ("false\n", .bool(false)), ("\"\"", .string("")),
    ("0", .number("0")), ("-0", .number("-0")), ("1e400", .number("1e400")), ("1E-400", .number("1E-400")),
    ("1.0", .number("1.0")), ("9223372036854775808", .number("9223372036854775808")), ("[]", .array([])),
    ("{}", .object([])),
    ("\r\n[1,\t\"a\"]", .array([.number("1"), .string("a")])),
    (
      #"{"b":1,"a":{"c":[null]}}"#,
      .object([
        JSONMember(key: "b", value: .number("1")),
        JSONMember(key: "a", value: .object([JSONMember(key: "c", value: .array([.null]))])),
      ])
    ),
    (#""\"\\\/\b\f\n\r\t\u00e9\uD83D\uDE00\u0000""#, .string("\"\\/\u{8}\u{c}\n\r\t\u{e9}\u{1F600}\0")),
    ("\"\u{2028}\u{85}é中😀\"", .string("\u{2028}\u{85}é中😀")), ("\"\u{7F}\"", .string("\u{7F}")),
  ]) func soundTextIsRead(text: String, value: JSONValue) throws {
    #expect(try read(text) == value)
    #expect(StrictJSON.syntaxFault(of: Array(text.utf8)[...]) == nil)
  }

  @Test(arguments: [
    ("[1,]", "syntax", 3), ("{\"a\":1,}", "syntax", 7), ("[1 2]", "syntax", 3), ("{\"a\" 1}", "syntax", 5),
    ("{a:1}", "syntax", 1), ("{'a':1}", "syntax", 1), ("[NaN]", "syntax", 1), ("[Infinity]", "syntax", 1),
    ("[nul]", "syntax", 4), ("[01]", "syntax", 2), ("[-]", "syntax", 2), ("[1.]", "syntax", 3), ("[.5]", "syntax", 1),
    ("[+1]", "syntax", 1), ("[1e]", "syntax", 3), ("[0x1]", "syntax", 2), ("/**/1", "syntax", 0),
    ("[1]//x", "trailing", 3),
    ("{} {}", "trailing", 3), ("[1}", "syntax", 2), ("\"a\nb\"", "syntax", 2), ("\"\\x\"", "syntax", 2),
    ("\"\\u12G4\"", "syntax", 5), ("\u{FEFF}{}", "syntax", 0), ("[\u{A0}1]", "syntax", 1), ("True", "syntax", 0),
    ("{\"a\":1,\"a\":2}", "dup-key", 7), (#"{"id":1,"\u0069d":2}"#, "dup-key", 8),
    (#"["\uD800"]"#, "lone-surrogate", 2),
    (#"["\uDC00\uD800"]"#, "lone-surrogate", 2), (#"["\uD800\u0041"]"#, "lone-surrogate", 2),
    (#"{"a":"\uD800","a":,}"#, "syntax", 18),
  ]) func faultyTextIsRefusedWithItsPlace(text: String, code: String, offset: Int) throws {
    let fault = try #require(refusal(Array(text.utf8)))
    #expect(fault.code.rawValue == code)
    #expect(fault.offset == offset)
    #expect(fault.line == 1 + text.utf8.prefix(offset).count { $0 == 10 })
    #expect(!fault.endsEarly)
    #expect(!fault.message.en.isEmpty && !fault.message.zh.isEmpty)
  }

  @Test(
    arguments: [
      [0xC0, 0xAF], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0x80],
      [0xE9], [0xFF], [0xF0, 0x80, 0x80, 0x80], [0xE4, 0xB8],
    ] as [[UInt8]]) func invalidUTF8IsRefused(bytes: [UInt8]) throws
  {
    let text = [0x5B, 0x22] + bytes + [0x22, 0x5D]
    let fault = try #require(refusal(text))
    #expect(fault.code.rawValue == "encoding")
    #expect(fault.offset == 2)
    #expect(!fault.endsEarly)
  }

  @Test func everyCutTextEndsEarly() throws {
    let whole = Array(#" {"a":[1.5e+3,-2,"é😀\u00e9\uD83D\uDE00\n",true,false,null,{}],"b":{"c":""}} "#.utf8)
    let end = try #require(whole.lastIndex(of: 0x7D))
    for count in 0..<end {
      let fault = try #require(refusal(Array(whole[..<count])), "cut at \(count)")
      #expect(fault.endsEarly, "cut at \(count): \(fault)")
      #expect(StrictJSON.syntaxFault(of: whole[..<count])?.endsEarly == true)
    }
  }

  @Test func depthIsBoundedAndTheCheckBearsAny() throws {
    func nested(_ depth: Int) -> [UInt8] {
      Array(repeating: 0x5B, count: depth) + Array(repeating: 0x5D, count: depth)
    }
    #expect(refusal(nested(64)) == nil)
    #expect(refusal(nested(65))?.code.rawValue == "too-deep")
    #expect(refusal(nested(65))?.offset == 64)
    #expect(refusal(nested(1_000_000), maxDepth: .max)?.offset == StrictJSON.deepest)
    #expect(StrictJSON.syntaxFault(of: nested(1_000_000)[...]) == nil)
    #expect(refusal(nested(1), maxDepth: 0)?.code.rawValue == "too-deep")
    #expect(refusal(nested(1), maxDepth: -1)?.code.rawValue == "too-deep")
    let mixed = String(repeating: "{\"a\":[", count: 200) + String(repeating: "]}", count: 200)
    #expect(StrictJSON.syntaxFault(of: Array(mixed.utf8)[...]) == nil)
    let crossed = String(repeating: "{\"a\":[", count: 200) + "}" + String(repeating: "]}", count: 200)
    #expect(StrictJSON.syntaxFault(of: Array(crossed.utf8)[...])?.offset == 1200)
  }

  @Test func keysAreComparedAsBytesAndManyInShortTime() throws {
    #expect(try read("{\"\u{e9}\":1,\"e\u{301}\":2}") != .null)
    var text = "{"
    for number in 0..<100_000 { text += "\"k\(number)\":0," }
    #expect(refusal(Array((text + "\"z\":1}").utf8)) == nil)
    #expect(refusal(Array((text + "\"k0\":1}").utf8))?.code.rawValue == "dup-key")
    #expect(refusal(Array((text + "\"k99999\":1}").utf8))?.code.rawValue == "dup-key")
  }

  @Test func columnsCountCharactersAndOnlyLineFeedsEndLines() throws {
    let fault = try #require(refusal(Array("{\"a\":\"\u{2028}中\u{85}\",\r\r\n  \"é😀\":x}".utf8)))
    #expect(fault.line == 2)
    #expect(fault.column == 8)
    #expect(fault.message.en == "found “x”, wanted a JSON value")
  }
}
