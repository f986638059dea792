/// An event in somebody's hands (the trade's *case*).
///
/// A value: a step or a clock gives the next item or says why not, and `memory.revision` counts them, so that a decision made on an
/// older item is seen and made again. What only one state needs lies in that state; what the clock brings lies in `clock`; what must
/// be remembered whatever the state lies in `memory`.
package struct Item: Hashable, Sendable {
  /// What is known of it: where it belongs and how long it may take.
  package struct Facts: Hashable, Sendable {
    package var risk: Risk?
    /// Whether the report said no colour, and the register did.
    package var isRiskRegistered = false
    /// Code of the listed matter and id of its duty; nil where the report names none.
    package var matter: String?
    package var duty: String?
    package var community: String?
    package var grid: String?
    /// The post type the facts lead to; nil in triage, and where they lead to somebody else.
    package var post: String?
    /// Who they lead to, where that is a branch, a station, a group or an office.
    package var home: Addressee?
    /// Whether the daemon itself reported it.
    package var isOwn = false
    package var group: String?
    package var limit: TimeLimit?
    /// The enterprise or premises concerned, without blanks at its ends; nil where there is none.
    package var subject: String?
    /// Where, as it was told; kept where there is no subject.
    package var place: String?
    package var assignedBy: AssignedBy

    package init(
      risk: Risk?, matter: String?, duty: String?, community: String?, grid: String?, post: String?, group: String?,
      limit: TimeLimit?, subject: String? = nil, place: String? = nil, assignedBy: AssignedBy
    ) {
      self.risk = risk
      self.matter = matter
      self.duty = duty
      self.community = community
      self.grid = grid
      self.post = post
      self.group = group
      self.limit = limit
      self.subject = subject
      self.place = place
      self.assignedBy = assignedBy
    }

    package var measure: Measure { Measure(kind: limit?.kind ?? .continuous, post: post) }
  }

  /// In which time the item's limit is counted: the kind, and for working time the post whose hours it goes by.
  package struct Measure: Hashable, Sendable {
    package let kind: TimeKind
    package let post: String?

    package init(kind: TimeKind, post: String?) {
      (self.kind, self.post) = (kind, post)
    }
  }

  package var key: EventKey
  package var identity: EventIdentity
  package var receivedAt: Timestamp
  package var facts: Facts
  /// Who has it now; after its end whoever had it when it was resolved or voided.
  package var holder: Addressee
  /// 0 is the post.
  package var rung: Int
  package var clock: Clock
  package var memory: Memory
  package var state: State

  package init(
    key: EventKey, identity: EventIdentity, receivedAt: Timestamp, facts: Facts, holder: Addressee, rung: Int = 0,
    clock: Clock = Clock(), memory: Memory, state: State
  ) {
    self.key = key
    self.identity = identity
    self.receivedAt = receivedAt
    self.facts = facts
    self.holder = holder
    self.rung = rung
    self.clock = clock
    self.memory = memory
    self.state = state
  }

  package var id: String { key.itemID }

  package var isInTriage: Bool { state == .open && holder == .triage }

  /// Put right on the spot and never reopened.
  package var onSite: Bool {
    if case .closed(let ending) = state { ending.onSite } else { false }
  }

  /// Where the table of steps looks for it.
  package var place: Place {
    switch state {
    case .open: holder == .triage ? .triage : memory.accepted == nil ? .open : .accepted
    case .suspended: .suspended
    case .resolved: .resolved
    case .closed: .closed
    case .void: .void
    }
  }

  /// Who its facts lead to, a grid post nearly always; nil in triage.
  package var ownPost: Addressee? {
    if let home = facts.home { return home }
    guard let community = facts.community, let grid = facts.grid, let post = facts.post else { return nil }
    return .post(GridPost(community: community, grid: grid, post: post))
  }

  /// Whether it is an integrity station's case, which knows no check, no reminder and no early climb.
  package var isOfStation: Bool { if case .station? = facts.home { true } else { false } }

  /// Whether its clock runs.
  package var isRunning: Bool { state == .open && clock.deadline != nil }

  /// Whether its deadline has passed while its clock runs; a stopped clock is never later.
  package func isOverdue(at now: Timestamp) -> Bool {
    guard isRunning, let deadline = clock.deadline else { return false }
    return deadline < now
  }

  /// The first deadline that passed while its clock ran; nil where none had by then.
  package func breach(at now: Timestamp) -> Timestamp? {
    let first = memory.breach ?? (isRunning ? clock.deadline : nil)
    return first.flatMap { $0 < now ? $0 : nil }
  }

  /// Whether some deadline has passed while its clock ran: never unsaid.
  package func isLate(at now: Timestamp) -> Bool { breach(at: now) != nil }
}
