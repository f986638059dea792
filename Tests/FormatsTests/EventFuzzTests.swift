import Formats
import GridCore
import Testing

@Suite struct EventFuzzTests {
  private static let seed: UInt64 = 0x4752_4944_504F_5354

  private static let corpus: [String] = [
    #"{"id":"1","source":"s","time":"2026-02-13T08:00:00.5Z","matter":"中é😀","x":[1,-2.5e+3,true,false,null,{}]}"#,
    #"[{"id":"1","source":"s"},{"id":"\u00e9\uD83D\uDE00\n","source":"s","type":"note","item":"0123456789abcdef"}, {}]"#,
    #"{"specversion":"1.0","id":"1","source":"s","type":"gridpost.report","data_base64":"eyJtYXR0ZXIiOiJtIn0="}"#,
    "{\"id\":\"1\",\"source\":\"s\"}\r\n\n{\"id\":\"2\",\"source\":\"s\",\"resolved\":{\"by\":\"x\"}}\n{\"id\":",
    #"{"a":{"a":{"a":[[[[""]]]]}},"b":1,"b":2,"c":"\uD800"}"#,
  ]

  private static let snippets: [[UInt8]] =
    [
      "{", "}", "[", "]", "\"", "\\", ",", ":", "\n", "\r", "\\u", "\\uD800", "\\uDC00", "1", "-", ".", "e", "0",
      "null", "\u{FEFF}",
      "😀", "\"id\":\"1\",",
    ].map { Array($0.utf8) } + [[0xC0], [0xED, 0xA0, 0x80], [0xF4], [0x80], [0x00]]

  private func mutated(_ bytes: [UInt8], _ random: inout SplitMix) -> [UInt8] {
    var bytes = bytes
    for _ in 0...random.below(3) {
      let place = random.below(bytes.count + 1)
      switch random.below(5) {
      case 0: bytes.insert(contentsOf: Self.snippets[random.below(Self.snippets.count)], at: place)
      case 1 where place < bytes.count: bytes.remove(at: place)
      case 2 where place < bytes.count: bytes[place] = UInt8(random.below(256))
      case 3: bytes = Array(bytes[..<place])
      default:
        let other = random.below(bytes.count + 1)
        bytes.insert(contentsOf: bytes[min(place, other)..<max(place, other)].prefix(20), at: place)
      }
    }
    return bytes
  }

  @Test func noMutationStopsTheReaderAndEveryFaultHasAPlace() {
    print("fuzz seed \(Self.seed)")
    var random = SplitMix(seed: Self.seed)
    let clock = ContinuousClock()
    let end = clock.now + .seconds(3)
    var rounds = 0
    while rounds < 40_000, rounds % 64 != 0 || clock.now < end {
      let bytes = mutated(Array(Self.corpus[rounds % Self.corpus.count].utf8), &random)
      checkText(bytes)
      checkFile(bytes, .json)
      checkFile(bytes, .ndjson)
      rounds += 1
    }
    #expect(rounds > 100)
  }

