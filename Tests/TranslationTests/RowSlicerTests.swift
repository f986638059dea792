import Formats
import GridCore
import Testing

@testable import Translation

/// Tables are cut into rows and cells.
@Suite struct RowSlicerTests {
  private func cut(
    _ bytes: [UInt8], _ encoding: SourceReading.Encoding? = nil, longest: Int = 1 << 20
  ) -> [[String]] {
    var slicer = RowSlicer(bytes, encoding: encoding, longest: longest)
    var rows = [slicer.head.map { show($0, slicer) } ?? []]
    while let row = slicer.next() { rows.append(show(row, slicer)) }
    return rows
  }

  private func show(_ row: Row, _ slicer: RowSlicer) -> [String] {
    if let (flaw, cell) = row.flaw {
      let place = slicer.position(of: cell)
      return ["!\(flaw.rawValue) \(place.line):\(place.column)"]
    }
    return ["\(row.line)"] + row.cells.map { slicer.text(of: $0) ?? "?" }
  }

  private func cut(_ text: String) -> [[String]] { cut(Array(text.utf8)) }

  @Test func aTableIsARowALine() {
    for end in ["\n", "\r\n", "\r"] {
      #expect(cut("a,b\(end)1,2\(end)3,4\(end)") == [["1", "a", "b"], ["2", "1", "2"], ["3", "3", "4"]])
      #expect(cut("a,b\(end)1,2") == [["1", "a", "b"], ["2", "1", "2"]])
      #expect(cut("a,b\(end)\"x\(end)y\",2\(end)3,4") == [["1", "a", "b"], ["2", "x\(end)y", "2"], ["4", "3", "4"]])
    }
  }

  @Test func quotesHoldWhatWouldEndACell() {
    #expect(cut("a,b\n\"1,2\",\"say \"\"hi\"\"\"\n") == [["1", "a", "b"], ["2", "1,2", "say \"hi\""]])
    #expect(cut("a,b\n \"1\" ,\u{3000}\"2\"\u{A0}\n") == [["1", "a", "b"], ["2", "1", "2"]])
    #expect(cut("a,b\n\"\",\n") == [["1", "a", "b"]])
    #expect(cut("a,b\n\"\",x\n") == [["1", "a", "b"], ["2", "", "x"]])
  }

