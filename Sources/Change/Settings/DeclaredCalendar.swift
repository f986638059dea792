package import GridCore

/// The working time of a book as it is declared: the calendar's, and that of posts with hours of their own.
package struct DeclaredCalendar: Hashable, Sendable {
  /// Days in a row, by their numbers.
  package typealias Days = ClosedRange<Int>

  package let hours: WorkingHours
  /// Days that count: none lies beyond `knownUntil`.
  package let holidays: [Days]
  package let makeUpDays: [Days]
  package let knownUntil: Int?
  /// By post, in the order of the book.
  package let posts: [Post]
  /// The posts of the book.
  private let known: Set<ByteText>

  /// A post with its own hours.
  package struct Post: Hashable, Sendable {
    package let id: String
    package let hours: WorkingHours
  }

  package init(_ book: RuleBook) {
    hours = book.calendar.hours
    holidays = Self.runs(book.calendar.holidays)
    makeUpDays = Self.runs(book.calendar.makeUpDays)
    knownUntil = book.calendar.knownUntil
    posts = book.posts.compactMap { post in post.hours.map { Post(id: post.id, hours: $0) } }
    known = Set(book.posts.map { ByteText($0.id) })
  }

  private static func runs(_ days: [Int]) -> [Days] {
    var runs: [Days] = []
    for day in days {
      if let last = runs.last, last.upperBound == day - 1 {
        runs[runs.count - 1] = last.lowerBound...day
      } else {
        runs.append(day...day)
      }
    }
    return runs
  }

  /// Whether working time is another; the hours of a post that one of the two has not are told with the post.
  func differs(from other: DeclaredCalendar) -> Bool {
    let both = known.intersection(other.known)
    let hours = { (calendar: DeclaredCalendar) in
      Set(calendar.posts.filter { both.contains(ByteText($0.id)) })
    }
    return self.hours != other.hours || holidays != other.holidays || makeUpDays != other.makeUpDays
      || knownUntil != other.knownUntil || hours(self) != hours(other)
  }
}
