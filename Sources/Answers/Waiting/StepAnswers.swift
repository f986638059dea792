internal import Formats
package import GridCore
package import Ledger

/// The answers to steps that were dropped into the inbox, waited for until each has one.
package struct StepAnswers {
  /// A step with the identity of the event that asks for it.
  package struct Question: Hashable, Sendable {
    /// The id of the item concerned.
    package let item: String
    package let identity: EventIdentity

    /// A question about this item, under this identity.
    package init(item: String, identity: EventIdentity) {
      self.item = item
      self.identity = identity
    }
  }

  /// Those that have no answer yet, in the order they were asked.
  package private(set) var waiting: [Question]

  /// Begins to wait for all of them.
  package init(_ questions: [Question]) {
    waiting = questions
  }

  /// Looks once; tells each answer that has come since the last look.
  ///
  /// A held step has no answer yet: its item may still come.
  package mutating func look(
    _ ledger: any LedgerReading, _ tell: (Question, RecordOutcome, any LedgerReading) throws -> Void
  ) throws {
    var silent: [Question] = []
    for question in waiting {
      switch try ledger.record(of: question.identity, key: question.identity.key)?.outcome {
      case nil, .held: silent.append(question)
      case .some(let outcome): try tell(question, outcome, ledger)
      }
    }
    waiting = silent
  }

  /// Looks until all are answered or the time is over; answers whether all are.
  ///
  /// - Parameters:
  ///   - ledger: opens the ledger for a look; it may have been put in another's place since the last one.
  ///   - isOver: asked after each look that leaves somebody waiting.
  ///   - pause: called between two looks.
  package mutating func wait(
    opening ledger: () throws -> any LedgerReading, until isOver: () -> Bool, pause: () -> Void,
    tell: (Question, RecordOutcome, any LedgerReading) throws -> Void
  ) throws -> Bool {
    while true {
      try look(try ledger(), tell)
      if waiting.isEmpty { return true }
      if isOver() { return false }
      pause()
    }
  }
}
