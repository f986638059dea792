/// The marks by which slips are told from text that only looks like them.
enum SlipMarks {
  typealias Scalar = Unicode.Scalar

  static func isWideSpace(_ scalar: Scalar) -> Bool { scalar == "\u{3000}" || scalar == "\u{A0}" }

  static func isSpace(_ scalar: Scalar) -> Bool { scalar == " " || scalar == "\t" }

  static func isAnySpace(_ scalar: Scalar) -> Bool { isSpace(scalar) || isWideSpace(scalar) }

  static func isID(_ scalar: Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "_", "-": true
    default: false
    }
  }

  static let closers: [Scalar: Scalar] = ["}": "{", "]": "["]
  static let wideOpeners: [Scalar: Scalar] = ["｛": "{", "［": "[", "【": "["]
  static let wideClosers: [Scalar: Scalar] = ["｝": "}", "］": "]", "】": "]"]
  static let wideQuotes: [Scalar: (closing: Scalar, ascii: Scalar)] = [
    "“": ("”", "\""), "”": ("”", "\""), "＂": ("＂", "\""), "‘": ("’", "'"), "’": ("’", "'"),
  ]
  static let wideDashes: Set<Scalar> = ["－", "—", "–", "−"]
}
