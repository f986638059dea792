internal import JSON
internal import Words

extension JSONFlaw {
  /// The fault told for people.
  ///
  /// - Parameters:
  ///   - bytes: what was scanned.
  ///   - start: the place of its first byte in the file.
  func fault(in bytes: ArraySlice<UInt8>, startingAt start: TextPosition) -> InputFault {
    ByteWindow.over(bytes) { window in
      InputFault(
        refusal(in: window), offset: offset, at: start.advanced(over: bytes[bytes.startIndex..<offset]),
        endsEarly: endsEarly(in: window))
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

  private func refusal(in bytes: ByteWindow) -> Refusal {
    if isEncoding(in: bytes) {
      return Refusal(.encoding, [.found: "0x" + hexadecimal(UInt32(bytes[offset]), digits: 2)])
    }
    switch kind {
    case .tooDeep(let limit): return Refusal(.tooDeep, [.limit: "\(limit)"])
    case .duplicateKey: return Refusal(.duplicateKey, [.found: Refusal.excerpt(key(in: bytes))])
    case .loneSurrogate: return Refusal(.loneSurrogate)
    default:
      var details: [Refusal.Detail: String] = [.wanted: need.rawValue]
      details[.found] = found(in: bytes)
      return Refusal(kind == .trailing ? .trailing : .syntax, details)
    }
  }

  private func key(in bytes: ByteWindow) -> String {
    var scanner = JSONScanner(bytes)
    scanner.index = offset
    do {
      return scanner.text(of: try scanner.scanString())
    } catch {
      // It was scanned when the flaw was noted.
      preconditionFailure("a doubled key is a string")
    }
  }

  /// The character where it was met: itself, or its number; nil at the end of the text.
  private func found(in bytes: ByteWindow) -> String? {
    guard offset < bytes.endIndex else { return nil }
    let byte = bytes[offset]
    if byte > 0x20, byte < 0x7F { return String(Unicode.Scalar(byte)) }
    var length = 1
    if byte >= 0x80, case .whole(let whole) = UTF8Sequence(in: bytes, at: offset) { length = whole }
    return codePoint(bytes.text(offset..<(offset + length)).unicodeScalars.first ?? "\0")
  }

  private var need: Need {
    switch kind {
    case .value, .malformedUTF8, .cutUTF8, .tooDeep, .duplicateKey, .loneSurrogate: .value
    case .key: .key
    case .keyOrBrace: .keyOrBrace
    case .colon: .colon
    case .commaOrBrace: .commaOrBrace
    case .commaOrBracket: .commaOrBracket
    case .literal: .literal
    case .digit: .digit
    case .leadingZero: .noLeadingZero
    case .escape: .escape
    case .hexDigit: .hexDigits
    case .closingQuote: .closingQuote
    case .controlInString: .escapedControl
    case .trailing: .end
    }
  }
}

extension JSONFlaw {
  /// What a text that is not JSON lacks, by the word it is stored with.
  enum Need: String, CaseIterable {
    case value, key, colon, literal, digit, escape, end
    case keyOrBrace = "key-or-brace"
    case commaOrBrace = "comma-or-brace"
    case commaOrBracket = "comma-or-bracket"
    case noLeadingZero = "no-leading-zero"
    case hexDigits = "hex-digits"
    case closingQuote = "closing-quote"
    case escapedControl = "escaped-control"

    /// For people.
    var words: Bilingual {
      switch self {
      case .value: Bilingual(en: "a JSON value", zh: "一个 JSON 值")
      case .key: Bilingual(en: "a key in double quotes", zh: "双引号中的键")
      case .keyOrBrace: Bilingual(en: "a key in double quotes or “}”", zh: "双引号中的键或“}”")
      case .colon: Bilingual(en: "“:” after the key", zh: "键后的“:”")
      case .commaOrBrace: Bilingual(en: "“,” or “}”", zh: "“,”或“}”")
      case .commaOrBracket: Bilingual(en: "“,” or “]”", zh: "“,”或“]”")
      case .literal: Bilingual(en: "true, false or null", zh: "true、false 或 null")
      case .digit: Bilingual(en: "a digit", zh: "数字 0–9")
      case .noLeadingZero: Bilingual(en: "a number without a leading zero", zh: "不带前导零的数")
      case .escape: Bilingual(en: #"one of " \ / b f n r t u after “\”"#, zh: #"“\”后的 " \ / b f n r t u 之一"#)
      case .hexDigits: Bilingual(en: #"four hexadecimal digits after “\u”"#, zh: #"“\u”后的四位十六进制数字"#)
      case .closingQuote: Bilingual(en: "the closing quote of a string", zh: "字符串的结束引号")
      case .escapedControl: Bilingual(en: #"an escape such as “\n” for it in a string"#, zh: #"字符串中的转义(如“\n”)"#)
      case .end: Bilingual(en: "the end of the text after its one value", zh: "唯一的值之后的文本结尾")
      }
    }
  }
}
