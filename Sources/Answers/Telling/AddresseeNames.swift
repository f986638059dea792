package import GridCore
package import Words

/// Who holds work, by the names that people use: `合水口社区 03 分格 综合巡查纠治岗`.
///
/// English readers are told the address, Chinese ones the names of the rules; what these do not know keeps its id.
package struct AddresseeNames: Sendable {
  private var communities: [ByteText: String] = [:]
  private var grids: [ByteText: String] = [:]
  private var posts: [ByteText: String] = [:]
  private var groups: [ByteText: String] = [:]
  private var offices: [ByteText: String] = [:]

  /// The names of a book; without one every id stays.
  package init(_ book: RuleBook?) {
    guard let book else { return }
    for community in book.communities { communities[ByteText(community.id)] = community.name }
    for grid in book.grids {
      grids[ByteText(grid.id)] = Self.name(of: grid, in: book.communities[grid.community].name)
    }
    for post in book.posts { posts[ByteText(post.id)] = post.name }
    for group in book.groups { groups[ByteText(group.id)] = group.name }
    for office in book.offices { offices[ByteText(office.id)] = office.name }
  }

  /// The name of an addressee.
  package subscript(addressee: Addressee) -> Bilingual {
    let name =
      switch addressee {
      case .post(let post):
        [communities[post.community], grids[post.grid], posts[post.post]].joined(separator: " ")
      case .branch(let place): "\(grid(place.grid, of: place.community)) 临时党支部"
      case .station(let place): "\(grid(place.grid, of: place.community)) 廉情监督站"
      case .group(let community, let group): "\(communities[community]) \(groups[group])"
      case .office(let office): offices[office]
      case .triage: wording(Item.Place.triage).zh
      }
    return Bilingual(en: addressee.text, zh: name)
  }

  /// The name of a grid, behind that of its community: `合水口社区 03 分格`.
  package func grid(_ grid: String, of community: String) -> String {
    "\(communities[community]) \(grids[grid])"
  }

  /// Without the community's name, which stands before it; grids that are only counted say what they are.
  private static func name(of grid: Grid, in community: String) -> String {
    guard grid.name.hasPrefix(community), grid.name != community else { return grid.name }
    let rest = grid.name.dropFirst(community.count).drop { $0 == " " }
    return rest.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } ? "\(rest) 分格" : String(rest)
  }
}

extension [ByteText: String] {
  /// The name of an id; the id itself where there is none.
  fileprivate subscript(id: String) -> String { self[ByteText(id)] ?? id }
}
