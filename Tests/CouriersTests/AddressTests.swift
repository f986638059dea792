import Testing

@testable import Couriers

/// Whose notices, and to which addresses.
@Suite struct AddressTests {
  @Test(arguments: [
    ("heshuikou/*/patrol", "heshuikou/heshuikou-03/patrol", true),
    ("heshuikou/*/patrol", "heshuikou/group/patrol", true),
    ("heshuikou/*/patrol", "heshuikou/patrol", false), ("heshuikou/*-03/*", "heshuikou/heshuikou-03/info", true),
    ("heshuikou/*-03/*", "heshuikou/heshuikou-13/info", false), ("subdistrict/*", "subdistrict/centre", true),
    ("subdistrict/*", "subdistrict", false), ("**", "triage", true), ("**", "a/b/c", true),
    ("heshuikou/**", "heshuikou/group/city", true), ("heshuikou/**", "heshuikou", true),
    ("heshuikou/**", "heshuikou2/x", false), ("**/patrol", "a/b/patrol", true), ("**/patrol", "patrol", true),
    ("a*b*c", "aXbYc", true), ("a*b*c", "ac", false), ("a*a", "a", false), ("*", "triage", true), ("*", "a/b", false),
    ("triage", "triage", true), ("Triage", "triage", false),
  ]) func aPatternFitsOrNot(_ pattern: String, _ address: String, _ fits: Bool) throws {
    #expect(try #require(AddressPattern(pattern)).matches(address) == fits)
  }

  @Test(arguments: ["", "/", "a//b", "a/", "***", "a**", "a b", "合水口/*", "a/../b", "a\\b"])
  func whatIsNoPatternIsNone(_ text: String) { #expect(AddressPattern(text) == nil) }

  @Test(arguments: [
    "127.0.0.1", "127.9.9.9", "0.0.0.0", "0.1.2.3", "169.254.169.254", "224.0.0.1", "239.1.1.1", "255.255.255.255",
    "100.100.100.200", "10.1.2.3", "::", "::1", "fe80::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:169.254.1.1",
    "64:ff9b::7f00:1", "2002:7f00:1::", "::127.0.0.1", "fd00:ec2::254", "::ffff:10.1.2.3", "2002:0a01:0203::1",
  ]) func anAddressOfOursOrOfManyIsNotConnectedTo(_ text: String) throws {
    let addressGuard = AddressGuard(own: [[10, 1, 2, 3], [192, 0, 2, 255]])
    #expect(!addressGuard.permits(try Self.bytes(text)))
  }

  @Test(arguments: [
    "10.1.2.4", "192.168.1.1", "172.16.0.1", "8.8.8.8", "100.100.100.201", "2001:db8::1", "fd12::1", "::ffff:8.8.8.8",
  ])
  func othersAre(_ text: String) throws {
    #expect(AddressGuard(own: [[10, 1, 2, 3]]).permits(try Self.bytes(text)))
  }

  private static func bytes(_ text: String) throws -> [UInt8] {
    guard text.contains(":") else { return text.split(separator: ".").compactMap { UInt8($0) } }
    var text = text
    if let dot = text.split(separator: ":").last, dot.contains(".") {
      let four = dot.split(separator: ".").compactMap { UInt8($0) }
      let words = [0, 2].map { String(Int(four[$0]) << 8 | Int(four[$0 + 1]), radix: 16) }
      text = text.dropLast(dot.count) + words.joined(separator: ":")
    }
    let halves = text.split(separator: "::", omittingEmptySubsequences: false).map {
      $0.split(separator: ":").compactMap { UInt16($0, radix: 16) }
    }
    let first = try #require(halves.first)
    let rest = halves.count > 1 ? halves[1] : []
    let words = first + [UInt16](repeating: 0, count: 8 - first.count - rest.count) + rest
    return words.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
  }
}
