internal import Change
package import Custody
internal import GridCore
package import JSON
package import Words

extension RulePlan {
  /// The answer as `plan` has it.
  ///
  /// - Parameter full: told whenever much was written, to take it away.
  package func write(
    to writer: inout JSONWriter, language: Language, full: (inout JSONWriter) throws -> Void
  ) rethrows {
    writer.beginObject()
    writer.key("from")
    writer.hex(change.from)
    writer.key("to")
    writer.hex(change.to)
    writeCells(to: &writer)
    for (key, lines) in [("moves", change.moves), ("limits", change.limits), ("groups", change.groups)] {
      writer.key(key)
      writer.beginArray()
      for line in lines {
        writer.write(line)
        try full(&writer)
      }
      writer.endArray()
    }
    writeSettings(to: &writer)
    try writeItems(to: &writer, full)
    writeLoad(to: &writer)
    let verdict = verdict
    writer.key("guard")
    writer.beginObject()
    writer.field("held", verdict.held)
    writer.key("why")
    writer.strings(verdict.reasons.map { $0.words(old).text(language) })
    writer.endObject()
    writer.endObject()
  }

  private func writeCells(to writer: inout JSONWriter) {
    let cells = change.cells
    writer.key("cells")
    writer.beginObject()
    let counts = [
      ("total", cells.total), ("moved", cells.moved), ("changed", cells.changed), ("gone", cells.gone),
      ("new", cells.new),
    ]
    for (key, count) in counts { writer.field(key, count) }
    for (key, percent) in [("moved_percent", cells.movedPercent), ("changed_percent", cells.changedPercent)] {
      writer.key(key)
      // A number with two decimals, as it is rounded once.
      if let percent { writer.raw(Array(percent.text.utf8)) } else { writer.null() }
    }
    writer.endObject()
  }

  private func writeSettings(to writer: inout JSONWriter) {
    writer.key("ladder")
    writer.pair(change.ladder) { $0.write($1) }
    writer.key("calendar")
    writer.pair(change.calendar) { $0.write($1) }
    writer.key("matters")
    writer.beginObject()
    writer.gone(change.goneMatters, key: "code") { items.open(ofGoneMatter: $0) }
    writer.key("new")
    writer.strings(change.newMatters)
    writer.key("renamed")
    writer.beginArray()
    for renaming in change.renamed {
      writer.beginObject()
      writer.field("code", renaming.code)
      writer.field("from", renaming.from)
      writer.field("to", renaming.to)
      writer.field("reports", load.reports(namingOld: renaming.code))
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
    writer.key("grids")
    writer.beginObject()
    writer.gone(change.goneGrids, key: "id") { items.open(ofGoneGrid: $0) }
    writer.key("new")
    writer.strings(change.newGrids)
    writer.endObject()
    writer.key("posts")
    writer.beginObject()
    writer.key("emptied")
    writer.strings(change.emptied)
    writer.endObject()
    writer.key("other")
    writer.strings(change.other)
  }

  private func writeItems(to writer: inout JSONWriter, _ full: (inout JSONWriter) throws -> Void) rethrows {
    writer.key("items")
    writer.beginObject()
    writer.field("open", items.open)
    writer.key("moved")
    writer.beginArray()
    for moved in items.moved {
      writer.beginObject()
      writer.field("item", moved.item.itemID)
      writer.field("from", moved.from.text)
      writer.field("to", moved.to.text)
      writer.field("rung", moved.rung)
      writer.endObject()
      try full(&writer)
    }
    writer.endArray()
    let counts = [
      ("sooner", items.sooner), ("later", items.later), ("late_at_once", items.lateAtOnce),
      ("orphaned", items.orphaned), ("listed", items.listed),
    ]
    for (key, count) in counts { writer.field(key, count) }
    writer.endObject()
  }

  private func writeLoad(to writer: inout JSONWriter) {
    writer.key("load")
    writer.beginArray()
    for row in load.rows {
      writer.beginObject()
      writer.field("post", row.post)
      writer.field("before", row.before)
      writer.field("after", row.after)
      writer.endObject()
    }
    writer.endArray()
  }
}

extension JSONWriter {
  fileprivate mutating func strings(_ texts: [String]) {
    beginArray()
    for text in texts { string(text) }
    endArray()
  }

  fileprivate mutating func strings(orNull texts: [String]?) {
    if let texts { strings(texts) } else { null() }
  }

  fileprivate mutating func gone(_ names: [String], key name: String, open: (String) -> Int) {
    key("gone")
    beginArray()
    for gone in names {
      beginObject()
      field(name, gone)
      field("open", open(gone))
      endObject()
    }
    endArray()
  }

  fileprivate mutating func pair<Value>(
    _ pair: RuleChange.Pair<Value>?, _ write: (inout JSONWriter, Value) -> Void
  ) {
    guard let pair else { return null() }
    beginObject()
    key("from")
    write(&self, pair.from)
    key("to")
    write(&self, pair.to)
    endObject()
  }

  fileprivate mutating func write(_ line: RuleChange.Line) {
    beginObject()
    field("duty", line.duty)
    key("matters")
    strings(line.matters)
    key("communities")
    strings(orNull: line.communities)
    key("grids")
    strings(orNull: line.grids)
    key("when")
    if let when = line.when { write(when) } else { null() }
    field("from", line.from)
    field("to", line.to)
    field("cells", line.cells)
    endObject()
  }

  private mutating func write(_ when: KindProduct) {
    beginObject()
    let words = [("risk", when.risks?.map { $0?.rawValue }), ("source", when.sources?.map { $0?.text })]
    for (name, values) in words {
      guard let values else { continue }
      key(name)
      beginArray()
      for value in values {
        if let value { string(value) } else { null() }
      }
      endArray()
    }
    if let hours = when.hours {
      key("hours")
      strings(hours.map { clockSpan($0.start, $0.end) })
    }
    endObject()
  }

  /// The rungs as the rules write them, by urgency.
  fileprivate mutating func write(_ ladders: ByUrgency<[Rung]>) {
    beginObject()
    key("default")
    write(ladders.fallback)
    for urgency in Urgency.allCases {
      guard let own = ladders.values[urgency] else { continue }
      key(urgency.rawValue)
      write(own)
    }
    endObject()
  }

  private mutating func write(_ ladder: [Rung]) {
    beginArray()
    for rung in ladder {
      beginObject()
      field("to", rung.to.text)
      field("after", rung.after?.text)
      field("repeat", rung.repeat?.every.text)
      field("times", rung.repeat?.times)
      field("unless_accepted", rung.unlessAccepted)
      endObject()
    }
    endArray()
  }

  fileprivate mutating func write(_ calendar: DeclaredCalendar) {
    beginObject()
    key("hours")
    strings(calendar.hours.texts)
    key("holidays")
    strings(calendar.holidays.map(dayRange))
    key("make_up_days")
    strings(calendar.makeUpDays.map(dayRange))
    field("known_until", calendar.knownUntil.map(dayText))
    key("posts")
    beginObject()
    for post in calendar.posts {
      key(post.id)
      strings(post.hours.texts)
    }
    endObject()
    endObject()
  }
}
