package import GridCore

/// Reports as they came, with whom they were given to first and what has become of them: a page of them.
///
/// The bytes of all lie in one piece, so that a million reports are read without a piece of memory for each.
package struct PastReports: Sendable {
  /// What has become of the item.
  package enum End: Hashable, Sendable {
    /// Open or suspended.
    case none
    /// Closed or resolved: when its clock was stopped for good.
    case stopped(Timestamp)
    case void
  }

  /// A report by the places of its texts in `bytes`.
  package struct Row: Sendable {
    /// Where it stands in the order of coming; what the next page starts after.
    package var position: Int64
    package var key: EventKey
    package var receivedAt: Timestamp
    /// The rules that it was decided under, by their place in `rules`.
    package var rules: Int
    package var source: Range<Int>
    /// What was received.
    package var report: Range<Int>
    /// The address it was first given to.
    package var first: Range<Int>
    /// The deadline it was given first; nil in triage, of what was put right on the spot, and where an earlier release decided.
    package var deadline: Timestamp?
    package var end: End
    /// Whether anybody returned or transferred it.
    package var wasMoved: Bool

    package init(
      position: Int64, key: EventKey, receivedAt: Timestamp, rules: Int, source: Range<Int>, report: Range<Int>,
      first: Range<Int>, deadline: Timestamp?, end: End, wasMoved: Bool
    ) {
      self.position = position
      self.key = key
      self.receivedAt = receivedAt
      self.rules = rules
      self.source = source
      self.report = report
      self.first = first
      self.deadline = deadline
      self.end = end
      self.wasMoved = wasMoved
    }
  }

  package internal(set) var rows: [Row] = []
  package private(set) var bytes: [UInt8] = []
  package private(set) var rules: [Digest] = []

  /// An empty page.
  package init() {}

  /// Adds bytes of a row to come, and answers where they lie.
  package mutating func keep(_ text: UnsafeRawBufferPointer) -> Range<Int> {
    let start = bytes.count
    bytes.append(contentsOf: text)
    return start..<bytes.count
  }

  /// Adds rules that rows to come were decided under, and answers their place.
  package mutating func keep(_ digest: Digest) -> Int {
    rules.append(digest)
    return rules.count - 1
  }

  /// Adds a row.
  package mutating func append(_ row: Row) { rows.append(row) }

  /// Sets what became of a report that its row does not tell.
  package mutating func amend(_ place: Int, by item: Item) {
    rows[place].end =
      switch item.state {
      case .open, .suspended: .none
      case .resolved(let checking): .stopped(checking.since)
      case .closed(let ending): .stopped(ending.stopped)
      case .void: .void
      }
    rows[place].wasMoved = item.memory.counts.returns + item.memory.counts.transfers > 0
  }
}
