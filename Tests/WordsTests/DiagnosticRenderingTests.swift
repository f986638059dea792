import Testing
import Words

/// Widths, carets and what a hostile file may do to a terminal: nothing.
@Suite struct DiagnosticRenderingTests {
  @Test(arguments: [
    ("abc", 3), ("合水口", 6), ("，：", 4), ("e\u{301}", 1), ("ｱ", 1), ("Ａ", 2), ("😀", 2), ("가", 2), ("→", 1), ("", 0),
    ("\u{200D}", 0), ("𠀀", 2),
  ])
  func widthIsThatOfATerminal(_ text: String, _ width: Int) {
    #expect(displayWidth(text) == width)
  }

  private func caret(_ source: String, column: Int, end: Int? = nil) -> [String] {
    let fault = Diagnostic(code: .badID, line: 1, column: column, endColumn: end, message: Bilingual(en: "m", zh: "话"))
    return DiagnosticRendering(name: "f", bytes: Array(source.utf8), language: .en).text(fault)
      .split(separator: "\n").map(String.init)
  }

  @Test func caretsStandUnderWideCharacters() {
    let lines = caret("岗位: patroll", column: 5, end: 12)
    #expect(lines[1] == "     1 | 岗位: patroll")
    #expect(lines[2] == "       |       ^^^^^^^")
  }

  @Test func tabsAreKeptSoThatCaretsMoveAlong() {
    #expect(caret("\ta:\tb", column: 5)[2] == "       | \t  \t^")
  }

  @Test func controlCharactersAreWrittenOut() {
    let drawn = caret("a: \u{1b}[31m\u{202e}x", column: 1).joined()
    #expect(!drawn.unicodeScalars.contains("\u{1b}") && !drawn.unicodeScalars.contains("\u{202e}"))
    #expect(drawn.contains("\\u{1b}[31m\\u{202e}x"))
  }

  @Test func coloursAreOnlyUsedWhenAskedFor() {
    let fault = Diagnostic(code: .badID, line: 1, column: 1, message: Bilingual(en: "m", zh: "话"))
    let plain = DiagnosticRendering(name: "f", bytes: [0x61], language: .zh).text(fault)
    let coloured = DiagnosticRendering(name: "f", bytes: [0x61], language: .zh, colour: true).text(fault)
    #expect(plain.hasPrefix("f:1:1: 错误[bad-id]: 话\n"))
    #expect(!plain.contains("\u{1b}") && coloured.contains("\u{1b}[1;31m"))
  }
}
