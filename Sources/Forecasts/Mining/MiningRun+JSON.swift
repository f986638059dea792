internal import Change
package import JSON

extension MiningRun {
  /// The answer as `mine` has it: what is proposed for `overrides:`, then for `keywords:`.
  package func write(to writer: inout JSONWriter) {
    writer.beginArray()
    for edit in edits {
      let proposal = edit.proposal
      writer.beginObject()
      writer.share(proposal.count, of: proposal.of)
      writer.field("from", proposal.from)
      writer.field("to", proposal.to)
      writer.key("when")
      writer.beginObject()
      for (key, value) in OverrideEntry.when(proposal.when, book) { writer.field(key, value) }
      writer.endObject()
      writer.field("yaml", edit.yaml)
      writer.key("replaces")
      writer.beginArray()
      for line in edit.replaces { writer.number(line) }
      writer.endArray()
      writer.key("plan")
      writer.beginObject()
      writer.field("moved", edit.moved)
      writer.endObject()
      writer.endObject()
    }
    for keyword in keywords {
      writer.beginObject()
      writer.share(keyword.count, of: keyword.of)
      writer.field("text", keyword.text)
      writer.field("matter", keyword.matter)
      writer.field("keyword", keyword.keyword)
      writer.endObject()
    }
    writer.endArray()
  }
}

extension JSONWriter {
  /// So many, and which share of all that is.
  fileprivate mutating func share(_ count: Int, of all: Int) {
    field("count", count)
    key("share")
    raw(Array(decimal(Double(count) / Double(max(1, all)), places: 4).utf8))
  }
}
