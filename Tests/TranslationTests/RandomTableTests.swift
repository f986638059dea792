import Formats
import GridCore
import Testing

@testable import Translation

/// Tables made of known cells, in every form a writer may choose, say those cells again; and any bytes give rows.
@Suite struct RandomTableTests {
  private struct Dice: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var word = state
      word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
      word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
      return word ^ (word >> 31)
    }
  }

  private static let pieces = [
    "a", "甲", "0012", ",", ";", "\"", "\n", "\r\n", "=", " ", "\u{3000}", "𠮷", "é", "\t", "x y",
  ]

  private static func word(_ dice: inout Dice) -> String {
    let parts = (0..<Int.random(in: 0...5, using: &dice)).map { _ in pieces.randomElement(using: &dice) ?? "" }
    return parts.joined()
  }

  /// A cell as somebody may write it.
  private static func written(_ word: String, _ separator: String, _ dice: inout Dice) -> String {
    let isPlain = !word.contains(where: { $0 == "\"" || $0.isNewline }) && !word.contains(separator)
    let blanks = ["", "", " ", "\u{A0}", "\u{3000}"]
    let (before, behind) = (blanks.randomElement(using: &dice) ?? "", blanks.randomElement(using: &dice) ?? "")
    let text = isPlain && Bool.random(using: &dice) ? word : "\"" + doubled(word) + "\""
    return before + text + behind
  }

  private static func doubled(_ word: String) -> String {
    String(word.unicodeScalars.flatMap { $0 == "\"" ? ["\"", "\""] : [$0] }.map(Character.init))
  }

  @Test(arguments: 0..<300) func whatWasWrittenIsRead(_ seed: Int) {
    var dice = Dice(state: UInt64(seed))
    let separator = [",", ";", "\t"].randomElement(using: &dice) ?? ","
    let end = ["\n", "\r\n", "\r"].randomElement(using: &dice) ?? "\n"
    let width = Int.random(in: 2...4, using: &dice)
    var text = (0..<width).map { "c\($0)" }.joined(separator: separator) + end
    var wanted: [[String]] = []
    for _ in 0..<Int.random(in: 0...8, using: &dice) {
      let words = ["k"] + (1..<width).map { _ in Self.word(&dice) }
      wanted.append(words.map(\.withoutBlanks))
      text += words.map { Self.written($0, separator, &dice) }.joined(separator: separator) + end
      if Bool.random(using: &dice) { text += end }
    }
    let units = text.utf16.map { (UInt8($0 & 0xFF), UInt8($0 >> 8)) }
    let wide: [UInt8] = [0xFF, 0xFE] + units.flatMap { [$0.0, $0.1] }
    for bytes in [Array(text.utf8), [0xEF, 0xBB, 0xBF] + Array(text.utf8), wide] {
      var slicer = RowSlicer(bytes, encoding: nil, longest: 1 << 20)
      var found: [[String]] = []
      while let row = slicer.next() {
        #expect(row.flaw == nil)
        found.append(row.cells.map { slicer.text(of: $0) ?? "?" })
      }
      // A text that is a formula of one text is that text.
      let isSame = found.count == wanted.count && zip(found, wanted).allSatisfy { Self.isSame($0, $1) }
      #expect(isSame, "\(text.debugDescription) \(found)")
    }
  }

  private static func isSame(_ found: [String], _ wanted: [String]) -> Bool {
    found.count == wanted.count
      && zip(found, wanted).allSatisfy { one, other in
        other.utf8.starts(with: "=\"".utf8) || one.utf8.elementsEqual(other.utf8)
      }
  }

  @Test(arguments: 0..<300) func anyBytesAreRowsOneBehindTheOther(_ seed: Int) {
    var dice = Dice(state: UInt64(1000 + seed))
    let likely: [UInt8] = [
      0x22, 0x2C, 0x0A, 0x0D, 0x3B, 0x09, 0x3D, 0x20, 0x61, 0x81, 0x30, 0xA1, 0xC2, 0xFF, 0xFE, 0xEF,
    ]
    let bytes = (0..<Int.random(in: 0...120, using: &dice)).map { _ in
      Bool.random(using: &dice) ? likely.randomElement(using: &dice) ?? 0 : UInt8.random(in: 0...255, using: &dice)
    }
    for encoding in [nil, SourceReading.Encoding.gb18030] {
      var slicer = RowSlicer(bytes, encoding: encoding, longest: 40)
      var (end, line) = (0, 0)
      while true {
        let offset = slicer.offset
        guard let row = slicer.next() else { break }
        #expect(row.range.lowerBound >= end && row.range.upperBound <= slicer.offset && slicer.offset > offset)
        #expect(row.line > line)
        (end, line) = (row.range.upperBound, row.line)
        for cell in row.cells {
          _ = slicer.text(of: cell)
          #expect(slicer.position(of: cell).column >= 1)
        }
        var again = RowSlicer(bytes, encoding: encoding, longest: 40, startingAt: row.range.lowerBound)
        if again.offset == row.range.lowerBound { #expect(again.next().map(\.range) == row.range) }
      }
      _ = slicer.endsEarly
    }
  }
}
