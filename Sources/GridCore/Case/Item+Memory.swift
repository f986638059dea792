extension Item {
  /// Who took it in hand, and when.
  package struct Acceptance: Hashable, Sendable {
    package let at: Timestamp
    package let by: String?

    package init(at moment: Timestamp, by: String?) {
      at = moment
      self.by = by
    }
  }

  /// What waits for somebody's word.
  package struct Request: Hashable, Sendable {
    /// `extend`, `suspend` or `appeal`.
    package let step: StepKind
    package let by: String?
    package let at: Timestamp
    package let note: String?
    package let byLimit: TimeLimit?
    package let until: Timestamp?
    /// Before whom it was laid; nil where an earlier release asked.
    package var asked: Addressee?

    package init(
      step: StepKind, by: String?, at moment: Timestamp, note: String?, byLimit: TimeLimit? = nil,
      until: Timestamp? = nil
    ) {
      self.step = step
      self.by = by
      at = moment
      self.note = note
      self.byLimit = byLimit
      self.until = until
    }
  }

  /// A follow-up call that is owed.
  package struct VisitDebt: Hashable, Sendable {
    package var due: Timestamp
    /// Whether the group was told that it is not made.
    package var told: Bool

    package init(due: Timestamp, told: Bool = false) {
      self.due = due
      self.told = told
    }
  }

  /// How often things happened to it; each is also told by its history.
  package struct Counts: Hashable, Sendable {
    package var returns = 0
    package var bounces = 0
    package var transfers = 0
    package var extensions = 0
    package var suspensions = 0
    package var checksFailed = 0
    package var reopenings = 0
    package var reminders = 0
    /// Rungs raised, early ones too, not those passed over.
    package var escalations = 0

    package init() {}
  }

  /// What an item remembers whatever its state.
  package struct Memory: Hashable, Sendable {
    /// Receipt of its report or, if it was in triage, of the `assign`: the time of day its rules are asked for.
    package var moment: Timestamp
    /// When the latest line of its history was recorded; no later one is recorded before it.
    package var last: Timestamp
    /// Since when it stands as it does: the start of its present spell. No clock takes effect before it.
    package var since: Timestamp
    package var accepted: Acceptance?
    /// Whether somebody transferred it away from its own post.
    package var transferred = false
    /// Whether it has climbed for not being accepted since its receipt or last reopening.
    package var climbedUnaccepted = false
    package var counts = Counts()
    package var request: Request?
    /// The first deadline that passed while its clock ran, once something happened after it.
    package var breach: Timestamp?
    /// In which time that was counted, where it is counted otherwise since.
    package var breachMeasure: Measure?
    /// Those that passed after it and were noted; only where a signal counts them.
    package var passed: [Timestamp] = []
    /// Who resolved it last, where that was said.
    package var resolvedBy: String?
    /// Exempt in figures, for good.
    package var exempt = false
    /// Whether its appeal was answered.
    package var appealed = false
    /// What the last visit that reached somebody said.
    package var satisfied: Bool?
    package var visit: VisitDebt?
    /// Seconds it was suspended or ended, up to now.
    package var idle: Int64 = 0
    package var links: [Link] = []
    /// The id of the visit sheet it is on: never once it has ended.
    package var sheet: String?
    /// How many notices it has had: the next one's ordinal less one.
    package var notices = 0
    /// 1 when new, one more with every change.
    package var revision = 1

    package init(moment: Timestamp) {
      self.moment = moment
      last = moment
      since = moment
    }
  }
}
