internal import Words

/// What the bytes of a head tell while it still comes, so that whoever sends a head that cannot be read is answered well: which of its
/// parts is too long, whether an answer may have a body, and in which language it is wanted.
struct HeadLook {
  /// A target of 8 KiB with its method and version.
  private static let longest = 8_192 + 32
  /// As much of a line as is kept.
  private static let kept = 256
  private static let field = Array("accept-language:".utf8)

  private var line: [UInt8] = []
  private var firstLine = 0
  private var isBehindFirst = false
  private var isWhole = false
  /// Nil where the head has not said it.
  private(set) var language: Language?
  /// Whether it begins as `HEAD` does, whose answer has no body.
  private(set) var wantsNoBody = false

  /// Whether the first line, with the target, is too long.
  var isTooLong: Bool { firstLine > Self.longest }

  /// More bytes of the head; what stands behind it is not looked at.
  mutating func take(_ bytes: some Collection<UInt8>) {
    guard !isWhole, !isTooLong else { return }
    for byte in bytes {
      if byte == UInt8(ascii: "\n") {
        endLine()
        if isWhole { return }
      } else {
        if !isBehindFirst { firstLine += 1 }
        if line.count < Self.kept { line.append(byte) }
      }
    }
  }

  private mutating func endLine() {
    if line.last == UInt8(ascii: "\r") { line.removeLast() }
    if !isBehindFirst {
      wantsNoBody = line.starts(with: Array("HEAD ".utf8))
    } else if line.isEmpty {
      isWhole = true
    } else if line.count > Self.field.count,
      line.prefix(Self.field.count).map({ $0 | 0x20 }).elementsEqual(Self.field.map { $0 | 0x20 })
    {
      language = RequestReading.preferred(String(decoding: line.dropFirst(Self.field.count), as: UTF8.self))
    }
    isBehindFirst = true
    line.removeAll(keepingCapacity: true)
  }
}
