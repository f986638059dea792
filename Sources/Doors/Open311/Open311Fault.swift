package import Web
package import Words

/// Why a request of Open311 is refused, with the codes that GeoReport v2 has.
package struct Open311Fault: Error, Sendable {
  /// 400, 403 or 404, and what else HTTP has.
  package let status: Int
  package let words: Bilingual
  /// The refusal it comes of, which says more in its head; nil where it is Open311's own.
  package let problem: Problem?

  /// A refusal.
  package init(_ status: Int, _ words: Bilingual) {
    (self.status, self.words, problem) = (status, words, nil)
  }

  /// What was refused below.
  package init(_ problem: Problem) {
    (status, words, self.problem) = (problem.code.status, problem.words, problem)
  }
}
