/// A holder of work: a grid's post, branch or integrity station, a community's functional group, an office of the subdistrict, or the
/// triage queue.
package enum Addressee: Hashable, Sendable {
  case post(GridPost)
  /// The grid's temporary party branch (临时党支部).
  case branch(GridPlace)
  /// The grid's integrity station (廉情监督站).
  case station(GridPlace)
  case group(community: String, group: String)
  case office(String)
  case triage

  /// The address in text: `heshuikou/heshuikou-03/patrol`, `heshuikou/heshuikou-03/branch`, `heshuikou/group/city-appearance`,
  /// `subdistrict/office`, `triage`.
  package var text: String {
    switch self {
    case .post(let post): Self.text(post.community, post.grid, post.post)
    case .branch(let place): Self.text(place.community, place.grid, Self.branchWord)
    case .station(let place): Self.text(place.community, place.grid, Self.stationWord)
    case .group(let community, let group): Self.text(community, "group", group)
    case .office(let office): "subdistrict/" + office
    case .triage: "triage"
    }
  }

  /// In one piece: every event asks for the address of its post a few times.
  private static func text(_ first: String, _ second: String, _ third: String) -> String {
    var text = ""
    text.reserveCapacity(first.utf8.count + second.utf8.count + third.utf8.count + 2)
    text += first
    text += "/"
    text += second
    text += "/"
    text += third
    return text
  }

  /// The parts of the address, which are also the folders of its notices.
  package var parts: [String] {
    switch self {
    case .post(let post): [post.community, post.grid, post.post]
    case .branch(let place): [place.community, place.grid, Self.branchWord]
    case .station(let place): [place.community, place.grid, Self.stationWord]
    case .group(let community, let group): [community, "group", group]
    case .office(let office): ["subdistrict", office]
    case .triage: ["triage"]
    }
  }

  /// Reads an address in text; whether the rules know it is asked elsewhere (`RuleBook.knows`).
  package init?(text: String) {
    var copy = text
    guard let parts = copy.withUTF8({ Self.parts(of: $0) }) else { return nil }
    switch parts.count {
    case 1 where text == "triage": self = .triage
    case 2 where parts[0] == "subdistrict": self = .office(parts[1])
    case 3 where parts[1] == "group": self = .group(community: parts[0], group: parts[2])
    case 3 where parts[2] == Self.branchWord: self = .branch(GridPlace(community: parts[0], grid: parts[1]))
    case 3 where parts[2] == Self.stationWord: self = .station(GridPlace(community: parts[0], grid: parts[1]))
    case 3: self = .post(GridPost(community: parts[0], grid: parts[1], post: parts[2]))
    default: return nil
    }
  }

  /// The parts between the slashes, three at the most; nil where one is empty, or there are more.
  ///
  /// By hand and as bytes: every notice that is read has two addresses, and a split costs four times as much.
  private static func parts(of bytes: UnsafeBufferPointer<UInt8>) -> [String]? {
    var parts: [String] = []
    parts.reserveCapacity(3)
    var start = 0
    for end in 0...bytes.count where end == bytes.count || bytes[end] == 0x2F {
      guard start < end, parts.count < 3 else { return nil }
      parts.append(String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<end]), as: UTF8.self))
      start = end + 1
    }
    return parts
  }

  private static let branchWord = "branch"
  private static let stationWord = "station"

  /// The grid in which it stands; nil for those that stand in none.
  package var place: GridPlace? {
    switch self {
    case .post(let post): GridPlace(community: post.community, grid: post.grid)
    case .branch(let place), .station(let place): place
    case .group, .office, .triage: nil
    }
  }

  /// Words that an address uses itself and that no community or grid may therefore be called.
  package static let reservedWords: Set<String> = ["group", "subdistrict", "triage"]
  /// The same of posts.
  package static let reservedPosts: Set<String> = [branchWord, stationWord, "group"]
}
