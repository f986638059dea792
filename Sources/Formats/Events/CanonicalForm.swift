import GridCore
internal import JSON

/// The content of an event in a form that white space, key order, escapes and the envelope do not change.
///
/// Every value is a tag byte, then: text and numbers their length (8 bytes, big-endian) and their bytes, decoded and as written
/// respectively; arrays their count and elements; objects their count and members by ascending bytes of the key.
struct CanonicalForm {
  // Written in place: to append piece by piece costs more than to hash all of it.
  private var bytes = [UInt8](repeating: 0, count: 2048)
  private var used = 0

  /// The digest of an object of these members.
  static func digest(of members: [JSONMember]) -> Digest {
    var form = CanonicalForm()
    form.add(members)
    return sha256(of: form.bytes[..<form.used])
  }

  private mutating func add(_ value: JSONValue) {
    switch value {
    case .null: add(tag: UInt8(ascii: "n"))
    case .bool(let value): add(tag: value ? UInt8(ascii: "t") : UInt8(ascii: "f"))
    case .number(let text): add(text, tag: UInt8(ascii: "#"))
    case .string(let text): add(text, tag: ASCII.quote)
    case .array(let elements):
      add(tag: ASCII.leftBracket, count: elements.count)
      for element in elements { add(element) }
    case .object(let members): add(members)
    }
  }

  private mutating func add(_ members: [JSONMember]) {
    add(tag: ASCII.leftBrace, count: members.count)
    // The first eight bytes of a key nearly always decide, and a number is cheap to compare and to move.
    var order: [(head: UInt64, index: Int)] = []
    order.reserveCapacity(members.count)
    for index in members.indices { order.append((Self.head(of: members[index].key), index)) }
    order.sort { left, right in
      if left.head != right.head { return left.head < right.head }
      return members[left.index].key.utf8.lexicographicallyPrecedes(members[right.index].key.utf8)
    }
    for (_, index) in order {
      add(members[index].key, tag: ASCII.quote)
      add(members[index].value)
    }
  }

  /// The first eight bytes of a text as a number that sorts as they do, zeros behind a shorter one.
  private static func head(of text: String) -> UInt64 {
    var text = text
    return text.withUTF8 { units in
      var head: UInt64 = 0
      let count = min(8, units.count)
      for index in 0..<count { head |= UInt64(units[index]) << UInt64(56 - 8 * index) }
      return head
    }
  }

  private mutating func add(tag: UInt8) {
    reserve(1)
    bytes[used] = tag
    used += 1
  }

  private mutating func add(tag: UInt8, count: Int) {
    reserve(9)
    bytes[used] = tag
    let place = used + 1
    bytes.withUnsafeMutableBytes { $0.storeBytes(of: count.bigEndian, toByteOffset: place, as: Int.self) }
    used += 9
  }

  private mutating func add(_ text: String, tag: UInt8) {
    var text = text
    text.withUTF8 { units in
      reserve(9 + units.count)
      let place = used
      bytes.withUnsafeMutableBytes { bytes in
        bytes[place] = tag
        bytes.storeBytes(of: units.count.bigEndian, toByteOffset: place + 1, as: Int.self)
        UnsafeMutableRawBufferPointer(rebasing: bytes[(place + 9)...]).copyMemory(from: UnsafeRawBufferPointer(units))
      }
      used += 9 + units.count
    }
  }

  private mutating func reserve(_ count: Int) {
    guard used + count > bytes.count else { return }
    bytes += [UInt8](repeating: 0, count: max(count, bytes.count))
  }
}
