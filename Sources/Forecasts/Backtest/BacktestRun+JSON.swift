internal import Change
package import JSON

extension BacktestRun {
  /// The answer as `backtest` has it.
  package func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.key("from")
    if let from = backtest.from { writer.hex(from) } else { writer.null() }
    writer.key("to")
    writer.hex(backtest.to)
    writer.field("since", first)
    writer.field("until", last)
    let counts = [
      ("events", backtest.events), ("moved", backtest.moved), ("newly_unlisted", backtest.newlyUnlisted),
      ("newly_listed", backtest.newlyListed), ("sooner", backtest.sooner), ("later", backtest.later),
    ]
    for (key, count) in counts { writer.field(key, count) }
    writer.key("late")
    writer.beginObject()
    writer.field("before", backtest.late.before)
    writer.field("after", backtest.late.after)
    writer.endObject()
    writer.key("load")
    writer.beginArray()
    for row in rows {
      writer.beginObject()
      writer.field("post", row.post)
      writer.field("community", row.community)
      writer.field("before", row.before)
      writer.field("after", row.after)
      writer.endObject()
    }
    writer.endArray()
    writer.key("moves")
    writer.beginArray()
    for move in backtest.movesInOrder {
      writer.beginObject()
      writer.field("matter", move.matter)
      writer.field("from", move.from)
      writer.field("to", move.to)
      writer.field("events", move.events)
      writer.endObject()
    }
    writer.endArray()
    writer.key("seconds")
    writer.raw(Array(decimal(seconds, places: 3).utf8))
    writer.endObject()
  }
}

/// A number that is not negative, with so many decimals.
func decimal(_ number: Double, places: Int) -> String {
  var scale = 1
  for _ in 0..<places { scale *= 10 }
  let whole = Int((min(number, 1e9) * Double(scale)).rounded())
  let rest = String(whole % scale)
  return "\(whole / scale)." + String(repeating: "0", count: places - rest.utf8.count) + rest
}
