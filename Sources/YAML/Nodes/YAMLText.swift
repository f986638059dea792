internal import Words

/// What is checked of the bytes before libyaml sees them: the size, the encoding, and characters that deceive the eye.
enum YAMLText {
  /// The faults of the bytes; anything but an empty list means that parsing would be a waste.
  static func faults(of bytes: [UInt8], _ vocabulary: Vocabulary) -> DiagnosticList {
    var faults = DiagnosticList()
    if bytes.count > YAMLParser.largest {
      faults.add(tooLarge(vocabulary.file))
      return faults
    }
    if isWideEncoding(bytes) {
      faults.add(
        Diagnostic(
          code: .encoding, line: 1, column: 1,
          message: Bilingual(en: "the file is UTF-16 or UTF-32, not UTF-8", zh: "文件编码是 UTF-16 或 UTF-32，不是 UTF-8"),
          suggestion: Bilingual(en: "save it again as UTF-8", zh: "请用编辑器另存为 UTF-8 编码")))
      return faults
    }
    scan(bytes, vocabulary, into: &faults)
    return faults
  }

  static func tooLarge(_ file: Bilingual) -> Diagnostic {
    Diagnostic(
      code: .tooLarge, line: 1, column: 1,
      message: Bilingual(
        en: "the file has more than 1 MiB (\(YAMLParser.largest) bytes), the most \(file.en) may have",
        zh: "文件超过 1 MiB（\(YAMLParser.largest) 字节），这是\(file.zh)的上限"),
      suggestion: Bilingual(
        en: "see whether this is the right file, and whether something was pasted into it by mistake",
        zh: "请看看是不是选错了文件，或者误贴了别的内容"))
  }

  private static func isWideEncoding(_ bytes: [UInt8]) -> Bool {
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { return true }
    // Without a byte order mark an ASCII first character still leaves a zero byte among the first two, but no UTF-8 text
    // has every other byte zero.
    return bytes.count >= 4 && (bytes[0] == 0) != (bytes[1] == 0) && (bytes[2] == 0 || bytes[3] == 0)
  }

  private static func scan(_ bytes: [UInt8], _ vocabulary: Vocabulary, into faults: inout DiagnosticList) {
    var index = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var line = 1
    var column = 1
    while index < bytes.count {
      let byte = bytes[index]
      if byte >= 0x20 && byte < 0x7F || byte == 0x09 {
        index += 1
        column += 1
        continue
      }
      if byte == 0x0A || byte == 0x0D {
        index += byte == 0x0D && index + 1 < bytes.count && bytes[index + 1] == 0x0A ? 2 : 1
        line += 1
        column = 1
        continue
      }
      guard let (scalar, length) = decode(bytes, at: index) else {
        let isCut = isCut(bytes, at: index)
        faults.add(
          isCut ? cutCharacter(vocabulary, line: line, column: column) : badByte(byte, line: line, column: column))
        return
      }
      if isUnsafeToShow(scalar) || scalar.value & 0xFFFE == 0xFFFE {
        faults.add(oddCharacter(scalar, line: line, column: column))
      }
      index += length
      column += 1
    }
  }

  /// The character that starts at a byte and its length, or nil where the bytes are not UTF-8 (overlong forms, surrogates).
  private static func decode(_ bytes: [UInt8], at index: Int) -> (Unicode.Scalar, Int)? {
    let first = bytes[index]
    let length: Int
    let least: UInt32
    switch first {
    case 0..<0x80: (length, least) = (1, 0)
    case 0xC2...0xDF: (length, least) = (2, 0x80)
    case 0xE0...0xEF: (length, least) = (3, 0x800)
    case 0xF0...0xF4: (length, least) = (4, 0x10000)
    default: return nil
    }
    guard index + length <= bytes.count else { return nil }
    var value = length == 1 ? UInt32(first) : UInt32(first) & (0x7F >> UInt32(length))
    for offset in 1..<max(length, 1) {
      let byte = bytes[index + offset]
      guard byte & 0xC0 == 0x80 else { return nil }
      value = value << 6 | UInt32(byte & 0x3F)
    }
    guard value >= least, let scalar = Unicode.Scalar(value) else { return nil }
    return (scalar, length)
  }

  // Whether the file ends within the character that starts here.
  private static func isCut(_ bytes: [UInt8], at index: Int) -> Bool {
    guard bytes.count - index < 4 else { return false }
    let rest = Array(bytes[index...])
    // What is missing may be any of these; with nothing missing it was bad before.
    return [0x80, 0xBF].contains { last in
      (1...3).contains { more in
        decode(rest + Array(repeating: UInt8(last), count: more), at: 0).map { $0.1 == rest.count + more } ?? false
      }
    }
  }

  private static func cutCharacter(_ vocabulary: Vocabulary, line: Int, column: Int) -> Diagnostic {
    Diagnostic(
      code: .halfSaved, path: vocabulary.last, line: line, column: column,
      message: Bilingual(
        en: "the file ends in the middle of a character; it is saved only in part", zh: "文件在半个字符处就结束了，没有存完整"),
      suggestion: Bilingual(en: "save it again, or put the last good copy back", zh: "请重新保存，或恢复上一份好的文件"))
  }

  private static func badByte(_ byte: UInt8, line: Int, column: Int) -> Diagnostic {
    let hex = String(byte, radix: 16, uppercase: true)
    return Diagnostic(
      code: .encoding, line: line, column: column,
      message: Bilingual(en: "byte \(hex) is not UTF-8 here", zh: "此处的字节 \(hex) 不是 UTF-8 编码"),
      suggestion: Bilingual(
        en: "save the file again as UTF-8 (it may be GBK or Latin-1)", zh: "请用编辑器另存为 UTF-8 编码（可能存成了 GBK）"))
  }

  private static func oddCharacter(_ scalar: Unicode.Scalar, line: Int, column: Int) -> Diagnostic {
    let code = codePoint(scalar)
    return Diagnostic(
      code: .oddCharacter, line: line, column: column, endColumn: column + 1,
      message: Bilingual(
        en: "the file holds \(code), a control character or one that cannot be seen",
        zh: "文件里有 \(code)，是控制字符或看不见的字符"),
      suggestion: Bilingual(en: "delete it; it often comes along when text is pasted", zh: "请删掉；这种字符常在粘贴时混进来"))
  }
}
