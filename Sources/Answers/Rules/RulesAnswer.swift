package import Custody
package import GridCore
package import JSON
package import Ledger
package import Words

/// The rules in force as a list to read: what `gridpost rules` prints, and `GET rules` answers.
package struct RulesAnswer: Sendable {
  private let record: RulesRecord?
  private let book: RuleBook?
  private let held: RuleHold?

  /// - Parameters:
  ///   - record: what is in force; nil where nothing ever was.
  ///   - book: the book of its text.
  ///   - held: what the guard holds back.
  package init(_ record: RulesRecord?, _ book: RuleBook?, held: RuleHold?) {
    self.record = record
    self.book = book
    self.held = held
  }

  /// The answer in JSON.
  package func write(to writer: inout JSONWriter, language: Language) {
    writer.beginObject()
    writer.field("digest", record?.digest.hex)
    writer.field("loaded_at", record?.loadedAt)
    writer.key("duties")
    writer.beginArray()
    if let book {
      for index in book.duties.indices { write(index, of: book, to: &writer) }
    }
    writer.endArray()
    writer.key("held")
    if let held { held.write(to: &writer, language: language) } else { writer.null() }
    writer.endObject()
  }

  private func write(_ duty: Int, of book: RuleBook, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("duty", book.duties[duty].id)
    writer.field("name", book.duties[duty].name)
    writer.key("matters")
    writer.beginArray()
    for matter in book.matters where matter.duty == duty {
      writer.beginObject()
      writer.field("matter", matter.code)
      writer.field("name", matter.name)
      writer.field("post", matter.post)
      writer.field("group", matter.group)
      writer.field("deadline", matter.limit.text)
      writer.field("urgency", matter.urgency.rawValue)
      writer.field("line", matter.line)
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
  }
}
