import Formats
import GridCore
import Testing
import Words

@Suite struct RecordSlicerTests {
  private func slicer(
    _ bytes: [UInt8], _ format: RecordSlicer.Format, maxEvent: Int = 1 << 20, startingAt start: Int = 0
  ) throws(InputFault) -> RecordSlicer {
    var limits = IntakeLimits()
    limits.maxEvent = maxEvent
    return try RecordSlicer(bytes: bytes, format: format, limits: limits, startingAt: start)
  }

  private func refusal(_ bytes: [UInt8], _ format: RecordSlicer.Format, startingAt start: Int = 0) -> InputFault? {
    do {
      _ = try slicer(bytes, format, startingAt: start)
      return nil
    } catch {
      return error
    }
  }

  /// The records as `line:column text`.
  private func records(
    _ text: String, _ format: RecordSlicer.Format, startingAt start: Int = 0
  ) throws(InputFault) -> [String] {
    var slicer = try slicer(Array(text.utf8), format, startingAt: start)
    var found: [String] = []
    while let slice = slicer.next() {
      let text = String(decoding: slicer.bytes[slice.range], as: UTF8.self)
      found.append("\(slice.position.line):\(slice.position.column) \(text)")
    }
    #expect(slicer.next() == nil)
    #expect(slicer.offset == slicer.bytes.count)
    return found
  }

  @Test(arguments: [
    ("a.json", RecordSlicer.Format.json), ("a.b.NDJSON", .ndjson), ("a.Json", .json), ("json", nil), ("a.jsonl", nil),
    ("a.json.gz", nil), ("", nil), ("a.", nil),
  ]) func theNameTellsTheFormat(name: String, format: RecordSlicer.Format?) {
    #expect(RecordSlicer.format(ofName: Array(name.utf8)) == format)
  }

  @Test func aNameOfAnyBytesIsRead() {
    #expect(RecordSlicer.format(ofName: [0xFF, 0x2E, 0x6A, 0x73, 0x6F, 0x6E]) == .json)
    #expect(RecordSlicer.format(ofName: [0x2E, 0xFF]) == nil)
  }

  @Test func oneObjectIsOneRecord() throws {
    #expect(try records("\n {\"a\":[1,2]}\n", .json) == ["2:2 {\"a\":[1,2]}"])
  }

