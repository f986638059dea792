import GridCore

/// The content of an event in a form that white space, key order, escapes and the envelope do not change.
///
/// Every value is a tag byte, then: text and numbers their length (8 bytes, big-endian) and their bytes, decoded and as written
/// respectively; arrays their count and elements; objects their count and members by ascending bytes of the key.
enum CanonicalForm {
  /// The digest of an object of these members.
  static func digest(of members: [JSONMember]) -> Digest {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(1024)
    append(members, to: &bytes)
    return sha256(of: bytes)
  }

  private static func append(_ value: JSONValue, to bytes: inout [UInt8]) {
    switch value {
    case .null: bytes.append(UInt8(ascii: "n"))
    case .bool(let value): bytes.append(value ? UInt8(ascii: "t") : UInt8(ascii: "f"))
    case .number(let text): append(text, tag: UInt8(ascii: "#"), to: &bytes)
    case .string(let text): append(text, tag: ASCII.quote, to: &bytes)
    case .array(let elements):
      bytes.append(ASCII.leftBracket)
      bytes.append(bigEndian: elements.count)
      for element in elements { append(element, to: &bytes) }
    case .object(let members): append(members, to: &bytes)
    }
  }

  private static func append(_ members: [JSONMember], to bytes: inout [UInt8]) {
    bytes.append(ASCII.leftBrace)
    bytes.append(bigEndian: members.count)
    // The first eight bytes of a key nearly always decide, and a number is cheap to compare and to move.
    let order = members.indices.map { (head: head(of: members[$0].key), index: $0) }.sorted { left, right in
      if left.head != right.head { return left.head < right.head }
      return members[left.index].key.utf8.lexicographicallyPrecedes(members[right.index].key.utf8)
    }
    for (_, index) in order {
      append(members[index].key, tag: ASCII.quote, to: &bytes)
      append(members[index].value, to: &bytes)
    }
  }

  /// The first eight bytes of a text as a number that sorts as they do, zeros behind a shorter one.
  private static func head(of text: String) -> UInt64 {
    var head: UInt64 = 0
    var missing: UInt64 = 8
    for byte in text.utf8.prefix(8) {
      head = head << 8 | UInt64(byte)
      missing -= 1
    }
    return missing == 8 ? 0 : head << (8 * missing)
  }

  private static func append(_ text: String, tag: UInt8, to bytes: inout [UInt8]) {
    bytes.append(tag)
    var text = text
    text.withUTF8 { units in
      bytes.append(bigEndian: units.count)
      bytes.append(contentsOf: units)
    }
  }
}
