internal import GridCore
internal import Ledger
internal import Proof

/// What an item's history tells of the work of its posts: each thing that a signal may count, with the change that recorded it.
///
/// Told from the lines alone, apart from the code that notes such things while it decides.
struct WorkFold {
  private let received: Timestamp
  /// Whether the daemon itself reported it: of a round nothing is received.
  private let isOwn: Bool
  private var own: GridPost?
  private var deadline: Timestamp?
  private var isRunning = false
  private var passed: Set<Timestamp> = []
  /// Who resolved it last.
  private var hand: ByteText?
  /// What its report was decided by: of a signal nothing counts.
  private var origin: AssignmentReason.Kind?
  private var facts: [WorkFact] = []

  init(received: Timestamp, isOwn: Bool = false) {
    self.received = received
    self.isOwn = isOwn
  }

  /// Takes the next change; answers what it tells, each with the rules it was recorded under.
  mutating func take(_ change: StoredChange) -> [(fact: WorkFact, rules: Digest)] {
    var told: [(fact: WorkFact, rules: Digest)] = []
    for entry in change.entries {
      facts = []
      let before = own
      note(passedBy: entry.at, of: before)
      take(entry, of: before, isKept: change.decidedBy >= .seventh)
      note(passedBy: entry.at, of: before)
      told += facts.map { ($0, entry.rules) }
    }
    if let silence = change.silence, let due = silence.due, change.entries.isEmpty {
      facts = []
      note(passedBy: due.adding(1), of: own)
      told += facts.map { ($0, silence.rules) }
    }
    return origin == .signal ? [] : told
  }

  private mutating func take(_ entry: HistoryEntry, of post: GridPost?, isKept: Bool) {
    if let set = entry.deadline { deadline = set }
    switch entry.what {
    case .report:
      own = Self.post(entry.to)
      isRunning = entry.deadline != nil
      origin = entry.decision?.why.kind
      if !isOwn { add(.onSite, of: own, entry, onSite: !isRunning) }
    case .bounce: add(.bounced, of: post, entry)
    case .redispatch: own = Self.post(entry.to)
    case .remind: if entry.clock == .accept { add(.silent, of: post, entry) }
    case .step(let step): take(step, entry, of: post, isKept: isKept)
    case .escalate, .lapse, .recount: break
    }
  }

  private mutating func take(_ step: StepKind, _ entry: HistoryEntry, of post: GridPost?, isKept: Bool) {
    switch step {
    case .assign:
      own = Self.post(entry.to)
      isRunning = true
    case .return: if let to = entry.to { own = Self.post(to) }
    case .resolve:
      hand = isKept ? entry.by.map { ByteText($0) } : nil
      isRunning = false
      add(.quick, of: post, entry)
    case .check:
      if let by = entry.by, ByteText(by) == hand { add(.sameHand, of: post, entry) }
      if entry.outcome == .fail { beginAgain(entry, of: post) }
    case .visit: if entry.outcome == .fail { beginAgain(entry, of: post) }
    case .reopen: beginAgain(entry, of: post)
    case .suspend: if !entry.asked { isRunning = false }
    case .approve: if entry.until != nil { isRunning = false }
    case .resume: isRunning = true
    case .void: isRunning = false
    case .accept, .transfer, .extend, .refuse, .appeal, .note: break
    }
  }

  private mutating func beginAgain(_ entry: HistoryEntry, of post: GridPost?) {
    add(.reopened, of: post, entry)
    isRunning = entry.deadline != nil
    deadline = entry.deadline
  }

  private mutating func note(passedBy moment: Timestamp, of post: GridPost?) {
    guard isRunning, let deadline, deadline < moment, passed.insert(deadline).inserted, let post else { return }
    facts.append(WorkFact(.late, of: post, at: deadline, received: received))
  }

  private mutating func add(
    _ kind: SignalRule.Kind, of post: GridPost?, _ entry: HistoryEntry, onSite: Bool = false
  ) {
    if let post { facts.append(WorkFact(kind, of: post, at: entry.at, received: received, onSite: onSite)) }
  }

  private static func post(_ addressee: Addressee?) -> GridPost? {
    if case .post(let post)? = addressee { post } else { nil }
  }
}
