import GridCore
internal import Words

/// A fault of a JSON text, before its place is told in lines and words: kept small, for it is thrown on the fast path.
struct JSONFlaw: Error {
  enum Kind: Hashable {
    case value, key, keyOrBrace, colon, commaOrBrace, commaOrBracket, literal, digit, leadingZero, escape, hexDigit
    case closingQuote, controlInString, trailing
    case malformedUTF8, cutUTF8
    case tooDeep(Int)
    case duplicateKey, loneSurrogate

    /// Whether the text is sound and only what it says is not.
    var isOfRecord: Bool { self == .duplicateKey || self == .loneSurrogate }
  }

  let kind: Kind
  /// The index of the byte where it was met.
  let offset: Int

  /// The fault told for people.
  ///
  /// - Parameters:
  ///   - bytes: what was scanned.
  ///   - start: the place of its first byte in the file.
  func fault(in bytes: ArraySlice<UInt8>, startingAt start: TextPosition) -> InputFault {
    ByteWindow.over(bytes) { window in
      InputFault(
        code: code(in: window), offset: offset, at: start.advanced(over: bytes[bytes.startIndex..<offset]),
        message: message(in: window), endsEarly: endsEarly(in: window))
    }
  }

  private func endsEarly(in bytes: ByteWindow) -> Bool {
    switch kind {
    case .cutUTF8: true
    case .duplicateKey, .loneSurrogate, .tooDeep: false
    default: offset == bytes.endIndex || isCutUTF8(in: bytes)
    }
  }

  private func isCutUTF8(in bytes: ByteWindow) -> Bool {
    guard offset < bytes.endIndex, bytes[offset] >= 0x80, case .cut = UTF8Sequence(in: bytes, at: offset) else {
      return false
    }
    return true
  }

  private func isEncoding(in bytes: ByteWindow) -> Bool {
    if kind == .malformedUTF8 || kind == .cutUTF8 { return true }
    guard !kind.isOfRecord, offset < bytes.endIndex, bytes[offset] >= 0x80 else { return false }
    if case .whole = UTF8Sequence(in: bytes, at: offset) { return false }
    return true
  }

  private func code(in bytes: ByteWindow) -> String {
    if isEncoding(in: bytes) { return "encoding" }
    return switch kind {
    case .tooDeep: "too-deep"
    case .duplicateKey: "dup-key"
    case .loneSurrogate: "lone-surrogate"
    case .trailing: "trailing"
    default: "syntax"
    }
  }

  private func message(in bytes: ByteWindow) -> Bilingual {
    if isEncoding(in: bytes) {
      let found = "0x" + hexadecimal(UInt32(bytes[offset]), digits: 2)
      return Bilingual(
        en: "found bytes that are not UTF-8 (\(found)), wanted UTF-8", zh: "此处不是 UTF-8 编码(\(found))，应为 UTF-8")
    }
    switch kind {
    case .tooDeep(let limit):
      return Bilingual(
        en: "nested deeper than the \(limit) levels that are taken", zh: "嵌套过深，最多 \(limit) 层")
    case .duplicateKey:
      let key = quotedKey(in: bytes)
      return Bilingual(en: "the key \(key) stands twice in one object", zh: "同一对象中键\(key)重复")
    case .loneSurrogate:
      return Bilingual(
        en: "found half of a surrogate pair, wanted both halves", zh: "代理对只有一半，应当成对出现")
    default:
      let found = found(in: bytes)
      let wanted = wanted
      return Bilingual(en: "found \(found.en), wanted \(wanted.en)", zh: "此处为\(found.zh)，应为\(wanted.zh)")
    }
  }

  private func quotedKey(in bytes: ByteWindow) -> String {
    var scanner = JSONScanner(bytes)
    scanner.index = offset
    do {
      return quoted(scanner.text(of: try scanner.scanString()))
    } catch {
      // It was scanned when the flaw was noted.
      preconditionFailure("a doubled key is a string")
    }
  }

  private func found(in bytes: ByteWindow) -> Bilingual {
    guard offset < bytes.endIndex else { return Bilingual(en: "the end of the text", zh: "文本结尾") }
    let byte = bytes[offset]
    if byte > 0x20, byte < 0x7F {
      let character = "“\(Unicode.Scalar(byte))”"
      return Bilingual(en: character, zh: character)
    }
    var length = 1
    if byte >= 0x80, case .whole(let whole) = UTF8Sequence(in: bytes, at: offset) { length = whole }
    let scalar = bytes.text(offset..<(offset + length)).unicodeScalars.first
    let name = codePoint(scalar ?? "\0")
    return Bilingual(en: "the character \(name)", zh: "字符 \(name)")
  }

  private var wanted: Bilingual {
    switch kind {
    case .value: Bilingual(en: "a JSON value", zh: "一个 JSON 值")
    case .key: Bilingual(en: "a key in double quotes", zh: "双引号中的键")
    case .keyOrBrace: Bilingual(en: "a key in double quotes or “}”", zh: "双引号中的键或“}”")
    case .colon: Bilingual(en: "“:” after the key", zh: "键后的“:”")
    case .commaOrBrace: Bilingual(en: "“,” or “}”", zh: "“,”或“}”")
    case .commaOrBracket: Bilingual(en: "“,” or “]”", zh: "“,”或“]”")
    case .literal: Bilingual(en: "true, false or null", zh: "true、false 或 null")
    case .digit: Bilingual(en: "a digit", zh: "数字 0–9")
    case .leadingZero: Bilingual(en: "a number without a leading zero", zh: "不带前导零的数")
    case .escape: Bilingual(en: #"one of " \ / b f n r t u after “\”"#, zh: #"“\”后的 " \ / b f n r t u 之一"#)
    case .hexDigit: Bilingual(en: #"four hexadecimal digits after “\u”"#, zh: #"“\u”后的四位十六进制数字"#)
    case .closingQuote: Bilingual(en: "the closing quote of a string", zh: "字符串的结束引号")
    case .controlInString: Bilingual(en: #"an escape such as “\n” for it in a string"#, zh: #"字符串中的转义(如“\n”)"#)
    case .trailing: Bilingual(en: "the end of the text after its one value", zh: "唯一的值之后的文本结尾")
    case .malformedUTF8, .cutUTF8, .tooDeep, .duplicateKey, .loneSurrogate: Bilingual(en: "", zh: "")
    }
  }
}
