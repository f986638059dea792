internal import GridCore
package import Words

/// What may stand in a users file: names, addresses, sources.
package enum UserKey {
  /// What a name must be.
  package static let wanted = Bilingual(
    en: "at most 120 bytes, no control characters, no blank at an end", zh: "最多 120 字节，不含控制字符，前后不留空格")

  /// Whether a text may be somebody's key or name.
  package static func isSound(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= 120 && !text.unicodeScalars.contains(where: isUnsafeToShow)
      && text.first?.isWhitespace == false && text.last?.isWhitespace == false
  }

  /// Whether a text is where somebody may stand: an address, a community, or `*`.
  package static func isAddress(_ text: String) -> Bool {
    if text == "*" { return true }
    let isWritten = text.utf8.allSatisfy { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "/"): true
      default: false
      }
    }
    guard isWritten, !text.isEmpty else { return false }
    if let address = Addressee(text: text) {
      let parts = address.parts
      return parts.count == 1 || !Addressee.reservedWords.contains(parts[0])
        || parts[0] == "subdistrict" && parts.count == 2
    }
    return !text.utf8.contains(UInt8(ascii: "/")) && !Addressee.reservedWords.contains(text)
  }

  /// The sources that this binary itself reports under.
  static let reservedSources: Set<String> = [EventIdentity.board, EventIdentity.rounds, EventIdentity.integrity]

  /// Whether a token may file under a source: it names a folder as well.
  package static func isSource(_ text: String) -> Bool {
    guard let first = text.utf8.first, text.utf8.count <= 200, isLetter(first),
      text.utf8.allSatisfy({
        isLetter($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-")
      })
    else { return false }
    return !reservedSources.contains(text)
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    default: false
    }
  }
}
