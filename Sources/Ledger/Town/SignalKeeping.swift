package import GridCore

/// What one signal of one post is counted under.
package struct SignalKey: Hashable, Sendable {
  package let name: ByteText
  package let period: String
  package let post: GridPost

  package init(name: String, period: String, post: GridPost) {
    (self.name, self.period, self.post) = (ByteText(name), period, post)
  }
}

/// How often it has happened: a row of the table `signal`.
package struct SignalCount: Hashable, Sendable {
  /// The most items that are kept in mind.
  package static let mostItems = 200

  package var kind: String
  package var count = 0
  /// Of how many; 0 where it is counted among nothing.
  package var base = 0
  /// The ids of the items at which it happened last, the latest last.
  package var items: [String] = []
  /// The number of the record of the report that was raised; nil: none was.
  package var raised: Int64?

  package init(kind: String) { self.kind = kind }

  /// Counts once more, or only one of those that it is counted among.
  package mutating func add(_ item: String, isCounted: Bool, isShare: Bool) {
    if isShare { base += 1 }
    guard isCounted else { return }
    count += 1
    items.removeAll { $0 == item }
    items.append(item)
    if items.count > Self.mostItems { items.removeFirst() }
  }
}

/// What a fact is counted under, by the rules.
package struct SignalMark: Sendable {
  package let name: String
  package let kind: String
  /// Of its definition in the rules.
  package let text: String
  package let period: String
  /// Whether the fact counts, or is only one of those it is counted among.
  package let isCounted: Bool
  package let isShare: Bool

  package init(name: String, kind: String, text: String, period: String, isCounted: Bool, isShare: Bool) {
    (self.name, self.kind, self.text, self.period) = (name, kind, text, period)
    (self.isCounted, self.isShare) = (isCounted, isShare)
  }
}

/// Decides what signals a ledger counts and raises, while it stores what they come of: it is handed in with the changes, for the ledger
/// itself knows no rule.
package protocol SignalKeeping: Sendable {
  /// Under what a fact is counted.
  func marks(of fact: WorkFact) -> [SignalMark]
  /// Whether a count is a sign.
  func isReached(_ mark: SignalMark, _ count: SignalCount) -> Bool
  /// The key of the report that a signal raises.
  func reportKey(of signal: SignalKey) -> EventKey
  /// The report with the item it brings, as one batch; nil where nobody could have it.
  ///
  /// - Parameter held: steps that wait for its item.
  func report(of signal: SignalKey, _ count: SignalCount, held: [HeldRecord]) -> ReceivedBatch?
}

/// A row of the table `signal`.
package struct SignalRow: Hashable, Sendable {
  package let key: SignalKey
  package let count: SignalCount

  package init(key: SignalKey, count: SignalCount) { (self.key, self.count) = (key, count) }
}
