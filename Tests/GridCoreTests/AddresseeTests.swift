import GridCore
import Testing

@Suite struct AddresseeTests {
  static let addresses: [(String, Addressee, [String])] = [
    (
      "heshuikou/heshuikou-03/patrol",
      .post(GridPost(community: "heshuikou", grid: "heshuikou-03", post: "patrol")),
      ["heshuikou", "heshuikou-03", "patrol"]
    ),
    (
      "heshuikou/group/city-appearance", .group(community: "heshuikou", group: "city-appearance"),
      ["heshuikou", "group", "city-appearance"]
    ),
    ("subdistrict/command-centre", .office("command-centre"), ["subdistrict", "command-centre"]),
    ("triage", .triage, ["triage"]),
  ]

  @Test(arguments: addresses.indices) func anAddressIsWrittenAndReadTheSame(_ index: Int) {
    let (text, address, parts) = Self.addresses[index]
    #expect(address.text == text)
    #expect(Addressee(text: text) == address)
    #expect(address.parts == parts)
    #expect(address.parts.joined(separator: "/") == text)
  }

  @Test(arguments: [
    "", "/", "heshuikou", "Triage", "triage/", "/triage", "heshuikou/", "heshuikou/heshuikou-03", "a//b", "a/b/",
    "/a/b", "a/b/c/d", "subdistrict", "subdistrict/", "group/city-appearance", "heshuikou/group/", "triage/x",
  ])
  func whatIsNoAddressIsRefused(_ text: String) {
    #expect(Addressee(text: text) == nil)
  }

  @Test func theWordsOfAddressesAreReserved() {
    #expect(Addressee.reservedWords == ["group", "subdistrict", "triage"])
  }

  @Test func theBookKnowsThePostsGroupsAndOfficesItHas() {
    let book = Town.book
    #expect(book.knows(Town.post("heshuikou-02", "patrol")))
    #expect(book.knows(.group(community: "jiangwei", group: "city-appearance")))
    #expect(book.knows(.office("leader")))
    #expect(book.knows(.triage))
  }

  @Test(arguments: [
    "heshuikou/heshuikou-99/patrol", "heshuikou/jiangwei-01/patrol", "nowhere/heshuikou-01/patrol",
    "heshuikou/heshuikou-01/mayor", "nowhere/group/city-appearance", "heshuikou/group/choir", "subdistrict/mayor",
  ])
  func theBookDoesNotKnowOthers(_ text: String) throws {
    #expect(!Town.book.knows(try #require(Addressee(text: text))))
  }
}
