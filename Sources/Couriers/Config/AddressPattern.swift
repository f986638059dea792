/// Addresses that a courier takes notices from: `*` stands for one part of an address or a piece of it, `**` for any number of parts.
package struct AddressPattern: Hashable, Sendable {
  private enum Part: Hashable, Sendable {
    case any
    /// The pieces between the stars.
    case text([String])
  }

  private let parts: [Part]

  /// The pattern of a text; nil where no address could be meant.
  package init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    var read: [Part] = []
    for part in parts {
      if part == "**" {
        read.append(.any)
        continue
      }
      let isSound = part.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "*"):
          true
        default: false
        }
      }
      guard !part.isEmpty, isSound, !part.contains("**") else { return nil }
      read.append(.text(part.split(separator: "*", omittingEmptySubsequences: false).map(String.init)))
    }
    guard !read.isEmpty, read.count <= 8 else { return nil }
    self.parts = read
  }

  /// Whether this address, `heshuikou/heshuikou-03/patrol`, is one of them.
  package func matches(_ address: String) -> Bool {
    matches(parts[...], address.split(separator: "/", omittingEmptySubsequences: false)[...])
  }

  private func matches(_ parts: ArraySlice<Part>, _ names: ArraySlice<Substring>) -> Bool {
    guard let first = parts.first else { return names.isEmpty }
    switch first {
    case .any: return (names.startIndex...names.endIndex).contains { matches(parts.dropFirst(), names[$0...]) }
    case .text(let pieces):
      guard let name = names.first, Self.fits(name, pieces) else { return false }
      return matches(parts.dropFirst(), names.dropFirst())
    }
  }

  // The first piece begins the name, the last one ends it, and the others follow one another as early as they can.
  private static func fits(_ name: Substring, _ pieces: [String]) -> Bool {
    guard let first = pieces.first, let last = pieces.last else { return false }
    if pieces.count == 1 { return name.utf8.elementsEqual(first.utf8) }
    guard name.utf8.count >= first.utf8.count + last.utf8.count, name.utf8.starts(with: first.utf8),
      name.utf8.suffix(last.utf8.count).elementsEqual(last.utf8)
    else { return false }
    var rest = Array(name.utf8.dropFirst(first.utf8.count).dropLast(last.utf8.count))[...]
    for piece in pieces.dropFirst().dropLast() {
      let bytes = Array(piece.utf8)
      while !rest.starts(with: bytes) {
        guard !rest.isEmpty else { return false }
        rest = rest.dropFirst()
      }
      rest = rest.dropFirst(bytes.count)
    }
    return true
  }
}
