import FuzzPromises
import JSON
import Testing

@Suite struct RandomJSONTests {
  private static let seed: UInt64 = 0x4752_4944_504F_5354

  @Test func randomSoundTextIsReadAsItWasMade() throws {
    var random = SplitMix(seed: Self.seed)
    for _ in 0..<2000 {
      let value = randomValue(depth: 5, &random)
      var text: [UInt8] = []
      write(value, to: &text, &random)
      #expect(try StrictJSON.parse(text[...], maxDepth: 64).value == value)
      #expect(SlowJSON.accepts(text))
      var writer = JSONWriter()
      writer.value(value)
      #expect(try StrictJSON.parse(writer.bytes[...], maxDepth: 64).value == value)
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
