/// A role in a grid: the post type, and the grid of the community it stands in.
package struct GridPost: Hashable, Sendable {
  package let community: String
  package let grid: String
  package let post: String

  package init(community: String, grid: String, post: String) {
    self.community = community
    self.grid = grid
    self.post = post
  }
}

/// A grid of the town, with the community it lies in.
package struct GridPlace: Hashable, Sendable {
  package let community: String
  package let grid: String

  package init(community: String, grid: String) {
    self.community = community
    self.grid = grid
  }
}
