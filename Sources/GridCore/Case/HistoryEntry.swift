/// What happened to an item: a line of its history.
///
/// It says from whom to whom, why and when, so that spells, counts and figures can be told from the entries alone.
package struct HistoryEntry: Hashable, Sendable {
  /// Which kind of line it is.
  package enum What: Hashable, Sendable {
    /// The report came in.
    case report
    /// A rung fired.
    case escalate
    /// Somebody was told again, or told what was not done in time.
    case remind
    /// The rules answered a return: it is theirs.
    case bounce
    /// A request waited too long, or for nothing.
    case lapse
    /// An order moved it to the post that the rules in force decide.
    case redispatch
    /// Its deadline was counted anew, for the calendar is known further.
    case recount
    case step(StepKind)

    package var word: String {
      switch self {
      case .report: "report"
      case .escalate: "escalate"
      case .remind: "remind"
      case .bounce: "bounce"
      case .lapse: "lapse"
      case .redispatch: "redispatch"
      case .recount: "recount"
      case .step(let kind): kind.rawValue
      }
    }

    /// Reads what `word` writes; nil for anything else.
    package init?(word: String) {
      switch word {
      case "report": self = .report
      case "escalate": self = .escalate
      case "remind": self = .remind
      case "bounce": self = .bounce
      case "lapse": self = .lapse
      case "redispatch": self = .redispatch
      case "recount": self = .recount
      default:
        guard let kind = StepKind(rawValue: word) else { return nil }
        self = .step(kind)
      }
    }
  }

  /// The receipt of the record that caused it, or the pass that pressed a clock.
  package var at: Timestamp
  /// The moment a clock was due; nil for what people did.
  package var due: Timestamp?
  package var what: What
  package var by: String?
  package var note: String?
  /// The rung the item stood on afterwards.
  package var rung: Int
  /// Who had it before; nil where `to` is.
  package var from: Addressee?
  /// Who has it afterwards; nil where that did not change, or it only ended.
  package var to: Addressee?
  package var rules: Digest
  /// The deadline that runs from here on; nil where none was set.
  package var deadline: Timestamp?
  /// The time asked for or added.
  package var byLimit: TimeLimit?
  /// The end of a suspension, asked for or begun.
  package var until: Timestamp?
  package var outcome: Outcome?
  package var satisfaction: Int?
  package var ground: ReturnGround?
  /// Whether `extend` or `suspend` only asked for it.
  package var asked = false
  /// Which clock a reminder or an early climb comes of.
  package var clock: Item.Ripe?
  /// What the rules decided: of a report, an `assign`, a return, a bounce and a redispatch.
  package var decision: AssignedBy?
  /// The matter and grid it has from here on, where they were corrected.
  package var matter: String?
  package var grid: String?
  /// The number of the record that ordered it; nil for what is no order's doing.
  package var order: Int64?
  /// What it was found to have to do with earlier ones.
  package var links: [Link] = []
  /// The visit sheet its item was on then; only where a notice tells of the line.
  package var sheet: SheetNote?
  /// The local day (since 1970-01-01) on which an inspection was put right by it.
  package var visited: Int?

  package init(
    at moment: Timestamp, what: What, by: String?, note: String?, rung: Int, to: Addressee?, rules: Digest,
    from: Addressee? = nil, due: Timestamp? = nil
  ) {
    at = moment
    self.due = due
    self.what = what
    self.by = by
    self.note = note
    self.rung = rung
    self.from = from
    self.to = to
    self.rules = rules
  }

  /// When it takes effect: a clock's at its moment, however late it was pressed.
  package var moment: Timestamp { due ?? at }
}

/// What somebody found at a check or a visit.
package enum Outcome: String, Sendable, CaseIterable {
  case pass, fail, unreached
}

/// Why somebody returns an item.
package enum ReturnGround: String, Sendable, CaseIterable {
  case place, owner, duty
}
