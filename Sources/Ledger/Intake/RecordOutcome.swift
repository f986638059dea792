package import GridCore

/// What became of a record.
package enum RecordOutcome: Hashable, Sendable {
  /// Of a step for a list the first item that took it, and what became of it at each, as its words need it.
  case accepted(item: EventKey, list: String? = nil)
  /// An order or a rating, which concern no item.
  case ordered
  case duplicate
  case held(item: String)
  /// A code for machines, a sentence for people, and what it is about where that is kept beside the sentence.
  case rejected(code: String, text: String, parameters: String? = nil)
}
