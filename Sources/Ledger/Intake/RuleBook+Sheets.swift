package import GridCore

/// What the ledger is asked for before a batch is decided: the visit sheets of the subjects whose inspections it may move.
extension RuleBook {
  /// The subject of a report of an inspection; nil for all others.
  package func sheetSubject(of report: Report) -> ByteText? {
    guard let visits, let subject = report.subject.flatMap(Link.trimmed),
      let matter = report.matter.flatMap({ self.matter($0) }),
      visits.isInspection(matter: matter.code, duty: duties[matter.duty].id)
    else { return nil }
    return ByteText(subject)
  }

  /// The subjects of items that steps concern: of those on a sheet, and of those that may come to one.
  package func sheetSubjects(of items: some Sequence<Item>) -> Set<ByteText> {
    var subjects: Set<ByteText> = []
    for item in items where item.memory.sheet != nil || visits != nil {
      // A step may correct the matter: what it was says little.
      if let subject = item.facts.subject { subjects.insert(ByteText(subject)) }
    }
    return subjects
  }
}
