package import Figures
internal import Formats
package import GridCore
internal import JSON
package import Ledger

/// An item with what is told of it beside its own fields: how late it is at a moment, what it may be about, its life.
///
/// The moment asks for lateness and lengths only; how the item stands is what the ledger says.
package struct ItemAnswer: Sendable {
  /// The first deadline that passed.
  package struct Breach: Hashable, Sendable {
    package let at: Timestamp
    /// Who used up most of the time before it; nil where no rules tell how it is counted.
    package let by: Addressee?

    /// A deadline that passed at this moment, by whose fault.
    package init(at moment: Timestamp, by culprit: Addressee?) {
      at = moment
      by = culprit
    }
  }

  /// All that happened to it.
  package struct Life: Sendable {
    package let history: [NumberedEntry]
    package let spells: [Spell]
    /// The flat report.
    package let event: [UInt8]
  }

  package let item: Item
  package let now: Timestamp
  package let breach: Breach?
  /// Of an item in triage.
  package let suggestions: [KeywordSuggestion]
  /// Nil where only the item was asked for.
  package let life: Life?

  /// - Parameters:
  ///   - now: the moment of lateness.
  ///   - book: the rules in force.
  ///   - isWhole: whether its life is told too; else the ledger is asked for it only where lateness needs it.
  ///   - hidesReporter: whether who reported it is left out of its report.
  package init(
    _ item: Item, at now: Timestamp, under book: RuleBook?, in ledger: any LedgerReading, isWhole: Bool = false,
    hidesReporter: Bool = false
  ) throws(LedgerError) {
    self.item = item
    self.now = now
    let first = item.breach(at: now)
    let history = isWhole || first != nil ? try ledger.history(of: item.key) : []
    let spells = item.spells(of: history.lazy.map(\.entry), at: now)
    breach = first.map { moment in
      Breach(
        at: moment, by: book.flatMap { Spell.culprit(spells, before: moment, in: item.measureOfBreach, under: $0) })
    }
    let event = isWhole || item.isInTriage ? flatEvent(try ledger.reportBytes(of: item.key) ?? []) : []
    suggestions = item.isInTriage ? Self.suggestions(for: event, of: item, at: now, under: book) : []
    let told = isWhole && hidesReporter ? Self.withoutReporter(event) : event
    life = isWhole ? Life(history: history, spells: spells, event: told) : nil
  }

  private static func withoutReporter(_ event: [UInt8]) -> [UInt8] {
    let read = Result { try StrictJSON.read(event[...], maxDepth: StrictJSON.deepest) }
    guard case .success(.object(let members)) = read else { return Array("null".utf8) }
    var writer = JSONWriter(reservingCapacity: event.count)
    writer.value(.object(members.filter { $0.key != "reporter" }))
    return writer.bytes
  }

  /// What the rules in force would list; a moment before the item's last step knows no more than that step did.
  private static func suggestions(
    for event: [UInt8], of item: Item, at now: Timestamp, under book: RuleBook?
  ) -> [KeywordSuggestion] {
    let told = ReportTexts(event)
    return book?.suggest(matter: told["matter"], summary: told["summary"], at: max(now, item.memory.last)) ?? []
  }
}
