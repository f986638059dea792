import Testing

@testable import Rules

/// What somebody may have meant.
@Suite struct SuggestionsTests {
  @Test(arguments: [
    ("posts", "pots", 1), ("deadline", "deadlien", 1), ("a", "abc", 2), ("", "ab", 2), ("patrol", "patrol", 0),
  ])
  func slipsAreCounted(_ left: String, _ right: String, _ slips: Int) {
    #expect(Suggestions.distance(Array(left.unicodeScalars), Array(right.unicodeScalars)) == slips)
  }
}
