/// What a subject's items come to.
package struct SubjectFigures: Hashable, Sendable {
  /// Open, suspended or resolved.
  package var open = 0
  /// Received in the moments asked for.
  package var year = 0
  /// Days on which an inspection that a round asked for was put right, and days with other inspections.
  package var visits = 0
  package var otherVisits = 0

  package init() {}
}
