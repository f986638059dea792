package import GridCore

/// What a town needs beside dispatch, asked of the ledger: subjects, rounds, sheets and signals.
///
/// Guarantees what `LedgerReading` does.
package protocol TownReading {
  // MARK: Subjects

  /// Subjects of the register in the order of their names, after one; pages of at most `limit`.
  func subjects(after name: String, limit: Int) throws(LedgerError) -> [RatedSubject]
  /// All ratings of a subject, oldest first.
  func ratings(of subject: String) throws(LedgerError) -> [RatingRow]
  /// How many visits by rounds each subject has had on these local days (since 1970-01-01).
  ///
  /// Like `placesInHand` it waits for a commit that is on its way: whoever raises a round decides by it.
  func visits(in days: ClosedRange<Int>) throws(LedgerError) -> [ByteText: Int]

  /// What a subject's items come to.
  ///
  /// - Parameters:
  ///   - moments: of receipt, for those of the last year.
  ///   - days: local days (since 1970-01-01) on which visits count.
  func figures(
    ofSubject name: String, receivedIn moments: ClosedRange<Timestamp>, visitedIn days: ClosedRange<Int>
  ) throws(LedgerError) -> SubjectFigures

  // MARK: Visit sheets

  /// The items on visit sheets of these subjects, suspended and resolved ones too.
  ///
  /// Like `visits` it waits for a commit that is on its way.
  func items(onSheetsOf subjects: Set<ByteText>) throws(LedgerError) -> [Item]
  /// The open items on all visit sheets, or on one.
  func sheetItems(on sheet: String?) throws(LedgerError) -> [Item]

  // MARK: Signals

  /// What signals have counted, in the order of posts, names and periods.
  func signals() throws(LedgerError) -> [SignalRow]
  /// The item that the report of this record brought.
  func item(at position: Int64) throws(LedgerError) -> Item?

  // MARK: Rounds

  /// The rounds and signals of the rules in force, and how far each is raised.
  func definitions() throws(LedgerError) -> [DefinitionRow]
  /// The places at which the report last raised by a round is open, suspended or resolved.
  func placesInHand(ofRound name: String) throws(LedgerError) -> Set<ByteText>
  /// The figures of `status` about all this.
  func townCounts() throws(LedgerError) -> TownCounts
  /// How many reports each period of each round brought, and how many not.
  func roundFigures() throws(LedgerError) -> [RoundFigures.Key: RoundFigures]
  /// The lines that say where a round was not raised, oldest first; pages of at most `limit`.
  func roundLines(after seq: Int64, limit: Int) throws(LedgerError) -> [NumberedRoundLine]
  /// The items of a period of a round in the order they came; pages of at most `limit`.
  func roundItems(
    named name: String, period: String, after position: Int64, limit: Int
  ) throws(LedgerError) -> [PlacedItem]
}
