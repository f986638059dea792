import Advice
import GridCore
import Testing

/// What somebody may have meant.
@Suite struct SuggestionsTests {
  @Test(arguments: [
    ("posts", "pots", 1), ("deadline", "deadlien", 1), ("a", "abc", 2), ("", "ab", 2), ("patrol", "patrol", 0),
  ])
  func slipsAreCounted(_ left: String, _ right: String, _ slips: Int) {
    #expect(Suggestions.distance(Array(left.unicodeScalars), Array(right.unicodeScalars)) == slips)
  }

  @Test(arguments: [
    ("b1", 3, ["a1", "b3"]), ("a1", 3, ["a1"]), ("A2", 3, ["a2"]), ("third", 3, ["b3"]), ("xyz", 3, []),
    ("b1", 1, ["a1"]), ("ab3", 3, ["b3"]),
  ])
  func theNearestAreToldAllOfThem(_ word: String, _ most: Int, _ meant: [String]) {
    let known = [("a1", "first"), ("a2", "second"), ("b3", "third")].map { Named(id: $0.0, name: $0.1) }
    #expect(Suggestions.nearest(to: word, among: known, most: most) == meant)
  }
}