  private func checkText(_ bytes: [UInt8]) {
    let sound = StrictJSON.syntaxFault(of: bytes[...])
    if sound == nil { #expect(SlowJSON.accepts(bytes), "\(bytes)") }
    if SlowJSON.accepts(bytes) { #expect(sound == nil, "\(bytes)") }
    do {
      let value = try StrictJSON.read(bytes[...], maxDepth: 64)
      #expect(sound == nil)
      var writer = JSONWriter()
      writer.value(value)
      #expect(try StrictJSON.read(writer.bytes[...], maxDepth: 64) == value)
    } catch {
      checkPlace(error, in: bytes)
      if sound == nil {
        #expect(["dup-key", "lone-surrogate", "too-deep"].contains(error.code))
      }
    }
    let flat = flatEvent(bytes)
    #expect(SlowJSON.accepts(flat), "\(bytes)")
  }

  private func checkFile(_ bytes: [UInt8], _ format: RecordSlicer.Format) {
    let reader = EventReader(limits: IntakeLimits())
    do {
      var slicer = try RecordSlicer(bytes: bytes, format: format, limits: IntakeLimits())
      while let slice = slicer.next() {
        #expect(!slice.range.isEmpty && slice.range.upperBound <= bytes.count)
        let lines = 1 + bytes[..<slice.range.lowerBound].count { $0 == 10 }
        #expect(slice.position.line == lines)
        switch reader.read(slice, of: bytes, received: receipt) {
        case .success: #expect(SlowJSON.accepts(Array(bytes[slice.range])), "\(bytes)")
        case .failure(let rejection):
          #expect(rejection.line >= lines && rejection.column >= 1)
          #expect(rejection.line <= lines + bytes[slice.range].count { $0 == 10 })
        }
      }
    } catch {
      checkPlace(error, in: bytes)
    }
  }

  private func checkPlace(_ fault: InputFault, in bytes: [UInt8]) {
    #expect((0...bytes.count).contains(fault.offset))
    guard (0...bytes.count).contains(fault.offset) else { return }
    #expect(fault.line == 1 + bytes[..<fault.offset].count { $0 == 10 })
    #expect(fault.column >= 1)
    #expect(!fault.message.en.isEmpty && !fault.message.zh.isEmpty)
  }

  @Test func randomSoundTextIsReadAsItWasMade() throws {
    var random = SplitMix(seed: Self.seed)
    for _ in 0..<2000 {
      let value = randomValue(depth: 5, &random)
      var text: [UInt8] = []
      write(value, to: &text, &random)
      #expect(try StrictJSON.read(text[...], maxDepth: 64) == value)
      #expect(SlowJSON.accepts(text))
      var writer = JSONWriter()
      writer.value(value)
      #expect(try StrictJSON.read(writer.bytes[...], maxDepth: 64) == value)
    }
  }

  private func randomValue(depth: Int, _ random: inout SplitMix) -> JSONValue {
    switch random.below(depth > 0 ? 7 : 5) {
    case 0: return .null
    case 1: return .bool(random.below(2) == 0)
    case 2: return .number(["0", "-0", "12", "-3.50", "1e400", "2E-7", "0.0e+00"][random.below(7)])
    case 3, 4: return .string(randomText(&random))
    case 5: return .array((0..<random.below(6)).map { _ in randomValue(depth: depth - 1, &random) })
    default:
      return .object(
        (0..<random.below(25)).map {
          JSONMember(key: "\($0)" + randomText(&random), value: randomValue(depth: depth - 2, &random))
        })
    }
  }

  private func randomText(_ random: inout SplitMix) -> String {
    var text = ""
    for _ in 0..<random.below(6) {
      let bound = [0x80, 0x800, 0xD800, 0x110000][random.below(4)]
      text.unicodeScalars.append(Unicode.Scalar(UInt32(random.below(bound))) ?? "x")
    }
    return text
  }

  private func write(_ value: JSONValue, to text: inout [UInt8], _ random: inout SplitMix) {
    func space() { text += Array([" ", "\n", "\r\n", "\t", "", "", ""][random.below(7)].utf8) }
    space()
    switch value {
    case .null: text += Array("null".utf8)
    case .bool(let value): text += Array("\(value)".utf8)
    case .number(let lexeme): text += Array(lexeme.utf8)
    case .string(let string): write(string, to: &text, &random)
    case .array(let elements):
      text.append(0x5B)
      for (index, element) in elements.enumerated() {
        if index > 0 { text.append(0x2C) }
        write(element, to: &text, &random)
      }
      space()
      text.append(0x5D)
    case .object(let members):
      text.append(0x7B)
      for (index, member) in members.enumerated() {
        if index > 0 { text.append(0x2C) }
        space()
        write(member.key, to: &text, &random)
        space()
        text.append(0x3A)
        write(member.value, to: &text, &random)
      }
      space()
      text.append(0x7D)
    }
    space()
  }

  private func write(_ string: String, to text: inout [UInt8], _ random: inout SplitMix) {
    text.append(0x22)
    for scalar in string.unicodeScalars {
      if scalar.value < 0x20 || scalar == "\"" || scalar == "\\" || random.below(4) == 0 {
        for unit in String(scalar).utf16 {
          let digits = String(unit, radix: 16, uppercase: random.below(2) == 0)
          text += Array(("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).utf8)
        }
      } else {
        text += Array(String(scalar).utf8)
      }
    }
    text.append(0x22)
  }
}
