import Answers
import Testing

/// CSV as spreadsheets take it, and as nobody can turn it into a program.
@Suite struct CSVWriterTests {
  private func cell(_ text: String) -> String {
    var writer = CSVWriter()
    _ = writer.takeBytes()
    writer.text(text)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  @Test func itBeginsWithItsMarkAndItsLinesEndWithBoth() {
    var writer = CSVWriter()
    writer.word("key")
    writer.word("name")
    writer.endLine()
    writer.text("")
    writer.text("合水口")
    writer.endLine()
    #expect(writer.bytes == [0xEF, 0xBB, 0xBF] + Array("key,name\r\n,合水口\r\n".utf8))
  }

  @Test(arguments: ["=", "+", "-", "@", "＝", "＋", "－", "＠", "\t"])
  func whatLooksLikeAFormulaIsMadeAText(_ sign: String) {
    #expect(cell(sign + "1") == "'" + sign + "1")
    #expect(cell(" \u{3000}\u{FEFF}\u{A0}" + sign) == "' \u{3000}\u{FEFF}\u{A0}" + sign)
    #expect(cell("a" + sign) == "a" + sign)
  }

  @Test func quotesCommasAndEndsOfLinesAreHeldTogether() {
    #expect(cell("a,b") == #""a,b""#)
    #expect(cell(#"a"b"#) == #""a""b""#)
    #expect(cell("a\nb") == "\"a\nb\"")
    #expect(cell("\r=1") == "\"'\r=1\"")
    #expect(cell(#"=HYPERLINK("x","y")"#) == #""'=HYPERLINK(""x"",""y"")""#)
    #expect(cell("\n =1") == "\"'\n =1\"")
  }

  @Test func aNumberOfOursIsNotGuarded() {
    var writer = CSVWriter()
    _ = writer.takeBytes()
    writer.word("-60")
    #expect(writer.bytes == Array("-60".utf8))
  }
}
