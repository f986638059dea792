internal import Linux

extension FileName {
  enum Kind {
    /// Starts with a dot, or ends as unfinished and editors' files do: passed over in silence.
    case hidden
    /// Ends as the files do which we read.
    case takeable
    /// Anything else.
    case unknown
  }

  static func kind(of name: UnsafeBufferPointer<UInt8>) -> Kind {
    guard let first = name.first, first != UInt8(ascii: ".") else { return .hidden }
    if ends(name, ".json") || ends(name, ".ndjson") || ends(name, ".csv") { return .takeable }
    if name.last == UInt8(ascii: "~") { return .hidden }
    if ends(name, ".tmp") || ends(name, ".part") || ends(name, ".swp") { return .hidden }
    return .unknown
  }

  /// Compares the end of a name without regard to the case of ASCII letters.
  private static func ends(_ name: UnsafeBufferPointer<UInt8>, _ ending: StaticString) -> Bool {
    let count = ending.utf8CodeUnitCount
    guard name.count >= count else { return false }
    for offset in 0..<count {
      var byte = name[name.count - count + offset]
      if byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") { byte += 32 }
      if byte != ending.utf8Start[offset] { return false }
    }
    return true
  }
}
