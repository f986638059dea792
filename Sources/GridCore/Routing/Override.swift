/// An exception from the matters' own lines; the first that fits wins.
package final class Override: Sendable {
  /// What an event must be for the override to fit; nil fits all.
  package struct Condition: Sendable {
    package var duty: Int?
    package var matter: Int?
    package var community: Int?
    package var grid: Int?
    package var risk: Risk?
    package var source: ByteText?
    package var hours: DailyHours?

    package init() {}
  }

  /// Local time of day from `start` (included) to `end` (excluded), in seconds; wraps midnight when `end` is smaller.
  package struct DailyHours: Hashable, Sendable {
    package let start: Int
    package let end: Int

    package init(start: Int, end: Int) {
      self.start = start
      self.end = end
    }

    /// Whether a time of day lies within it.
    package func contains(_ second: Int) -> Bool {
      start <= end ? second >= start && second < end : second >= start || second < end
    }
  }

  package let name: String?
  package let when: Condition
  package let post: String?
  package let group: String?
  package let limit: TimeLimit?
  package let line: Int

  package init(name: String?, when: Condition, post: String?, group: String?, limit: TimeLimit?, line: Int) {
    self.name = name
    self.when = when
    self.post = post
    self.group = group
    self.limit = limit
    self.line = line
  }
}
