import Formats
import GridCore
import Testing

@testable import Rules

/// Damaged files: never a trap, and every fault has a place inside the file.
@Suite struct RuleFileFuzzTests {
  /// SplitMix64: the same damage on every run.
  struct Dice: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return mixed ^ (mixed >> 31)
    }
  }

  private static let pieces: [[UInt8]] =
    [
      ":", "- ", "\n", "\r", "\t", "  ", "{", "}", "[", "]", "\"", "'", "#", "&a ", "*a", "!!int ", "<<: ", "? ", "| ",
      "> ",
      "---\n", "...\n", "%YAML 1.2\n", "0", "-1", "99999999999999999999", "1e999", "~", "null", "网格", "，", "：",
      "\u{FEFF}",
      "\\", "\\x00", "@", "`", ",", "2wd", "2026-02-30", "24:00-00:00", "end: rules\n", "[[[[[[[[[[[[", "{a: {a: {a: ",
    ].map { Array($0.utf8) } + [
      [0x00], [0xFF], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xE2, 0x80, 0xAE], [0xC2, 0x85], [0xE5],
    ]

  private func damaged(_ bytes: [UInt8], _ dice: inout Dice) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...3, using: &dice) {
      let place = Int.random(in: 0...bytes.count, using: &dice)
      let length = min(bytes.count - place, Int.random(in: 0...12, using: &dice))
      switch Int.random(in: 0..<5, using: &dice) {
      case 0: bytes.removeSubrange(place..<place + length)
      case 1: bytes.insert(contentsOf: Self.pieces.randomElement(using: &dice) ?? [], at: place)
      case 2: bytes.replaceSubrange(place..<place + length, with: Self.pieces.randomElement(using: &dice) ?? [])
      case 3 where place < bytes.count: bytes[place] = UInt8.random(in: 0...255, using: &dice)
      default:
        bytes.insert(
          contentsOf: Array(bytes[place..<place + length]), at: Int.random(in: 0...bytes.count, using: &dice))
      }
    }
    return bytes
  }

  private func check(_ bytes: [UInt8]) {
    let loaded = load(bytes)
    let lines = SourceLines(bytes)
    #expect((loaded.book == nil) == loaded.diagnostics.contains { $0.severity == .error })
    #expect(loaded.diagnostics.count <= DiagnosticList.shown + 1)
    for fault in loaded.diagnostics {
      let width = lines.line(fault.line)?.unicodeScalars.count
      #expect(width.map { (1...($0 + 1)).contains(fault.column) } == true, "\(fault) in \(bytes)")
      if let end = fault.endColumn, let width {
        #expect(end > fault.column && end <= width + 1, "\(fault) in \(bytes)")
      }
      if let related = fault.related { #expect(lines.line(related.line) != nil, "\(fault) in \(bytes)") }
    }
    if loaded.diagnostics.count < 5 {
      _ = DiagnosticRendering(name: "f", bytes: bytes, language: .zh, colour: true).text(loaded.diagnostics)
    }
  }

  @Test func damageIsAlwaysToldWithAPlace() throws {
    var dice = Dice(state: 2026)
    let inputs = try GoldenRulesTests.cases.map {
      try TestFiles.parts(of: TestFiles.read("\(TestFiles.golden)/\($0)")).input
    }
    let clock = ContinuousClock()
    let end = clock.now + .seconds(3)
    var runs = 0
    while clock.now < end, runs < 20_000 {
      check(damaged(inputs.randomElement(using: &dice) ?? [], &dice))
      runs += 1
    }
    print("fuzz: \(runs) damaged files")
  }
}
