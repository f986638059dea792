import FuzzPromises

/// Makes inputs out of kept ones, the same ones for the same seed: pieces cut, doubled, moved, crossed with another input, bytes
/// turned, words of the grammar put in, lines moved to another indentation or left half typed.
struct Mutator {
  private let inputs: [[UInt8]]
  private let words: [[UInt8]]
  private var random: SplitMix

  init(_ inputs: [[UInt8]], words: [[UInt8]], seed: UInt64) {
    self.inputs = inputs
    self.words = words
    random = SplitMix(seed: seed)
  }

  mutating func next() -> [UInt8] {
    var bytes = inputs[random.below(inputs.count)]
    for _ in 0...random.below(4) { change(&bytes) }
    return bytes
  }

  private mutating func change(_ bytes: inout [UInt8]) {
    let place = random.below(bytes.count + 1)
    let length = min(bytes.count - place, random.below(16))
    switch random.below(9) {
    case 0: bytes.removeSubrange(place..<(place + length))
    case 1: bytes.insert(contentsOf: word(), at: place)
    case 2: bytes.replaceSubrange(place..<(place + length), with: word())
    case 3 where place < bytes.count: bytes[place] = UInt8(random.below(256))
    case 4: bytes.insert(contentsOf: bytes[place..<(place + length)], at: random.below(bytes.count + 1))
    case 5:
      let other = inputs[random.below(inputs.count)]
      bytes.replaceSubrange(place..., with: other[random.below(other.count + 1)...])
    case 6: indent(&bytes, at: place)
    case 7: bytes.removeSubrange(place..<(bytes[place...].firstIndex(of: 0x0A) ?? bytes.count))
    default: bytes.removeSubrange((random.below(8) == 0 ? place : bytes.count)...)
    }
  }

  private mutating func indent(_ bytes: inout [UInt8], at place: Int) {
    let start = bytes[..<place].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    let blanks = bytes[start...].prefix { $0 == 0x20 }
    bytes.replaceSubrange(blanks.indices, with: [UInt8](repeating: 0x20, count: random.below(9)))
  }

  private mutating func word() -> [UInt8] {
    words[random.below(words.count)]
  }
}
