internal import Ledger
internal import Seals
internal import Words

/// Where a law is broken, and how.
struct LawFinding: Hashable, Sendable {
  let place: LawPlace
  let flaw: LawFlaw

  /// A sentence that begins with the row.
  var words: Bilingual {
    let (place, flaw) = (place.words, flaw.words)
    return Bilingual(en: "\(place.en): \(flaw.en)", zh: "\(place.zh)：\(flaw.zh)")
  }

  /// The same in Chinese alone, without the table's name.
  var chinese: String { "\(place.chinese)：\(flaw.words.zh)" }
}

extension LawFinding {
  /// What a walk along a chain stumbles over.
  init(_ table: LawPlace.Table, _ fault: ChainWalk.Fault) {
    let (row, flaw): (Int64, RowFlaw) =
      switch fault {
      case .missing(let row): (row, .missing)
      case .notAsWritten(let row): (row, .notAsWritten)
      case .cutOff(let written, let last): (last + 1, .cutOff(written: written, last: last))
      case .beyond(let written): (written + 1, .beyond(written: written))
      case .otherHead(let last): (last, .otherHead)
      }
    self.init(place: LawPlace(table, row), flaw: .row(flaw))
  }

  /// What a start finds in the latest rows.
  init(_ row: DamagedRow) {
    switch row {
    case .record(let fault): self.init(.record, fault)
    case .entry(let fault): self.init(.entry, fault)
    case .owner(let record): self.init(place: LawPlace(.record, record), flaw: .record(.ownsWhatIsNotIts))
    case .release(let record, let state, let told):
      self.init(place: LawPlace(.record, record), flaw: .row(.releasedAs(state: state, told: told)))
    case .bytes(let record): self.init(place: LawPlace(.raw, record), flaw: .record(.otherBytes))
    case .raised(let notice, let entry):
      self.init(place: LawPlace(.notice, notice), flaw: .row(.raisedAtAnotherTime(entry: entry)))
    case .moved(let notice, let what, let entry):
      self.init(place: LawPlace(.notice, notice), flaw: .notice(.notMoved(what: what, entry: entry)))
    }
  }
}

/// What a walk finds against the laws: the first few of each, and how many there are.
struct LawFindings: Sendable {
  static let mostTold = 3

  private var told: [LedgerLaw: [LawFinding]] = [:]
  private var counts: [LedgerLaw: Int] = [:]

  mutating func add(_ law: LedgerLaw, _ place: LawPlace, _ flaw: LawFlaw) {
    add(law, LawFinding(place: place, flaw: flaw))
  }

  mutating func add(_ law: LedgerLaw, _ finding: LawFinding) {
    counts[law, default: 0] += 1
    if told[law, default: []].count < Self.mostTold { told[law, default: []].append(finding) }
  }

  /// Adds what another walk found, after what is here.
  mutating func add(_ others: LawFindings) {
    for (law, findings) in others.told {
      counts[law, default: 0] += others.counts[law, default: 0]
      told[law] = Array((told[law, default: []] + findings).prefix(Self.mostTold))
    }
  }

  /// The first few against a law.
  subscript(law: LedgerLaw) -> [LawFinding] { told[law] ?? [] }

  /// How many there are against a law.
  func count(_ law: LedgerLaw) -> Int { counts[law] ?? 0 }
}
