package import GridCore

/// What the board's overviews need of a case that is not ended.
package struct OpenCase: Hashable, Sendable {
  /// Its place in the order of coming.
  package let position: Int64
  package let key: EventKey
  /// `open`, `suspended` or `resolved`.
  package let state: ItemState
  package let rung: Int
  package let holder: Addressee
  /// Who its facts lead to; nil in triage.
  package let own: Addressee?
  package let community: String?
  package let grid: String?
  let matter: String?
  package let receivedAt: Timestamp
  /// Of its clock, whether that runs or not.
  let clock: Timestamp?
  /// From when on less than a fifth is left.
  package let soon: Timestamp?
  /// A suspension's end.
  package let until: Timestamp?
  /// Until when a resolved one is to be checked, or since when it waits for that.
  let check: Timestamp?
  package let risk: Risk?
  /// An integrity station's lead, which lists do not show.
  package let isLead: Bool
  /// How many notices it has had.
  let notices: Int

  /// Nil of what is closed or void.
  package init?(_ item: Item, at position: Int64, under book: RuleBook?) {
    switch item.state {
    case .open: (until, check) = (nil, nil)
    case .resolved(let checking): (until, check) = (nil, checking.due ?? checking.since)
    case .suspended(let suspension): (until, check) = (suspension.until, nil)
    case .closed, .void: return nil
    }
    self.position = position
    key = item.key
    state = item.state.kind
    rung = item.rung
    holder = item.holder
    own = item.ownPost
    community = item.facts.community
    grid = item.facts.grid
    matter = item.facts.matter
    receivedAt = item.receivedAt
    clock = item.clock.deadline
    soon = item.soon(under: book)
    risk = item.facts.risk
    isLead = item.identity.source == EventIdentity.integrity
    notices = item.memory.notices
  }

  /// Of a clock that runs.
  package var deadline: Timestamp? { state == .open ? clock : nil }

  /// Whether nobody has it yet.
  package var isInTriage: Bool { state == .open && holder == .triage }

  /// Whether its deadline has passed, as `list --overdue` asks.
  package func isOverdue(at now: Timestamp) -> Bool { deadline.map { $0 < now } ?? false }

  /// How pressing it is.
  package func worst(at now: Timestamp) -> Worst {
    guard state == .open else { return .none }
    if rung >= 1 { return .climbed }
    if isOverdue(at: now) { return .overdue }
    return soon.map { $0 < now } == true ? .soon : .running
  }

  /// Whether it presses more than another: the earlier deadline first, then what has none, what waits for a check, what stands still.
  package func precedes(_ other: OpenCase) -> Bool {
    if group != other.group { return group < other.group }
    let (mine, others) = (deadline ?? until ?? receivedAt, other.deadline ?? other.until ?? other.receivedAt)
    return mine == others ? position < other.position : mine < others
  }

  private var group: Int {
    switch state {
    case .open: deadline == nil ? 1 : 0
    case .resolved: 2
    default: 3
    }
  }
}
