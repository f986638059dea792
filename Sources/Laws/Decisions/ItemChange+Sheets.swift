internal import GridCore
internal import Ledger
internal import Proof
internal import Town

extension ItemChange {
  /// The change with the visit sheet that the stored one tells of: which others were on it then, its item's own life does not say.
  func completed(as stored: StoredChange, after before: Item?, under book: RuleBook?) -> ItemChange {
    guard stored.decidedBy >= .seventh else { return self }
    var change = self
    change.complete(after: before, under: book, asFoundIn: stored.entries)
    return change
  }
}
