import Testing
import Words
import YAML

/// Places and styles, as exact as a fault needs them.
@Suite struct YAMLParserTests {
  private func parse(_ bytes: [UInt8]) -> (root: YAMLNode?, faults: [Diagnostic]) {
    YAMLParser.parse(bytes, Vocabulary(file: Bilingual(en: "a text", zh: "文本")))
  }

  private func root(_ text: String) throws -> YAMLNode {
    let (root, faults) = parse(Array(text.utf8))
    #expect(faults.isEmpty)
    return try #require(root)
  }

  private func entries(_ node: YAMLNode) throws -> [YAMLNode.Entry] {
    guard case .mapping(let entries, true) = node.content else {
      Issue.record("not a whole mapping")
      return []
    }
    return entries
  }

  @Test func columnsCountCharacters() throws {
    let entries = try entries(try root("岗位: {巡查岗: 综合, b: \"引号\"}\n"))
    #expect(entries[0].key.span.end.column == 3)
    let inner = try self.entries(entries[0].value)
    #expect(inner[0].key.span.start == YAMLMark(line: 1, column: 6))
    #expect(inner[0].value.span.start.column == 11)
    #expect(inner[0].value.span.end.column == 13)
    #expect(inner[1].value.span.start.column == 18)
    #expect(inner[1].value.span.end.column == 22)
  }

  @Test func scalarsKeepTheirRawText() throws {
    let entries = try entries(try root("a: no\nb: 010\nc: 12:30\nd: ~\ne: '1'\nf: |\n  two\n  lines\n"))
    let found = entries.map { entry -> String in
      guard case .scalar(let text, let style) = entry.value.content else { return "?" }
      return "\(text) \(style)"
    }
    #expect(found == ["no plain", "010 plain", "12:30 plain", "~ plain", "1 quoted", "two\nlines\n block"])
  }

  @Test func depthIsBoundedExactly() {
    let levels = YAMLParser.deepest
    // The innermost list is empty and has its own level.
    let deep = String(repeating: "[", count: levels) + String(repeating: "]", count: levels)
    #expect(parse(Array(deep.utf8)).faults.isEmpty)
    let deeper = parse(Array("[\(deep)]".utf8)).faults
    #expect(deeper.map(\.code) == [.tooDeep])
    #expect(deeper.map(\.column) == [levels + 1])
    let bottomless = parse([UInt8](repeating: 0x5B, count: 1_000_000)).faults
    #expect(bottomless.map(\.code) == [.tooDeep])
  }

  @Test func valuesAreBounded() {
    let many = "[" + String(repeating: "a,", count: YAMLParser.mostNodes + 1) + "]"
    #expect(parse(Array(many.utf8)).faults.map(\.code) == [.tooManyNodes])
  }

  @Test func aBadByteIsToldWhereItStands() {
    let bytes = Array("a: 网格\nb: 岗".utf8) + [0xE4, 0xBD, 0x20]
    let faults = parse(bytes).faults
    #expect(faults.map(\.code) == [.encoding])
    #expect(faults.map(\.line) == [2])
    #expect(faults.map(\.column) == [5])
  }

  @Test func keysOfOneLookAreTwoKeys() throws {
    // é in its two spellings: the bytes differ, so it is no duplicate.
    let entries = try entries(try root("\u{E9}: 1\ne\u{301}: 2\n"))
    #expect(entries.count == 2)
  }

  @Test func linesOfAnyShapeHaveAnAnswer() {
    let lines = [
      "a:", "- ", "  - ", "  -", "- - ", " b: c", "  d: e: f", "  - g: h", "   x", "{", "  - [", "\"", "'", "? ",
      "--- ", "a： ",
    ]
    let vocabulary = Vocabulary(
      file: Bilingual(en: "a file", zh: "文件"), sections: ["a"], last: "z", keys: ["b", "d", "g"], listKeys: ["a"])
    for first in lines {
      for second in lines {
        for third in lines {
          let text = "\(first)\n\(second)\n\(third)\n"
          let (root, faults) = YAMLParser.parse(Array(text.utf8), vocabulary)
          #expect(root != nil || faults.contains { $0.severity == .error }, "\(text.debugDescription)")
        }
      }
    }
  }

  @Test func aLineBetweenTwoNamesOfBlocksHasAnAnswer() {
    #expect(parse(Array("--- a： \nx\na:\n b: c\n".utf8)).faults.contains { $0.severity == .error })
  }
}
