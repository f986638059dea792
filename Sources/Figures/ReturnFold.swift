package import GridCore

/// What returns led to: from whom, to whom, of which matter.
package struct ReturnFigures: Hashable, Sendable {
  /// What returns are counted by.
  package struct Key: Hashable, Sendable {
    /// Who gave it back.
    package let from: Addressee
    /// Whose it was found to be: the same, where it bounced or was only amended.
    package let to: Addressee
    package let matter: String?
  }

  package var returns = 0
  package var moved = 0
  package var amended = 0
  package var bounced = 0
  /// Seconds by which moves lengthened deadlines; fewer than none where they shortened them.
  package var limitGained: Int64 = 0

  package init() {}
}

/// Tells the returns of an item from its history.
package struct ReturnFold: Sendable {
  package private(set) var figures: [ReturnFigures.Key: ReturnFigures] = [:]
  private var holder = Addressee.triage
  private var deadline: Timestamp?
  private var last: ReturnFigures.Key?

  package init() {}

  /// Adds an item's history; `matter` is what the item is about now.
  package mutating func add(_ history: some Sequence<HistoryEntry>, matter: String?) {
    (holder, deadline, last) = (.triage, nil, nil)
    for entry in history { take(entry, matter: matter) }
  }

  private mutating func take(_ entry: HistoryEntry, matter: String?) {
    if entry.what == .bounce, let last {
      figures[last]?.bounced += 1
      figures[last]?.amended -= 1
    } else if entry.what == .step(.return) {
      let key = ReturnFigures.Key(from: holder, to: entry.to ?? holder, matter: matter)
      var sum = figures[key] ?? ReturnFigures()
      sum.returns += 1
      if entry.to != nil {
        sum.moved += 1
        if let old = deadline, let new = entry.deadline { sum.limitGained += new.seconds - old.seconds }
      } else {
        // Until the rules' answer follows it.
        sum.amended += 1
      }
      figures[key] = sum
      last = key
    }
    if let to = entry.to { holder = to }
    if let set = entry.deadline { deadline = set }
  }
}
