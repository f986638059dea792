internal import GridCore

/// In which order cases stand: `received` (the newest first), `urgency`, or by a column; a minus in front turns it round.
package struct CaseOrder: Hashable, Sendable {
  /// By what.
  package enum Column: String, CaseIterable, Sendable {
    case received, urgency, deadline, rung, state, matter, grid, holder
  }

  package let column: Column
  package let isTurned: Bool

  package static let received = CaseOrder(column: .received, isTurned: false)
  package static let urgency = CaseOrder(column: .urgency, isTurned: false)

  private init(column: Column, isTurned: Bool) {
    (self.column, self.isTurned) = (column, isTurned)
  }

  /// Nil where no column is called so.
  package init?(_ word: String) {
    let isTurned = word.hasPrefix("-")
    guard let column = Column(rawValue: String(isTurned ? word.dropFirst() : word[...])) else { return nil }
    self.init(column: column, isTurned: isTurned)
  }

  /// All that an order may be called.
  package static let words = Column.allCases.map(\.rawValue) + Column.allCases.map { "-" + $0.rawValue }

  /// Whether what is greatest stands first, as the newest does where nothing is turned round.
  package var isDescending: Bool { (column == .received) != isTurned }

  /// As it stands behind a question mark.
  package var text: String { (isTurned ? "-" : "") + column.rawValue }

  /// The same column the other way round.
  package var turned: CaseOrder { CaseOrder(column: column, isTurned: !isTurned) }

  /// A place in an order: the key of an item, and its place in the order of coming, which no two share.
  package struct Place: Hashable, Sendable {
    let key: Key
    let position: Int64

    /// A number, and words where numbers are the same.
    enum Key: Hashable, Comparable, Sendable {
      case number(Int64)
      case word(String)

      static func < (one: Key, other: Key) -> Bool {
        switch (one, other) {
        case (.number(let left), .number(let right)): left < right
        case (.word(let left), .word(let right)): left.utf8.lexicographicallyPrecedes(right.utf8)
        case (.number, .word): true
        case (.word, .number): false
        }
      }
    }

    init(key: Key, position: Int64) {
      (self.key, self.position) = (key, position)
    }

    /// Nil where the text is none that `text` has written of a place in this order. A word may be one of digits alone.
    package init?(_ text: String, in order: CaseOrder) {
      // By bytes: a mark that begins a word is one character with the point before it.
      let parts = text.utf8.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        .map { String(Substring($0)) }
      guard let position = Int64(parts[0]) else { return nil }
      self.position = position
      let rest = parts.count > 1 ? parts[1] : nil
      switch order.column {
      case .received:
        guard rest == nil else { return nil }
        key = .number(0)
      case .urgency, .deadline, .rung:
        guard let number = rest.map({ Int64($0) }) ?? 0 else { return nil }
        key = .number(number)
      case .state, .matter, .grid, .holder:
        guard let rest else { return nil }
        key = .word(rest)
      }
    }

    /// As the link to the next page has it.
    package var text: String {
      switch key {
      case .number(0): "\(position)"
      case .number(let number): "\(position).\(number)"
      case .word(let word): "\(position).\(word)"
      }
    }
  }

  /// Where an item stands.
  func place(of item: Item, at position: Int64) -> Place {
    let key: Place.Key =
      switch column {
      case .received: .number(0)
      case .urgency: .number(Self.urgency(of: item))
      case .deadline: .number(item.clock.deadline?.seconds ?? .max)
      case .rung: .number(-Int64(item.rung))
      case .state: .word(item.state.kind.rawValue)
      case .matter: .word(item.facts.matter ?? "~")
      case .grid: .word(item.facts.grid ?? "~")
      case .holder: .word(item.holder.text)
      }
    return Place(key: key, position: position)
  }

  /// The same of what is not ended, without reading it.
  func place(of one: OpenCase) -> Place {
    let key: Place.Key =
      switch column {
      case .received: .number(0)
      case .urgency: .number(Self.urgency(of: one))
      case .deadline: .number(one.clock?.seconds ?? .max)
      case .rung: .number(-Int64(one.rung))
      case .state: .word(one.state.rawValue)
      case .matter: .word(one.matter ?? "~")
      case .grid: .word(one.grid ?? "~")
      case .holder: .word(one.holder.text)
      }
    return Place(key: key, position: one.position)
  }

  /// Whether one place lies before another: of the same key the newer item first.
  func areInOrder(_ one: Place, _ other: Place) -> Bool {
    if one.key != other.key { return (one.key < other.key) != isTurned }
    return column == .received && isTurned ? one.position < other.position : one.position > other.position
  }

  /// What runs by its deadline, then what waits without one, then what waits for a check, then what stands still, then what ended.
  private static func urgency(of item: Item) -> Int64 {
    switch item.state {
    case .open: item.clock.deadline?.seconds ?? span + item.receivedAt.seconds
    case .resolved(let checking): 2 * span + (checking.due ?? checking.since).seconds
    case .suspended(let suspension): 3 * span + suspension.until.seconds
    case .closed(let ending): 5 * span - ending.at.seconds
    case .void(let moment): 5 * span - moment.seconds
    }
  }

  private static func urgency(of one: OpenCase) -> Int64 {
    if let check = one.check { return 2 * span + check.seconds }
    if let until = one.until { return 3 * span + until.seconds }
    return one.clock?.seconds ?? span + one.receivedAt.seconds
  }

  /// A moment of this year has eleven digits at the most; each group has a span of its own.
  private static let span: Int64 = 1_000_000_000_000
}
