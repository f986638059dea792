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

/// The risk colour a report may carry.
package enum Risk: String, Sendable, CaseIterable {
  case red, orange, yellow, blue
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

/// The fields of a report that decide where it goes; everything else stays in the raw bytes.
package struct Report: Hashable, Sendable {
  /// A matter's code or exact name.
  package var matter: String?
  package var community: String?
  package var grid: String?
  package var risk: Risk?
  /// The enterprise or premises concerned, and where: by them the same trouble is known again.
  package var subject: String?
  package var place: String?
  /// Put right on the spot.
  package var resolved: OnSiteResolution?
  /// What brought it forth, where this binary itself did.
  package var own: OwnReport?

  /// The name by which the register may know its colour; nil where it says one itself, or is about nobody.
  package var rated: String? { risk == nil ? subject.flatMap(Link.trimmed) : nil }

  package init(
    matter: String? = nil, community: String? = nil, grid: String? = nil, risk: Risk? = nil, subject: String? = nil,
    place: String? = nil, resolved: OnSiteResolution? = nil
  ) {
    self.matter = matter
    self.community = community
    self.grid = grid
    self.risk = risk
    self.subject = subject
    self.place = place
    self.resolved = resolved
  }
}

/// Who put it right on the spot, when, and what he says about it.
package struct OnSiteResolution: Hashable, Sendable {
  package let by: String?
  package let at: Timestamp?
  package let note: String?

  package init(by: String?, at: Timestamp?, note: String?) {
    self.by = by
    self.at = at
    self.note = note
  }
}

/// The kinds of step an event may ask for.
package enum StepKind: String, Sendable, CaseIterable {
  case assign, accept, `return`, transfer, extend, suspend, resume, approve, refuse, resolve, check, visit, reopen,
    appeal
  case void, note
}

/// A step somebody asks for: which items, what, who and why.
package struct StepRequest: Sendable {
  /// The most items that one event may name.
  package static let mostItems = 200

  package var kind: StepKind
  /// The ids of the items concerned, given or derived from a report's identity; a name twice counts once.
  package var items: [String]
  /// Whether they were given as a list: none of a list is held.
  package var isList = false
  package var by: String?
  /// The address of who asks for it; nil where nobody says, as of most who send.
  package var asker: String?
  /// The number of the last line of history that he saw; nil where he says none, and nobody asks.
  package var seen: Int64?
  package var note: String?
  package var to: String?
  package var until: Timestamp?
  package var byLimit: TimeLimit?
  package var outcome: String?
  package var satisfaction: Int?
  package var ground: String?
  package var grid: String?
  package var matter: String?

  package init(kind: StepKind, item: String) {
    self.kind = kind
    items = [item]
  }

  /// A step for a list of items, in the order they were named first.
  package init(kind: StepKind, items: [String]) {
    self.kind = kind
    var seen: Set<ByteText> = []
    self.items = items.filter { seen.insert(ByteText($0)).inserted }
    isList = true
  }

  /// The first item it names: the only one, unless it names a list.
  package var item: String { items.first ?? "" }
}
