package import GridCore

/// The matters and the places of some books, in classes that their overrides cannot tell apart.
///
/// Two matters are of one class where, in each of the books, both are listed or neither, both are of the same duty as far as an override
/// names it, and no override names one of them alone. So with places. A cell is then a matter of a class at a place of a class, and all
/// cells of the same two classes meet the same overrides. What a matter says for itself (post, group, limit) makes no class.
package struct CellClasses: Sendable {
  /// A matter or a place, by its index in each of the books; nil where a book has none such.
  package typealias Member = [Int?]

  /// What cannot be told apart.
  package struct Group: Sendable {
    /// For each book: what encloses it, as far as an override names that, and itself, likewise; nil where the book has it not.
    let keys: [Key?]
    package fileprivate(set) var members: [Member] = []
  }

  struct Key: Hashable, Sendable {
    var whole: Int?
    var part: Int?
  }

  package let matters: [Group]
  package let places: [Group]

  /// Puts together what no override of these books tells apart.
  package init(_ books: [RuleBook]) {
    matters = Self.groups(
      books.map { $0.matters.map { Name(id: ByteText($0.code)) } }, wholes: books.map { $0.matters.map(\.duty) },
      named: books.map { book in
        (Set(book.overrides.compactMap(\.when.duty)), Set(book.overrides.compactMap(\.when.matter)))
      })
    // A grid that changes its community is another place.
    places = Self.groups(
      books.map { book in
        book.grids.map { Name(id: ByteText($0.id), of: ByteText(book.communities[$0.community].id)) }
      },
      wholes: books.map { $0.grids.map(\.community) },
      named: books.map { book in
        (Set(book.overrides.compactMap(\.when.community)), Set(book.overrides.compactMap(\.when.grid)))
      })
  }

  private struct Name: Hashable {
    let id: ByteText
    var of: ByteText?
  }

  private static func groups(
    _ names: [[Name]], wholes: [[Int]], named: [(wholes: Set<Int>, parts: Set<Int>)]
  ) -> [Group] {
    var members: [Member] = []
    var places: [Name: Int] = [:]
    for (book, names) in names.enumerated() {
      for (index, name) in names.enumerated() {
        if let place = places[name] {
          members[place][book] = index
        } else {
          places[name] = members.count
          var member = Member(repeating: nil, count: named.count)
          member[book] = index
          members.append(member)
        }
      }
    }
    var groups: [Group] = []
    var known: [[Key?]: Int] = [:]
    for member in members {
      let keys = member.enumerated().map { book, index -> Key? in
        guard let index else { return nil }
        let whole = wholes[book][index]
        return Key(
          whole: named[book].wholes.contains(whole) ? whole : nil,
          part: named[book].parts.contains(index) ? index : nil)
      }
      if known[keys] == nil {
        known[keys] = groups.count
        groups.append(Group(keys: keys))
      }
      groups[known[keys] ?? 0].members.append(member)
    }
    return groups
  }
}