  @Test func elementsOfAnArrayAreRecordsEachAtItsPlace() throws {
    #expect(
      try records("[{\"a\":\"é\"}, 7,\r\n\t[1] , {} ]\n", .json) == [
        "1:2 {\"a\":\"é\"}", "1:13 7", "2:2 [1]", "2:8 {}",
      ])
  }

  @Test func linesAreRecordsAndBlankOnesAreNot() throws {
    let text = "{\"a\":1}\r\n\n \t\r\n  {\"b\":2} \n{oops\n\r{}\r\nlast"
    #expect(try records(text, .ndjson) == ["1:1 {\"a\":1}", "4:3 {\"b\":2}", "5:1 {oops", "6:2 {}", "7:1 last"])
    var slicer = try slicer(Array(text.utf8), .ndjson)
    while slicer.next() != nil {}
    #expect(slicer.blankLines == 2)
    #expect(slicer.endsEarly == false)
  }

  @Test func aByteOrderMarkIsDroppedAndNoted() throws {
    #expect(try records("\u{FEFF}{}", .json) == ["1:1 {}"])
    #expect(try records("\u{FEFF}{}\n{}", .ndjson) == ["1:1 {}", "2:1 {}"])
    #expect(try slicer(Array("\u{FEFF}{}".utf8), .json).hasByteOrderMark)
    #expect(refusal(Array("\u{FEFF}\u{FEFF}{}".utf8), .json)?.code.rawValue == "syntax")
  }

  @Test(arguments: [
    ("", "empty", 0, true), (" \r\n\t", "empty", 0, true), ("\u{FEFF}", "empty", 3, true), ("[]", "empty", 0, false),
    ("12", "not-an-event", 0, false), (" null", "not-an-event", 1, false), ("\"a\"", "not-an-event", 0, false),
    ("{}{}", "trailing", 2, false), ("{}\nx", "trailing", 3, false), ("[{}]]", "trailing", 4, false),
    ("[{},]", "syntax", 4, false), ("[{}", "syntax", 3, true), ("{\"a\":", "syntax", 5, true), ("[", "syntax", 1, true),
    ("id,source", "syntax", 0, false), ("[{} {}]", "syntax", 4, false), ("\u{1F}\u{8B}x", "syntax", 0, false),
  ]) func aFileIsCondemnedWhole(text: String, code: String, offset: Int, endsEarly: Bool) throws {
    let fault = try #require(refusal(Array(text.utf8), .json))
    #expect(fault.code.rawValue == code)
    #expect(fault.offset == offset)
    #expect(fault.endsEarly == endsEarly)
  }

  @Test(
    arguments: [
      [0xFF, 0xFE, 0x7B, 0x00], [0xFE, 0xFF, 0x00, 0x7B], [0x7B, 0x00, 0x7D, 0x00], [0x00, 0x7B, 0x00, 0x7D],
      [0x00, 0x00, 0xFE, 0xFF], [0x7B, 0x00, 0x00, 0x00],
    ] as [[UInt8]]) func otherEncodingsAreRefused(bytes: [UInt8])
  {
    #expect(refusal(bytes, .json)?.code.rawValue == "encoding")
    #expect(refusal(bytes, .ndjson)?.code.rawValue == "encoding")
  }

  @Test func invalidUTF8CondemnsAJSONFileAndAGzipOne() {
    #expect(refusal([0x5B, 0x22, 0xE9, 0x22, 0x5D], .json)?.code.rawValue == "encoding")
    #expect(refusal([0x1F, 0x8B, 0x08, 0x08], .json)?.code.rawValue == "syntax")
    #expect(refusal([0x89, 0x50, 0x4E, 0x47], .json)?.code.rawValue == "encoding")
    #expect(refusal([0xEF, 0xBB], .json)?.endsEarly == true)
  }

  @Test(arguments: [
    ("{}\n{\"a\":", true), ("{}\n{\"a\":1}", false), ("{}\n{\"a\":\n", false), ("{}\n{oops", false),
    ("{\"a\":\"x", true),
    ("{}\n  ", false),
  ]) func anUnfinishedLastLineIsTold(text: String, endsEarly: Bool) throws {
    #expect(try slicer(Array(text.utf8), .ndjson).endsEarly == endsEarly)
  }

  @Test(arguments: ["[{\"a\":1},\n {\"b\":2} , 3,{}]", "{\"a\":1}"]) func anArrayGoesOnWhereItStopped(text: String)
    throws
  {
    try checkResumption(text, .json)
  }

  @Test func linesGoOnWhereTheyStopped() throws {
    try checkResumption("\u{FEFF}{}\r\n\n {\"é\":1}\n{}\nx", .ndjson)
  }

  private func checkResumption(_ text: String, _ format: RecordSlicer.Format) throws {
    let bytes = Array(text.utf8)
    var first = try slicer(bytes, format)
    while true {
      var second = try slicer(bytes, format, startingAt: first.offset)
      var copy = first
      while let slice = copy.next() { #expect(second.next() == slice) }
      #expect(second.next() == nil)
      if first.next() == nil { break }
    }
  }

  @Test func noRecordBeginsInTheMiddle() {
    #expect(refusal(Array("[{},{}]".utf8), .json, startingAt: 2)?.code.rawValue == "offset")
    #expect(refusal(Array("{}  ".utf8), .json, startingAt: 2)?.code.rawValue == "offset")
    #expect(refusal(Array("[{}]".utf8), .json, startingAt: 99)?.code.rawValue == "offset")
    #expect(refusal(Array("[{}]".utf8), .json, startingAt: -5)?.code.rawValue == "offset")
  }

  /// A power cut leaves zeros, a copied log too; one writer of several may speak UTF-16.
  @Test func aLineThatIsNoTextIsARecordOfItsOwnWhereverItStands() throws {
    let good = Array("{\"a\":1}\n".utf8)
    let zeros = [UInt8](repeating: 0, count: 600) + [0x0A]
    let wide: [UInt8] = [0xFF, 0xFE] + good.flatMap { [$0, 0] }
    let wideAlone: [UInt8] = good.dropLast().flatMap { [0, $0] } + [0x0A]
    for bad in [zeros, wide, wideAlone] {
      for bytes in [bad + good + good, good + bad + good] {
        var slicer = try slicer(bytes, .ndjson)
        var found: [[UInt8]] = []
        var ends: [Int] = []
        while let slice = slicer.next() {
          found.append(Array(slicer.bytes[slice.range]))
          ends.append(slicer.offset)
        }
        #expect(found.count == 3 && found.filter { $0 == Array(good.dropLast()) }.count == 2)
        // Whoever goes on in a later part finds the same.
        for end in ends.dropLast() {
          var later = try self.slicer(bytes, .ndjson, startingAt: end)
          #expect(later.next().map { Array(bytes[$0.range]) } == found[ends.firstIndex(of: end).map { $0 + 1 } ?? 0])
        }
      }
    }
    // Where no line is text the file as a whole is not.
    for bytes in [wide + wide.dropFirst(2), zeros, zeros + zeros, wideAlone + wideAlone] {
      #expect(refusal(Array(bytes), .ndjson)?.code == .encoding)
    }
    #expect(refusal(zeros + good, .json)?.code == .encoding)
  }
}
