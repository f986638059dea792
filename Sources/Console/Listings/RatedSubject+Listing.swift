import Answers
import Formats
package import GridCore
package import Ledger
import Words

extension RatedSubject {
  /// A subject of the register with its ratings and its items, as people read it.
  package func text(_ ratings: [RatingRow], _ items: [Item], _ naming: Naming) -> String {
    let colour = Colour(risk).wording.text(language)
    var pairs = [
      (say("subject", "主体"), name),
      (say("risk", "颜色"), say("\(colour) since ", "\(colour)，自 ") + naming.time(since)),
      (say("grid", "小分格"), grid.map(naming.grid) ?? "-"),
      (say("by", "评定人"), by ?? "-"),
    ]
    for (index, point) in points.enumerated() {
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
