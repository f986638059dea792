import GridCore
import Testing

@Suite struct EventKeyTests {
  @Test func everyKeySurvivesBeingWrittenAndRead() {
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<5000 {
      let key = EventKey(
        high: .random(in: 0 ... .max, using: &generator), low: .random(in: 0 ... .max, using: &generator))
      #expect(EventKey(itemID: key.itemID) == key)
    }
  }

  @Test(arguments: [
    (0, 0, "0000000000000000"), (UInt64.max, UInt16.max, "zzzzzzzzzzzzzzzz"), (0, 1, "0000000000000001"),
    (1, 0, "0000000000002000"), (0, 0x8000, "0000000000001000"), (1 << 63, 0, "g000000000000000"),
    (0xF, 0xFFFF, "000000000000zzzz"),
  ])
  func theIdIsTheKeyInFiveBitLetters(_ high: UInt64, _ low: UInt16, _ id: String) {
    #expect(EventKey(high: high, low: low).itemID == id)
    #expect(EventKey(itemID: id) == EventKey(high: high, low: low))
  }

  @Test func anIdIsSixteenLettersAndDigitsWithoutILOU() {
    var generator = SeededGenerator(seed: 8)
    let letters = Set("0123456789abcdefghjkmnpqrstvwxyz")
    for _ in 0..<200 {
      let key = EventKey(
        high: .random(in: 0 ... .max, using: &generator), low: .random(in: 0 ... .max, using: &generator))
      #expect(key.itemID.utf8.count == 16)
      #expect(key.itemID.allSatisfy(letters.contains))
    }
  }

  @Test(arguments: [
    "", "0", "000000000000000", "00000000000000000", "000000000000000i", "000000000000000l", "000000000000000o",
    "000000000000000u", "000000000000000A", "00000000 0000000", "0000-00000000000", "00000000000000é", "马田街道马\n",
    "０000000000000", "../../etc/passw",
  ])
  func textThatIsNoIdIsRefused(_ text: String) {
    #expect(EventKey(itemID: text) == nil)
  }

  @Test func theKeyIsTheFirstTenBytesOfTheDigest() throws {
    let digest = try #require(Digest(bytes: (0..<32).map { UInt8($0 + 1) }))
    #expect(EventKey(digest) == EventKey(high: 0x0102_0304_0506_0708, low: 0x090A))
  }

  @Test func aNoticeIsNamedByItsItemAndItsOrdinal() {
    let key = EventKey(high: 1, low: 0)
    #expect(Notice(item: key, ordinal: 12, rung: 0, to: .triage).id == "0000000000002000n12")
  }
}

@Suite struct DigestTests {
  static let counting = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1eff"

  @Test func aDigestKeepsItsBytes() throws {
    let bytes = (0..<31).map { UInt8($0) } + [255]
    let digest = try #require(Digest(bytes: bytes))
    #expect(digest.bytes == bytes)
    #expect(digest.hex == Self.counting)
    #expect(Digest(hex: Self.counting) == digest)
    #expect(Digest(hex: Self.counting.uppercased()) == digest)
  }

  @Test(arguments: [0, 1, 31, 33, 64]) func anyOtherNumberOfBytesIsRefused(_ count: Int) {
    #expect(Digest(bytes: [UInt8](repeating: 1, count: count)) == nil)
  }

  @Test(arguments: [
    "", String(repeating: "0", count: 63), String(repeating: "0", count: 65), String(repeating: "0", count: 66),
    String(repeating: "g", count: 64), String(repeating: "0", count: 63) + " ",
    "0x" + String(repeating: "0", count: 62),
    String(repeating: "０", count: 64),
  ])
  func textThatIsNot64HexDigitsIsRefused(_ text: String) {
    #expect(Digest(hex: text) == nil)
  }

  @Test func digestsThatDifferInAnyByteDiffer() throws {
    let zeros = [UInt8](repeating: 0, count: 32)
    #expect(Digest(bytes: zeros) == Digest.zero)
    for index in 0..<32 {
      var bytes = zeros
      bytes[index] = 1
      #expect(try #require(Digest(bytes: bytes)) != Digest.zero)
    }
  }
}

@Suite struct IdentityTests {
  @Test func identitiesAreComparedAsBytes() {
    let composed = EventIdentity(source: "s", id: "\u{E9}")
    let decomposed = EventIdentity(source: "s", id: "e\u{301}")
    #expect(composed != decomposed)
    #expect(EventIdentity(source: "\u{E9}", id: "1") != EventIdentity(source: "e\u{301}", id: "1"))
    #expect(composed == EventIdentity(source: "s", id: "\u{E9}"))
    #expect(composed.hashValue == EventIdentity(source: "s", id: "\u{E9}").hashValue)
    #expect(Set([composed, decomposed]).count == 2)
  }

  @Test func whereTheSourceEndsCounts() {
    #expect(EventIdentity(source: "ab", id: "c") != EventIdentity(source: "a", id: "bc"))
  }

  @Test func textIsComparedAsBytes() {
    #expect(ByteText("\u{E9}") != ByteText("e\u{301}"))
    #expect(ByteText("\u{E9}") == ByteText("\u{E9}"))
    #expect(Set([ByteText("\u{E9}"), ByteText("e\u{301}"), ByteText("\u{E9}")]).count == 2)
    #expect(ByteText("") == ByteText(""))
    #expect(ByteText("a") != ByteText("ab"))
  }
}
