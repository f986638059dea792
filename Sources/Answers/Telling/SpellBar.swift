package import Figures
package import GridCore

/// The spells of an item as a bar: as many letters each as it took of the time, with what each letter stands for.
///
/// Letters and not colours tell them apart, so that it reads the same on paper. None is narrower than one letter.
package struct SpellBar: Sendable {
  /// A line of the legend.
  package struct Row: Hashable, Sendable {
    package let letter: Character
    package let why: Spell.Why
    /// Nil while the item had ended.
    package let holder: Addressee?
    package let seconds: Int64
    /// When it began; of spells that are told together, when the first did.
    package let from: Timestamp
  }

  /// How wide the bar is, in columns of the screen.
  package static let width = 72
  /// A longer legend tells those of one holder and reason together.
  package static let mostRows = 12

  /// The letters; empty where there is no spell.
  package let text: String
  /// What they stand for, in the order of time.
  package let rows: [Row]

  /// - Parameter spells: end to end, none of them empty.
  package init(_ spells: [Spell], width: Int = SpellBar.width) {
    // A mark stands before, between and behind them.
    let room = width - spells.count - 1
    if spells.isEmpty {
      text = ""
    } else if room >= spells.count {
      let parts = zip(spells, Self.lengths(of: spells, in: room)).map { spell, length in
        String(repeating: Self.letter(spell.why), count: length)
      }
      text = "|" + parts.joined(separator: "|") + "|"
    } else {
      text = Self.sampled(spells, in: width)
    }
    rows = Self.rows(spells)
  }

  /// What a reason is drawn with.
  package static func letter(_ why: Spell.Why) -> Character {
    switch why {
    case .triage: "?"
    case .waiting: "."
    case .working: "#"
    case .suspended: "="
    case .checking: "+"
    case .ended: "_"
    }
  }

  /// How many columns each takes: its share, but one at least, and all together exactly as many as there are.
  private static func lengths(of spells: [Spell], in columns: Int) -> [Int] {
    let total = spells.reduce(0) { $0 + Double($1.seconds) }
    let shares = spells.map { Double($0.seconds) / max(total, 1) * Double(columns) }
    var lengths = shares.map { max(1, Int($0)) }
    var rest = columns - lengths.reduce(0, +)
    while rest != 0 {
      // Where the most is lacking, or where the most is too much and more than one is left.
      let lacking = lengths.indices.map { shares[$0] - Double(lengths[$0]) }
      if rest > 0 {
        guard let place = lacking.indices.max(by: { lacking[$0] < lacking[$1] }) else { break }
        lengths[place] += 1
        rest -= 1
      } else {
        let long = lengths.indices.filter { lengths[$0] > 1 }
        guard let place = long.min(by: { lacking[$0] < lacking[$1] }) else { break }
        lengths[place] -= 1
        rest += 1
      }
    }
    return lengths
  }

  /// Of more spells than columns each column shows the one in its middle.
  private static func sampled(_ spells: [Spell], in columns: Int) -> String {
    guard let from = spells.first?.from, let to = spells.last?.to else { return "" }
    let length = Double(to.seconds - from.seconds)
    var place = spells.startIndex
    var text = ""
    for column in 0..<columns {
      let middle = from.seconds + Int64(length * (Double(column) + 0.5) / Double(columns))
      while place < spells.endIndex - 1, spells[place].to.seconds <= middle { place += 1 }
      text.append(letter(spells[place].why))
    }
    return text
  }

  private static func rows(_ spells: [Spell]) -> [Row] {
    guard spells.count > mostRows else { return spells.map { Row($0, seconds: $0.seconds) } }
    var rows: [Row] = []
    for spell in spells {
      if let place = rows.firstIndex(where: { $0.why == spell.why && $0.holder == spell.holder }) {
        rows[place] = Row(rows[place], seconds: rows[place].seconds + spell.seconds)
      } else {
        rows.append(Row(spell, seconds: spell.seconds))
      }
    }
    return rows
  }
}

extension SpellBar.Row {
  fileprivate init(_ spell: Spell, seconds: Int64) {
    self.init(
      letter: SpellBar.letter(spell.why), why: spell.why, holder: spell.holder, seconds: seconds, from: spell.from)
  }

  fileprivate init(_ row: SpellBar.Row, seconds: Int64) {
    self.init(letter: row.letter, why: row.why, holder: row.holder, seconds: seconds, from: row.from)
  }
}
