internal import CLinux

/// Bytes that nobody can guess (getrandom(2)).
enum Random {
  /// So many of them.
  static func bytes(_ count: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var filled = 0
    while filled < count {
      // Once the machine has started it always answers; a signal may cut it short.
      let answer = bytes.withUnsafeMutableBytes { gp_random($0.baseAddress?.advanced(by: filled), count - filled) }
      if answer > 0 { filled += Int(answer) }
    }
    return bytes
  }
}
