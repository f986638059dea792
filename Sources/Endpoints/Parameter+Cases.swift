internal import Answers
internal import Cases
internal import Doors
internal import GridCore

extension Parameter {
  /// What lists of cases take.
  static let ofCases: [Parameter] =
    [words("state", ItemState.self)] + ItemQuery.Field.allCases.map { text($0.rawValue) }
    + ["overdue", "late", "owed", "own"].map { flag($0) }
    + [at, text("q"), address("holder"), words("sort", CaseOrder.words), after, limit]
}
