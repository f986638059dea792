/// A grid of a community.
package struct Grid: Sendable {
  package let id: String
  package let name: String
  /// The index of its community in the rule book.
  package let community: Int
  /// How many people its posts have, by post id, where that is not what the post type says.
  package var staff: [ByteText: Int]

  package init(id: String, name: String, community: Int, staff: [ByteText: Int] = [:]) {
    self.id = id
    self.name = name
    self.community = community
    self.staff = staff
  }
}
