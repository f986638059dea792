/// Where an item stands, in one word; triage and acceptance are told by its holder and its memory.
package enum ItemState: String, Sendable, CaseIterable {
  case open, suspended, resolved, closed, void
}

extension Item {
  /// Where an item stands, with all that only this state needs.
  package enum State: Hashable, Sendable {
    case open
    case suspended(Suspension)
    case resolved(Checking)
    case closed(Ending)
    case void(at: Timestamp)

    package var kind: ItemState {
      switch self {
      case .open: .open
      case .suspended: .suspended
      case .resolved: .resolved
      case .closed: .closed
      case .void: .void
      }
    }

    /// When it ended; nil where it has not.
    package var end: Timestamp? {
      switch self {
      case .open, .suspended, .resolved: nil
      case .closed(let ending): ending.at
      case .void(let moment): moment
      }
    }
  }

  /// A clock that stands still until a moment.
  package struct Suspension: Hashable, Sendable {
    package var since: Timestamp
    package var until: Timestamp
    /// What was left of the limit, in its kind of time.
    package var left: Int64

    package init(since: Timestamp, until: Timestamp, left: Int64) {
      self.since = since
      self.until = until
      self.left = left
    }
  }

  /// A check that is to be made; the checker is the holder.
  package struct Checking: Hashable, Sendable {
    package var since: Timestamp
    /// Who had it when it was resolved.
    package var resolver: Addressee
    /// What was left of the limit, in its kind of time; nil where no clock ran.
    package var left: Int64?
    /// When somebody above is told that the check is not made; nil: never, or told.
    package var due: Timestamp?

    package init(since: Timestamp, resolver: Addressee, left: Int64?, due: Timestamp?) {
      self.since = since
      self.resolver = resolver
      self.left = left
      self.due = due
    }
  }

  /// How it was closed.
  package struct Ending: Hashable, Sendable {
    package var at: Timestamp
    /// When its clock was stopped: before `at`, where it was checked.
    package var stopped: Timestamp
    /// What was left of the limit, in its kind of time; nil where no clock ever ran.
    package var left: Int64?
    package var onSite: Bool

    package init(at moment: Timestamp, stopped: Timestamp, left: Int64?, onSite: Bool = false) {
      at = moment
      self.stopped = stopped
      self.left = left
      self.onSite = onSite
    }
  }
}
