internal import Words

/// What the bytes of a head tell while it still comes, so that whoever sends a head that cannot be read is answered well: which of its
/// parts is too long, whether an answer may have a body, and in which language it is wanted.
struct HeadLook {
  /// A target of 8 KiB with its method and version.
  private static let longest = 8_192 + 32
  /// As much of a line as is kept.
  private static let kept = 256
  private static let field = Array("accept-language:".utf8)
  /// A method has no more letters than that.
  private static let longestMethod = 20

  private var line: [UInt8] = []
  private var start: [UInt8] = []
  private var firstLine = 0
  private var isBehindFirst = false
  private var isWhole = false
  /// Nil where the head has not said it.
  private(set) var language: Language?
  /// What the first line begins with; nil where that is no method.
  var method: String? {
    guard let end = start.firstIndex(of: UInt8(ascii: " ")), end > 0,
      start[..<end].allSatisfy({ (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) })
    else { return nil }
    return String(decoding: start[..<end], as: UTF8.self)
  }
  /// Whether it is `HEAD`, whose answer has no body.
  var wantsNoBody: Bool { method == "HEAD" }

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
        if !isBehindFirst {
          firstLine += 1
          if start.count <= Self.longestMethod { start.append(byte) }
        }
        if line.count < Self.kept { line.append(byte) }
      }
    }
  }

  private mutating func endLine() {
    if line.last == UInt8(ascii: "\r") { line.removeLast() }
    if isBehindFirst, line.isEmpty {
      isWhole = true
    } else if isBehindFirst, line.count > Self.field.count,
      line.prefix(Self.field.count).map({ $0 | 0x20 }).elementsEqual(Self.field.map { $0 | 0x20 })
    {
      language = RequestReading.preferred(String(decoding: line.dropFirst(Self.field.count), as: UTF8.self))
    }
    isBehindFirst = true
    line.removeAll(keepingCapacity: true)
  }
}
