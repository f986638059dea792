/// What one signal counted, in some four bytes each: a great town counts millions, and a proof shall not take a town's memory.
///
/// Each is told by how far it lies behind the one before it, seven bits a byte.
struct SignalMarks {
  /// Something that was counted: by which entry, at the item in which position.
  struct Mark: Hashable {
    let entry: Int64
    let item: Int64
    /// Whether it counts, or is only one of those that it is counted among.
    let isCounted: Bool
  }

  private var bytes: [UInt8] = []
  private var last: (entry: Int64, item: Int64) = (0, 0)

  /// How many bytes they take.
  var room: Int { bytes.count }

  /// Takes the next, in whatever order they come.
  mutating func add(_ mark: Mark) {
    write(mark.entry &- last.entry, mark.isCounted)
    write(mark.item &- last.item, false)
    last = (mark.entry, mark.item)
  }

  /// All of them, in the order of the ledger.
  func inOrder() -> [Mark] {
    var marks: [Mark] = []
    var (place, entry, item) = (0, Int64(0), Int64(0))
    while place < bytes.count {
      let (further, isCounted) = read(&place)
      entry &+= further
      item &+= read(&place).number
      marks.append(Mark(entry: entry, item: item, isCounted: isCounted))
    }
    return marks.sorted { $0.entry < $1.entry }
  }

  /// Small numbers are short, those below nothing too; the first byte holds the flag and six bits.
  private mutating func write(_ number: Int64, _ flag: Bool) {
    var rest = UInt64(bitPattern: number << 1 ^ number >> 63)
    var byte = UInt8(rest & 0x3F) << 1 | (flag ? 1 : 0)
    rest >>= 6
    while rest > 0 {
      bytes.append(byte | 0x80)
      byte = UInt8(rest & 0x7F)
      rest >>= 7
    }
    bytes.append(byte)
  }

  private func read(_ place: inout Int) -> (number: Int64, flag: Bool) {
    let first = bytes[place]
    var (rest, shift) = (UInt64(first & 0x7F) >> 1, UInt64(6))
    while bytes[place] & 0x80 != 0 {
      place += 1
      rest |= UInt64(bytes[place] & 0x7F) << shift
      shift += 7
    }
    place += 1
    return (Int64(bitPattern: rest >> 1) ^ -Int64(bitPattern: rest & 1), first & 1 == 1)
  }
}
