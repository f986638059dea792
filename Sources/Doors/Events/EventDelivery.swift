package import JSON
package import Web
package import Words

/// Events that came in over HTTP and may be laid into the inbox, with what is told of them.
package struct EventDelivery: Sendable {
  /// What lies in the file.
  package enum Content: Sendable {
    /// The body, byte for byte.
    case body
    /// What the body says, in a form that the daemon reads.
    case made([UInt8])
  }

  /// A record of the body.
  package struct Record: Hashable, Sendable {
    /// Whose it is and what he calls it, as far as that could be read.
    package let source: String?
    package let id: String?
    /// Where it stands in the file, or, where it is refused, what is wrong with it.
    package let line: Int
    package let column: Int
    /// Why it cannot be accepted; nil where it can, as far as its text tells.
    package let code: String?
    package let words: Bilingual?
  }

  /// More than these are counted and not told.
  static let mostFaults = 10_000

  package var content: Content
  /// The end of the file's name, from which the daemon knows how to read it: `.json`, `.ndjson`, `.csv`.
  package let ending: String
  /// The producer's folder of the inbox where it belongs; nil: the inbox itself.
  package let folder: String?
  /// Records that can be accepted, as far as their text tells.
  package internal(set) var events = 0
  /// What is wrong with the others, in their order.
  package internal(set) var faults: [Problem.Fault] = []
  /// Every record in its order; none where nobody asked for them.
  package internal(set) var records: [Record] = []
  /// Lines of the file that stand before those of the body: a place that the ledger tells is so much further down.
  package let linesBefore: Int

  /// Whether there is nothing to lay down: a batch of none.
  package var isEmpty: Bool { events == 0 && faults.isEmpty }

  /// The answer: which file it became, and, where somebody waited, what became of each record.
  ///
  /// - Parameter file: its name below the inbox; nil where there was nothing to lay down.
  package func answer(
    status: Int = 202, file: String?, outcomes: [EventOutcome]? = nil, _ language: Language
  ) -> WebAnswer {
    .json(status: status) { writer in
      writer.beginObject()
      writer.field("file", file)
      writer.field("events", events)
      writer.key("faults")
      writer.beginArray()
      for fault in faults { fault.write(to: &writer, language) }
      writer.endArray()
      if let outcomes {
        writer.key("outcomes")
        writer.beginArray()
        for outcome in outcomes { outcome.write(to: &writer) }
        writer.endArray()
      }
      writer.endObject()
    }
  }
}

/// What became of a record, as the ledger tells.
package struct EventOutcome: Hashable, Sendable {
  package let source: String?
  package let id: String?
  /// `accepted rejected duplicate held`; nil: not known yet.
  package let state: String?
  package let item: String?
  package let reason: String?
  package let line: Int?
  package let column: Int?

  /// What became of a record.
  package init(
    source: String?, id: String?, state: String?, item: String?, reason: String?, line: Int?, column: Int?
  ) {
    self.source = source
    self.id = id
    self.state = state
    self.item = item
    self.reason = reason
    self.line = line
    self.column = column
  }

  /// The object that `outcomes` holds.
  package func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writeMembers(to: &writer)
    writer.endObject()
  }

  /// The same without the braces, for who has more to tell of it.
  package func writeMembers(to writer: inout JSONWriter) {
    writer.field("source", source)
    writer.field("id", id)
    writer.field("state", state)
    writer.field("item", item)
    writer.field("reason", reason)
    writer.field("line", line)
    writer.field("column", column)
  }
}
