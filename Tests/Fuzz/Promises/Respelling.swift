import JSON

/// Writes a value as another sender might: other white space, keys in another order, other escapes.
struct Respelling {
  private var random: SplitMix
  private var text: [UInt8] = []

  /// The spelling that this seed gives.
  static func of(_ value: JSONValue, seed: [UInt8]) -> [UInt8] {
    var spelling = Respelling(random: SplitMix(of: seed))
    spelling.write(value)
    return spelling.text
  }

  private init(random: SplitMix) {
    self.random = random
  }

  private mutating func write(_ value: JSONValue) {
    space()
    switch value {
    case .null: add("null")
    case .bool(let value): add("\(value)")
    case .number(let text): add(text)
    case .string(let text): write(text)
    case .array(let items): writeAll(items, "[", "]") { $0.write($1) }
    case .object(let members):
      writeAll(members.shuffled(using: &random), "{", "}") { spelling, member in
        spelling.space()
        spelling.write(member.key)
        spelling.space()
        spelling.add(":")
        spelling.write(member.value)
      }
    }
    space()
  }

  private mutating func writeAll<Part>(
    _ parts: [Part], _ open: String, _ close: String, _ write: (inout Respelling, Part) -> Void
  ) {
    add(open)
    for (index, part) in parts.enumerated() {
      if index > 0 { add(",") }
      write(&self, part)
    }
    space()
    add(close)
  }

  private mutating func write(_ string: String) {
    add("\"")
    for scalar in string.unicodeScalars {
      if scalar.value < 0x20 || scalar == "\"" || scalar == "\\" || random.below(4) == 0 {
        for unit in String(scalar).utf16 {
          let digits = String(unit, radix: 16, uppercase: random.below(2) == 0)
          add("\\u" + String(repeating: "0", count: 4 - digits.count) + digits)
        }
      } else {
        add(String(scalar))
      }
    }
    add("\"")
  }

  private mutating func space() {
    add(["", "", "", " ", "\n", "\r\n", "\t "][random.below(7)])
  }

  private mutating func add(_ more: String) {
    text += Array(more.utf8)
  }
}
