package import GridCore
package import Words

/// What the book calls places and people who hold work, as short as it can be understood: `合水口 03 · 综合巡查纠治岗`.
///
/// What the book does not know keeps its id.
package struct Names: Sendable {
  private var communities: [ByteText: String] = [:]
  private var grids: [ByteText: (whole: String, number: String)] = [:]
  private var posts: [ByteText: String] = [:]
  private var groups: [ByteText: String] = [:]
  private var offices: [ByteText: String] = [:]
  private var matters: [ByteText: String] = [:]
  private let book: RuleBook?

  /// The names of a book.
  package init(_ book: RuleBook?) {
    self.book = book
    guard let book else { return }
    for community in book.communities { communities[ByteText(community.id)] = Self.short(community.name) }
    for grid in book.grids {
      let community = book.communities[grid.community].name
      let number = Self.number(of: grid.name, in: community)
      grids[ByteText(grid.id)] = ("\(Self.short(community)) \(number)", number)
    }
    for post in book.posts { posts[ByteText(post.id)] = post.name }
    for group in book.groups { groups[ByteText(group.id)] = group.name }
    for office in book.offices { offices[ByteText(office.id)] = office.name }
    for matter in book.matters { matters[ByteText(matter.code)] = Self.told(matter) }
  }

  /// A community without the word for what it is.
  package func community(_ id: String) -> String { communities[ByteText(id)] ?? id }
  /// A grid behind its community: `合水口 03`.
  package func grid(_ id: String) -> String { grids[ByteText(id)]?.whole ?? id }
  /// A grid where its community stands beside: `03`.
  package func number(ofGrid id: String) -> String { grids[ByteText(id)]?.number ?? id }
  /// A kind of post.
  package func post(_ id: String) -> String { posts[ByteText(id)] ?? id }
  /// A functional group.
  package func group(_ id: String) -> String { groups[ByteText(id)] ?? id }
  /// A matter with its code: `UM-001 占道经营`; nil where the book has none of this code.
  package func matter(_ code: String) -> String? { matters[ByteText(code)] ?? book?.matter(code).map(Self.told) }

  private static func told(_ matter: Matter) -> String { "\(matter.code) \(matter.name)" }

  /// Whoever holds work.
  package subscript(holder: Addressee) -> Bilingual {
    switch holder {
    case .post(let post):
      let name = "\(grid(post.grid)) · \(self.post(post.post))"
      return Bilingual(en: name, zh: name)
    case .branch(let place):
      return Bilingual(en: "\(grid(place.grid)) · party branch", zh: "\(grid(place.grid)) · 临时党支部")
    case .station(let place):
      return Bilingual(en: "\(grid(place.grid)) · integrity station", zh: "\(grid(place.grid)) · 廉情监督站")
    case .group(let community, let group):
      let name = "\(self.community(community)) · \(self.group(group))"
      return Bilingual(en: name, zh: name)
    case .office(let office):
      let name = offices[ByteText(office)] ?? office
      return Bilingual(en: name, zh: name)
    case .triage: return Bilingual(en: "triage", zh: "待分拨")
    }
  }

  private static func short(_ community: String) -> String {
    let word = "社区"
    return community.hasSuffix(word) && community != word ? String(community.dropLast(word.count)) : community
  }

  private static func number(of grid: String, in community: String) -> String {
    guard grid.hasPrefix(community), grid != community else { return grid }
    return String(grid.dropFirst(community.count).drop { $0 == " " })
  }
}
