package import GridCore

/// A round that was not raised somewhere: a line of the ledger's entries.
package struct RoundLine: Hashable, Sendable {
  /// Why it was not.
  package enum Word: String, CaseIterable, Sendable {
    /// Its period was over, or its matter or office gone; told once, with the number of places.
    case missed
    /// The subject has had its visits of the year.
    case spared
    /// The one before is not ended.
    case skipped
  }

  /// Where it was not raised.
  package enum Extent: Hashable, Sendable {
    case place(String)
    case places(Int)
  }

  package let word: Word
  package let name: String
  package let period: String
  package let due: Timestamp
  package let extent: Extent

  package init(_ word: Word, name: String, period: String, due: Timestamp, extent: Extent) {
    self.word = word
    self.name = name
    self.period = period
    self.due = due
    self.extent = extent
  }

  /// At how many places.
  package var places: Int { if case .places(let count) = extent { count } else { 1 } }

  /// As an entry keeps it: no part holds the end of a line.
  package var note: String {
    switch extent {
    case .place(let place): "\(name)\n\(period)\n\(due.seconds)\n\(place)"
    case .places(let count): "\(name)\n\(period)\n\(due.seconds)\n\(count)"
    }
  }

  /// Reads what an entry keeps; nil for what is none.
  package init?(what: String, note: String) {
    guard let word = Word(rawValue: what) else { return nil }
    let parts = note.split(separator: "\n", maxSplits: 3, omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 4, let due = Int64(parts[2]) else { return nil }
    let extent: Extent
    if word == .missed {
      guard let count = Int(parts[3]) else { return nil }
      extent = .places(count)
    } else {
      extent = .place(parts[3])
    }
    self.init(word, name: parts[0], period: parts[1], due: Timestamp(seconds: due), extent: extent)
  }
}

/// A line with its number and when it was written.
package struct NumberedRoundLine: Hashable, Sendable {
  package let seq: Int64
  package let at: Timestamp
  package let line: RoundLine

  package init(seq: Int64, at: Timestamp, line: RoundLine) {
    self.seq = seq
    self.at = at
    self.line = line
  }
}

/// A row of the table `round`, or what is added to one: how many reports a period of a round brought, and how many not.
package struct RoundFigures: Hashable, Sendable {
  /// Which round, and which of its periods.
  package struct Key: Hashable, Sendable {
    package let name: String
    package let period: String

    package init(name: String, period: String) {
      self.name = name
      self.period = period
    }

    package static func == (left: Key, right: Key) -> Bool {
      ByteText(left.name) == ByteText(right.name) && left.period == right.period
    }

    package func hash(into hasher: inout Hasher) {
      ByteText(name).hash(into: &hasher)
      hasher.combine(period)
    }
  }

  package var due: Timestamp
  package var raised = 0
  package var missed = 0
  package var spared = 0
  package var skipped = 0

  package init(due: Timestamp) { self.due = due }

  /// Counts the places of a line.
  package mutating func add(_ line: RoundLine) {
    switch line.word {
    case .missed: missed += line.places
    case .spared: spared += line.places
    case .skipped: skipped += line.places
    }
  }
}
