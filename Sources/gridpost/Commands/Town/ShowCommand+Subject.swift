import Answers
import ArgumentParser
import Console
import Custody
import GridCore
import JSON
import Laws
import Ledger
import Words

/// A subject of the register: its ratings and its items.
extension ShowCommand {
  func show(subject name: String, in ledger: any LedgerReading) throws {
    let wanted = Link.trimmed(name) ?? ""
    let ratings = try guardedLedger { try ledger.ratings(of: wanted) }
    guard let last = ratings.last else {
      throw fail(
        Exit.noInput, "no subject “\(neutral(wanted))” is in the register", "主体台账里没有“\(neutral(wanted))”")
    }
    let now = try guarded { try at?.timestamp ?? LockNote.now(place.settings) }
    let book = try rulesInForce(ledger)
    var filter = ItemFilter()
    filter.subject = wanted
    let asked = filter
    var items: [Item] = []
    try guardedLedger { try eachItem(asked, in: ledger) { items.append($0.item) } }
    guard output.json else {
      return try Console.out(last.subject.text(ratings, items, Naming(book, ids: naming.ids)))
    }
    var writer = JSONWriter()
    writer.beginObject()
    writer.writeMembers(of: last.subject, ratings)
    writer.key("items")
    writer.beginArray()
    let books = BookShelf()
    for item in items {
      try guardedLedger {
        let answer = try ItemAnswer(item, at: now, under: book, in: ledger)
        let decided = try books.book(item.facts.assignedBy.rules, from: ledger)
        writer.write(answer, decidedUnder: decided, language: language)
      }
    }
    writer.endArray()
    writer.endObject()
    writer.endLine()
    try Console.out(writer.bytes)
  }
}
