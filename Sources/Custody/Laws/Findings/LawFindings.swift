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
}

/// What a walk finds against the laws: the first few of each, and how many there are.
struct LawFindings: Sendable {
  static let mostTold = 3

  private var told: [LedgerLaw: [LawFinding]] = [:]
  private var counts: [LedgerLaw: Int] = [:]

  mutating func add(_ law: LedgerLaw, _ place: LawPlace, _ flaw: LawFlaw) {
    counts[law, default: 0] += 1
    if told[law, default: []].count < Self.mostTold {
      told[law, default: []].append(LawFinding(place: place, flaw: flaw))
    }
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
