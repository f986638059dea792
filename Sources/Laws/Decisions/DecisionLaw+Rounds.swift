internal import Formats
internal import GridCore
internal import Ledger
internal import Proof
internal import Town

/// What was raised is what the rules of its receipt say.
extension DecisionLaw {
  /// A report of a round stands at a moment of the round's calendar, not before it, for its period, at one of its places.
  mutating func checkRound(_ record: StoredRecord, _ report: Report) throws {
    guard case .round(let call)? = report.own, let book = try shelf.book(record.rules) else { return }
    let row = "record \(record.seq)"
    guard let rule = book.round(named: call.name) else {
      return fault(row, "no round of its rules is called so", "其规则中没有此定期任务")
    }
    let due = RoundCalendar(rule, book.calendar).next(after: call.due.adding(-1))
    guard let due, due.moment == call.due, due.period.text == call.period, call.due <= record.receivedAt else {
      return fault(row, "its round was not due then", "当时并无此定期任务到期")
    }
    let isPlace =
      rule.audience == .subject
      ? report.subject.map { ByteText($0) == ByteText(call.place) } == true
      : book.places(of: rule).contains { $0.id == call.place && $0.grid == report.grid }
    if !isPlace || report.matter != rule.matter {
      fault(row, "its round is not raised there", "此定期任务不在该处生成")
    }
  }

  /// The definitions that the ledger keeps are those of the rules that were put in force, each since it came.
  mutating func checkDefinitions() throws {
    var rows: [DefinitionRow] = []
    for adoption in try snapshot.adoptions() {
      // A book that no longer reads is found where its decisions are taken again.
      guard let book = try shelf.book(adoption.rules) else { return }
      rows = DefinitionRow.rows(of: RulesRecord.definitions(of: book, at: adoption.at), at: adoption.at, after: rows)
    }
    let stored = try snapshot.definitions().map(\.row)
    let isSame = stored.count == rows.count && zip(stored, rows).allSatisfy { $0.isSame(as: $1) }
    if !isSame { fault("definitions", "are not those of the rules in force", "与现行规则不符") }
  }
}
