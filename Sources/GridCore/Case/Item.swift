/// Where an item stands; triage and acceptance are told by its holder and its history.
package enum ItemState: String, Sendable, CaseIterable {
  case open, suspended, resolved, closed, void
}

/// An event in somebody's hands (the trade's *case*).
///
/// A value: a step gives the next item or says why not, and `revision` counts them, so that a decision made on an older item is
/// seen and made again.
package struct Item: Hashable, Sendable {
  package var key: EventKey
  package var identity: EventIdentity
  package var state: ItemState
  /// Put right on the spot and still so.
  package var onSite: Bool
  package var risk: Risk?
  /// Code of the listed matter and id of its duty; nil where the report names none.
  package var matter: String?
  package var duty: String?
  package var community: String?
  package var grid: String?
  /// Nil in triage.
  package var post: String?
  package var group: String?
  package var limit: TimeLimit?
  /// Who has it now; who had it last, once it has ended.
  package var holder: Addressee
  /// 0 is the post.
  package var rung: Int
  package var receivedAt: Timestamp
  /// The item's own; nil in triage and for what was put right on the spot.
  package var deadline: Timestamp?
  /// Whether `deadline` or `nextDue` was counted over days without a published calendar.
  package var provisional: Bool
  /// When the next rung fires; nil at the top and wherever no clock runs.
  package var nextDue: Timestamp?
  package var assignedBy: AssignedBy
  /// How many notices it has had: the next one's ordinal less one.
  package var notices: Int
  /// 1 when new, one more with every change.
  package var revision: Int

  package init(
    key: EventKey, identity: EventIdentity, state: ItemState, onSite: Bool, risk: Risk?, matter: String?,
    duty: String?, community: String?, grid: String?, post: String?, group: String?, limit: TimeLimit?,
    holder: Addressee, rung: Int, receivedAt: Timestamp, deadline: Timestamp?, provisional: Bool,
    nextDue: Timestamp?, assignedBy: AssignedBy, notices: Int, revision: Int
  ) {
    self.key = key
    self.identity = identity
    self.state = state
    self.onSite = onSite
    self.risk = risk
    self.matter = matter
    self.duty = duty
    self.community = community
    self.grid = grid
    self.post = post
    self.group = group
    self.limit = limit
    self.holder = holder
    self.rung = rung
    self.receivedAt = receivedAt
    self.deadline = deadline
    self.provisional = provisional
    self.nextDue = nextDue
    self.assignedBy = assignedBy
    self.notices = notices
    self.revision = revision
  }

  package var id: String { key.itemID }

  package var isInTriage: Bool { state == .open && holder == .triage }

  /// Whether its deadline has passed while it is open.
  package func isOverdue(at now: Timestamp) -> Bool {
    state == .open && deadline.map { $0 < now } ?? false
  }
}

/// What happened to an item: a line of its history.
package struct HistoryEntry: Hashable, Sendable {
  /// Which kind of line it is.
  package enum What: Hashable, Sendable {
    /// The report came in.
    case report
    /// A rung fired.
    case escalate
    case step(StepKind)

    package var word: String {
      switch self {
      case .report: "report"
      case .escalate: "escalate"
      case .step(let kind): kind.rawValue
      }
    }

    package init?(word: String) {
      switch word {
      case "report": self = .report
      case "escalate": self = .escalate
      default:
        guard let kind = StepKind(rawValue: word) else { return nil }
        self = .step(kind)
      }
    }
  }

  package let at: Timestamp
  package let what: What
  package let by: String?
  package let note: String?
  /// The rung the item stood on afterwards.
  package let rung: Int
  /// Who has it afterwards; nil where the step did not concern that.
  package let to: Addressee?
  package let rules: Digest

  package init(
    at: Timestamp, what: What, by: String?, note: String?, rung: Int, to: Addressee?, rules: Digest
  ) {
    self.at = at
    self.what = what
    self.by = by
    self.note = note
    self.rung = rung
    self.to = to
    self.rules = rules
  }
}

/// A paper to be laid before an addressee, for one item at one rung.
package struct Notice: Hashable, Sendable {
  package let item: EventKey
  /// 1 for the item's first notice.
  package let ordinal: Int
  package let rung: Int
  package let to: Addressee
  /// The moment of the next rung, as it stood when the notice was raised; nil at the top and in triage.
  package let deadline: Timestamp?
  /// Whether that moment was counted over days without a published calendar.
  package let provisional: Bool

  package init(
    item: EventKey, ordinal: Int, rung: Int, to: Addressee, deadline: Timestamp? = nil, provisional: Bool = false
  ) {
    self.item = item
    self.ordinal = ordinal
    self.rung = rung
    self.to = to
    self.deadline = deadline
    self.provisional = provisional
  }

  /// Letters and digits, the same for ever.
  package var id: String { "\(item.itemID)n\(ordinal)" }
}

/// One change in an item's life: the item as it is afterwards, what its history gains, and the notices now owed.
///
/// `item.revision` is one more than the revision it was decided on.
package struct ItemChange: Hashable, Sendable {
  package var item: Item
  package var entries: [HistoryEntry]
  package var notices: [Notice]

  package init(item: Item, entries: [HistoryEntry], notices: [Notice]) {
    self.item = item
    self.entries = entries
    self.notices = notices
  }

  /// Whether the change brings the item into the world.
  package var isNew: Bool { item.revision == 1 }
}
