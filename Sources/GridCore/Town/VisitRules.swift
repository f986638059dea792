/// The `visits:` of the rules: which matters are inspections, which of them make one visit, and how many a year there may be.
package struct VisitRules: Hashable, Sendable {
  /// As they are written: ids of duties, and codes of matters.
  package let inspections: [String]
  /// How far apart the deadlines of one sheet may lie, in working time of the calendar.
  package let together: TimeLimit
  /// By colour, of a calendar year; a colour without has none.
  package let cap: [Colour: Int]

  private let duties: Set<ByteText>
  private let matters: Set<ByteText>

  package init(duties: [String], matters: [String], together: TimeLimit, cap: [Colour: Int]) {
    inspections = duties + matters
    self.together = together
    self.cap = cap
    self.duties = Set(duties.map { ByteText($0) })
    self.matters = Set(matters.map { ByteText($0) })
  }

  /// Whether an item of this matter and duty is an inspection.
  package func isInspection(matter: String?, duty: String?) -> Bool {
    matter.map { matters.contains(ByteText($0)) } == true || duty.map { duties.contains(ByteText($0)) } == true
  }
}