  @Test func habitsOfSpreadsheetsAreMet() {
    let forms = ["=\"0012\"", "\"=\"\"0012\"\"\"", " =\"0012\" ", "\u{A0}0012\u{3000}", "\t0012", "\"0012\""]
    for form in forms { #expect(cut("a,b\n\(form),x\n")[1] == ["2", "0012", "x"], "\(form)") }
    #expect(cut("sep=;\r\na;b\r\n1,5;2\r\n") == [["2", "a", "b"], ["3", "1,5", "2"]])
    #expect(cut("\"sep=|\"\na|b\n1|2\n") == [["2", "a", "b"], ["3", "1", "2"]])
    #expect(cut("a;b\n1;2,3\n") == [["1", "a", "b"], ["2", "1", "2,3"]])
    #expect(cut("a\tb\n1\t2 \n\t\n 3\t\n") == [["1", "a", "b"], ["2", "1", "2"], ["4", "3", ""]])
    #expect(cut("a,b;c\n1,2\n") == [["1", "a", "b;c"], ["2", "1", "2"]])
    #expect(cut("\"a;b\",c\n1,2\n") == [["1", "a;b", "c"], ["2", "1", "2"]])
    #expect(cut("\u{3000}\n\u{A0}\na;b\n1;2\n") == [["3", "a", "b"], ["4", "1", "2"]])
    #expect(cut("\t\t\na;b\n1;2\n") == [["2", "a", "b"], ["3", "1", "2"]])
    #expect(cut([0xA1, 0xA1] + Array("\na\tb\n1\t2\n".utf8), .gb18030) == [["2", "a", "b"], ["3", "1", "2"]])
    #expect(cut("\n,,\n\u{3000},\na,b\n\n , \n1,2\n") == [["4", "a", "b"], ["7", "1", "2"]])
  }

  @Test func aFlawedRowLosesItsFirstLineOnly() {
    let text = "a,b\n1,\"open\n2,x\n3,\"y\"\n4,z\n"
    #expect(cut(text) == [["1", "a", "b"], ["!behind 2:3"], ["3", "2", "x"], ["4", "3", "y"], ["5", "4", "z"]])
    #expect(cut("a,b\n1,\"open\n2,x\n") == [["1", "a", "b"], ["!unclosed 2:3"], ["3", "2", "x"]])
    #expect(cut("a,b\n1,5\" pipe\n2,x\n") == [["1", "a", "b"], ["!within 2:3"], ["3", "2", "x"]])
    #expect(cut("a,b\n1,\"x\"y\n2,x\n") == [["1", "a", "b"], ["!behind 2:3"], ["3", "2", "x"]])
    let long = Array("a,b\n1,\"\(String(repeating: "x\n", count: 50))\"\n2,x\n".utf8)
    #expect(cut(long, longest: 20)[1] == ["!unclosed 2:3"])
  }

  @Test func marksWinOverWhatTheRulesSay() {
    let text = "编号,b\n甲,2\n"
    let pairs = text.utf16.map { (UInt8($0 & 0xFF), UInt8($0 >> 8)) }
    let little: [UInt8] = [0xFF, 0xFE] + pairs.flatMap { [$0.0, $0.1] }
    let big: [UInt8] = [0xFE, 0xFF] + pairs.flatMap { [$0.1, $0.0] }
    let gb: [UInt8] = [0xB1, 0xE0, 0xBA, 0xC5] + Array(",b\n".utf8) + [0xBC, 0xD7] + Array(",2\n".utf8)
    for bytes in [Array(text.utf8), [0xEF, 0xBB, 0xBF] + Array(text.utf8), little, big] {
      #expect(cut(bytes) == [["1", "编号", "b"], ["2", "甲", "2"]])
    }
    #expect(cut([0xEF, 0xBB, 0xBF] + Array(text.utf8), .gb18030)[1] == ["2", "甲", "2"])
    #expect(cut(little, .gb18030)[1] == ["2", "甲", "2"])
    #expect(cut(gb, .gb18030) == [["1", "编号", "b"], ["2", "甲", "2"]])
    #expect(cut([0x84, 0x31, 0x95, 0x33] + gb) == [["1", "编号", "b"], ["2", "甲", "2"]])
    #expect(cut(gb)[1] == ["2", "?", "2"])
  }

  @Test func charactersOfGB18030HideNoSeparator() {
    // Two bytes and four; the second of a pair may be any letter from @ on, and digits stand within four.
    let words: [[UInt8]] = [
      [0x81, 0x40], [0x81, 0x30, 0x81, 0x30], [0xFE, 0x7C], [0x95, 0x5C], [0x90, 0x30, 0x81, 0x30],
    ]
    for word in words {
      let rows = cut(Array("a,b\n".utf8) + word + Array(",\"".utf8) + word + Array("\"\n".utf8), .gb18030)
      #expect(rows.count == 2 && rows[1].count == 3 && rows[1][1] == rows[1][2] && rows[1][1] != "?", "\(word)")
    }
    // What older tables write in four bytes.
    let older: [([UInt8], String)] = [
      ([0x82, 0x35, 0x90, 0x37], "\u{9FB4}"), ([0x82, 0x35, 0x91, 0x34], "\u{9FBB}"),
      ([0x84, 0x31, 0x82, 0x36], "\u{FE10}"), ([0x84, 0x31, 0x83, 0x35], "\u{FE19}"),
      ([0x82, 0x35, 0x91, 0x35], "\u{9FBC}"),
    ]
    for (bytes, text) in older {
      let cell = [0xB9, 0xFA] + bytes + bytes + [0xB9, 0xFA]
      #expect(cut(Array("a,b\n".utf8) + cell + Array(",1\n".utf8), .gb18030)[1] == ["2", "国\(text)\(text)国", "1"])
    }
    #expect(cut(Array("a,b\n".utf8) + [0x81, 0x2C, 0x31, 0x0A], .gb18030)[1] == ["2", "?", "1"])
    #expect(cut(Array("a,b\n".utf8) + [0xFF, 0x2C, 0x31, 0x0A], .gb18030)[1] == ["2", "?", "1"])
  }

  @Test func placesAreCountedInCharacters() {
    var slicer = RowSlicer(Array("\u{FEFF}编号,乙\n甲甲,\"丙\n丁\",x\n".utf8), encoding: nil, longest: 100)
    #expect(slicer.head.map { slicer.position(of: $0.cells[1]) } == TextPosition(line: 1, column: 4))
    let row = slicer.next()
    #expect(
      row.map { $0.cells.map { slicer.position(of: $0) } } == [
        TextPosition(line: 2, column: 1), TextPosition(line: 2, column: 4), TextPosition(line: 3, column: 4),
      ])
  }

  @Test func itGoesOnWhereAnotherStopped() {
    let bytes = Array("a,b\r\n1,\"x\r\ny\"\r\n\r\n2,\"open\r\n3,z\r4,w\n".utf8)
    var slicer = RowSlicer(bytes, encoding: nil, longest: 100)
    var all: [(offset: Int, rows: [String])] = []
    while true {
      let offset = slicer.offset
      guard let row = slicer.next() else { break }
      all.append((offset, show(row, slicer)))
    }
    #expect(all.map(\.rows) == [["2", "1", "x\r\ny"], ["!unclosed 5:3"], ["6", "3", "z"], ["7", "4", "w"]])
    for index in all.indices {
      var rest = RowSlicer(bytes, encoding: nil, longest: 100, startingAt: all[index].offset)
      #expect(rest.offset == all[index].offset)
      for expected in all[index...] { #expect(rest.next().map { show($0, rest) } == expected.rows) }
      #expect(rest.next() == nil)
    }
  }

  @Test(arguments: [
    ("a,b\n1,2\n", false), ("a,b\n1,2", false), ("a,b\n1", true), ("a,b\n1,\"x", true), ("a,b\n1,\"x\n", true),
    ("a,b\n1,\"x\n2,\"\"\"\n", false), ("", true),
  ]) func anUnfinishedTableIsTold(_ text: String, _ endsEarly: Bool) {
    #expect(RowSlicer(Array(text.utf8), encoding: nil, longest: 100).endsEarly == endsEarly)
  }
}
