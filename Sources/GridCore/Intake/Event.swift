/// Who sent an event and what he calls it: together its identity, compared as bytes.
package struct EventIdentity: Hashable, Sendable {
  package let source: String
  package let id: String

  package init(source: String, id: String) {
    self.source = source
    self.id = id
  }

  /// The source of reports that a calendar brings forth, and of those that the work itself does: nobody else may use them.
  package static let rounds = "rounds"
  package static let integrity = "integrity"
  /// The source of what people do at the board; it is taken from a folder of its own only, which is called so.
  package static let board = "board"
  /// The source of what commands send.
  package static let act = "gridpost-act"

  package static func == (left: EventIdentity, right: EventIdentity) -> Bool {
    left.id.utf8.elementsEqual(right.id.utf8) && left.source.utf8.elementsEqual(right.source.utf8)
  }

  package func hash(into hasher: inout Hasher) {
    ByteText(source).hash(into: &hasher)
    ByteText(id).hash(into: &hasher)
  }
}

/// What was reported, or what somebody did about it; never changes after it is read.
package struct Event: Sendable {
  /// What kind of event it is, with what it says.
  package indirect enum Body: Sendable {
    case report(Report)
    case step(StepRequest)
    case order(Order)
    case rating(Rating)
  }

  package let identity: EventIdentity
  /// Derived from the identity.
  package let key: EventKey
  /// When it happened, by the sender's word; nil where he did not say. Clocks run from receipt.
  package let time: Timestamp?
  /// The digest of the content in canonical form: white space, key order and the envelope do not change it.
  package let content: Digest
  package let body: Body

  package init(identity: EventIdentity, key: EventKey, time: Timestamp?, content: Digest, body: Body) {
    self.identity = identity
    self.key = key
    self.time = time
    self.content = content
    self.body = body
  }

  /// The word for its kind: `report`, `rate`, or the step's or order's.
  package var type: String {
    switch body {
    case .report: "report"
    case .step(let step): step.kind.rawValue
    case .order(let order): order.kind.rawValue
    case .rating: Rating.type
    }
  }
}
