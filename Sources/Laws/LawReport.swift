package import Ledger
package import Words

/// What `verify` answers: each law, whether it holds, and what was counted.
package struct LawReport: Sendable {
  /// One law, and whether it holds.
  package struct Law: Hashable, Sendable {
    /// `door`, `balance`, …
    package var law: String
    package var ok: Bool
    /// What was counted, or the first few places where it is broken.
    package var words: Bilingual

    package init(law: String, ok: Bool, words: Bilingual) {
      self.law = law
      self.ok = ok
      self.words = words
    }

    /// A law that holds where nothing was found against it.
    ///
    /// - Parameters:
    ///   - told: the first few of what was found.
    ///   - count: how many there are.
    package init(law: String, told: [Bilingual], of count: Int, otherwise whole: Bilingual) {
      self.init(law: law, ok: count == 0, words: whole)
      guard count > 0 else { return }
      let more = count - told.count
      words = Bilingual(
        en: told.map(\.en).joined(separator: "; ") + (more > 0 ? "; and \(more) more" : ""),
        zh: told.map(\.zh).joined(separator: "；") + (more > 0 ? "；另有 \(more) 处" : ""))
    }
  }

  package var laws: [Law]
  package var counts: LedgerCounts

  package init(laws: [Law], counts: LedgerCounts) {
    self.laws = laws
    self.counts = counts
  }

  package var ok: Bool { laws.allSatisfy(\.ok) }
}
