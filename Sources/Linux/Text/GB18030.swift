internal import CLinux

/// Text in GB18030, which is what Chinese spreadsheets write, read by the tables of the machine.
package enum GB18030 {
  /// Whether this machine has the tables.
  package static let isKnown = text(of: [0xB9, 0xFA][...]) != nil

  /// The text of these bytes; nil where they are none.
  package static func text(of bytes: ArraySlice<UInt8>) -> String? {
    guard !bytes.isEmpty else { return "" }
    // Two bytes become three at the most, and four become four.
    let room = 2 * bytes.count
    var length = 0
    let text = String(unsafeUninitializedCapacity: room) { text in
      length = bytes.withUnsafeBufferPointer { gp_read_gb18030($0.baseAddress, $0.count, text.baseAddress, room) }
      return max(length, 0)
    }
    return length < 0 ? nil : text
  }
}
