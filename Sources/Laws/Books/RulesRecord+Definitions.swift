package import GridCore
package import Ledger
internal import Town

extension RulesRecord {
  /// The rounds and signals of a book that comes into force at a moment.
  package static func definitions(of book: RuleBook, at now: Timestamp) -> [Definition] {
    let day = book.calendar.local(now).day
    return book.rounds.map { Definition(source: EventIdentity.rounds, name: $0.name, text: $0.definition.text) }
      + (book.integrity?.signals ?? []).map {
        Definition(
          source: EventIdentity.integrity, name: $0.name, text: $0.definition.text,
          period: Period($0.per, of: day).text)
      }
  }
}
