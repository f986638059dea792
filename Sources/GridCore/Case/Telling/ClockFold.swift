/// What a history tells of an item's clock that the item itself does not keep: what was added to it, and where it was set last.
///
/// A fold over the entries in their order; a clock that starts anew, or is counted anew for another matter, forgets what was before.
package struct ClockFold: Sendable {
  /// Time that somebody added to the deadline.
  struct Extension: Hashable, Sendable {
    let at: Timestamp
    let by: TimeLimit
  }

  /// The rules under which the deadline was counted last; nil where the entries do not say, in those of the first releases.
  package private(set) var rules: Digest?
  /// The post by whose hours it was counted: the one it was set for, whoever has the item since.
  private(set) var post: String?
  private(set) var extensions: [Extension] = []
  /// When it came back from a check: then a tenth of its limit was left at the least.
  private(set) var reworks: Set<Timestamp> = []

  package init() {}

  /// Takes a whole history.
  package init(_ history: some Sequence<HistoryEntry>) {
    for entry in history { take(entry) }
  }

  /// Takes the next entry.
  package mutating func take(_ entry: HistoryEntry) {
    if entry.deadline != nil {
      rules = entry.rules
      post = entry.to?.postType ?? post
    }
    switch entry.what {
    case .report, .step(.assign), .step(.reopen): startAnew()
    case .step(.visit), .step(.return): if entry.deadline != nil { startAnew() }
    case .step(.check) where entry.outcome == .fail: reworks.insert(entry.moment)
    case .step(.extend) where !entry.asked, .step(.approve):
      if let limit = entry.byLimit { extensions.append(Extension(at: entry.moment, by: limit)) }
    default: break
    }
  }

  private mutating func startAnew() { (extensions, reworks) = ([], []) }
}
