/// Names by numbers, found by their bytes: of those that rule books list there are few, and whatever else reports say is one name, the
/// unknown.
package struct NameTable: Sendable {
  /// The number of every text that is not in the table.
  package static let unknown: Int32 = 0

  // The texts one behind the other; those of a hash by open addressing.
  private var slots: [Int32] = Array(repeating: 0, count: 64)
  private var hashes: [UInt64] = [0]
  private var places: [Range<Int>] = [0..<0]
  private var bytes: [UInt8] = []
  private var texts: [String] = [""]

  package init() {}

  /// How many numbers are given, the unknown's among them.
  package var count: Int { texts.count }

  /// The name with this number.
  package subscript(number: Int32) -> String { texts[Int(number)] }

  /// The number of a name, which is in the table from then on.
  @discardableResult package mutating func add(_ name: String) -> Int32 {
    var name = name
    return name.withUTF8 { add(UnsafeRawBufferPointer($0)) }
  }

  /// The same of the bytes of a name.
  package mutating func add(_ name: UnsafeRawBufferPointer) -> Int32 {
    let (hash, known) = find(name)
    if known != Self.unknown || name.isEmpty { return known }
    let number = Int32(texts.count)
    places.append(bytes.count..<bytes.count + name.count)
    bytes.append(contentsOf: name)
    hashes.append(hash)
    texts.append(String(decoding: name, as: UTF8.self))
    if texts.count * 2 > slots.count {
      slots = Array(repeating: 0, count: slots.count * 2)
      for number in 1..<Int32(texts.count) { enter(number) }
    } else {
      enter(number)
    }
    return number
  }

  /// The number of a name; `unknown` where it is not in the table.
  package func number(of name: UnsafeRawBufferPointer) -> Int32 { find(name).number }

  /// The same of a text.
  package func number(of name: String) -> Int32 {
    var name = name
    return name.withUTF8 { number(of: UnsafeRawBufferPointer($0)) }
  }

  private mutating func enter(_ number: Int32) {
    var slot = Int(truncatingIfNeeded: hashes[Int(number)]) & (slots.count - 1)
    while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
    slots[slot] = number
  }

  private func find(_ name: UnsafeRawBufferPointer) -> (hash: UInt64, number: Int32) {
    let hash = Self.hash(name)
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] != 0 {
      let number = Int(slots[slot])
      if hashes[number] == hash, isSame(places[number], name) { return (hash, Int32(number)) }
      slot = (slot + 1) & (slots.count - 1)
    }
    return (hash, Self.unknown)
  }

  private func isSame(_ place: Range<Int>, _ name: UnsafeRawBufferPointer) -> Bool {
    guard place.count == name.count else { return false }
    for index in 0..<name.count where bytes[place.lowerBound + index] != name[index] { return false }
    return true
  }

  /// Names of books only are in the table: nobody can fill it with those that fall together.
  private static func hash(_ name: UnsafeRawBufferPointer) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325 ^ UInt64(name.count)
    var index = 0
    while name.count - index >= 8 {
      hash = mixed(hash ^ name.loadUnaligned(fromByteOffset: index, as: UInt64.self))
      index += 8
    }
    var rest: UInt64 = 0
    while index < name.count {
      rest = rest << 8 | UInt64(name[index])
      index += 1
    }
    return mixed(hash ^ rest)
  }

  private static func mixed(_ word: UInt64) -> UInt64 {
    let product = word &* 0x9E37_79B9_7F4A_7C15
    return product ^ product >> 29
  }
}
