/// A listed kind of business: its duty, post, functional group and limit.
package final class Matter: Sendable {
  package let code: String
  package let name: String
  /// The index of its duty in the rule book.
  package let duty: Int
  package let post: String
  package let group: String
  package let limit: TimeLimit
  package let urgency: Urgency
  package let keywords: [String]
  /// Who looks before an item of it is closed; nil where its duty or the lifecycle says.
  package let check: Checker?
  /// The last local day (days since 1970-01-01) on which it is listed; nil: for good.
  package let until: Int?
  /// The line of the rules file that lists it, from 1.
  package let line: Int

  package init(
    code: String, name: String, duty: Int, post: String, group: String, limit: TimeLimit, urgency: Urgency,
    keywords: [String], check: Checker? = nil, until: Int? = nil, line: Int
  ) {
    self.code = code
    self.name = name
    self.duty = duty
    self.post = post
    self.group = group
    self.limit = limit
    self.urgency = urgency
    self.keywords = keywords
    self.check = check
    self.until = until
    self.line = line
  }
}
