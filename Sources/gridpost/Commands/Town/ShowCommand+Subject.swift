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
      return try Console.out(text(of: last.subject, ratings, items, at: now, Naming(book, ids: naming.ids)))
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

  private func text(
    of subject: RatedSubject, _ ratings: [RatingRow], _ items: [Item], at now: Timestamp, _ naming: Naming
  ) -> String {
    let colour = Colour(subject.risk).wording.text(language)
    var pairs = [
      (say("subject", "主体"), subject.name),
      (say("risk", "颜色"), say("\(colour) since ", "\(colour)，自 ") + naming.time(subject.since)),
      (say("grid", "小分格"), subject.grid.map(naming.grid) ?? "-"),
      (say("by", "评定人"), subject.by ?? "-"),
    ]
    for (index, point) in subject.points.enumerated() {
      pairs.append((say("point \(index + 1)", "风险点 \(index + 1)"), point))
    }
    var history = Table([say("time", "时间"), say("risk", "颜色"), say("grid", "小分格"), say("by", "评定人"), say("note", "说明")])
    for row in ratings {
      history.add([
        naming.time(row.at), Colour(row.subject.risk).wording.text(language), row.subject.grid.map(naming.grid) ?? "-",
        row.subject.by ?? "-", row.note ?? "-",
      ])
    }
    var table = Table([
      say("item", "事项编号"), say("matter", "事项"), say("state", "状态"), say("received", "收到"), say("holder", "承办"),
    ])
    for item in items {
      table.add([
        item.id, item.facts.matter.map(naming.matter) ?? "-", standing(of: item).text(language),
        naming.time(item.receivedAt), naming.holder(item.holder),
      ])
    }
    var parts = [listing(pairs), history.text(coloured: Console.answersColoured)]
    if !items.isEmpty { parts.append(table.text(coloured: Console.answersColoured)) }
    return parts.joined(separator: "\n")
  }
}
