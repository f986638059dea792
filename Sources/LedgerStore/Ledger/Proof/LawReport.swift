/// What came of checking the laws, with the figures they were checked against.
package struct LawReport: Sendable {
  /// One law, and whether it holds.
  package struct Law: Hashable, Sendable {
    /// `door`, `balance`, …
    package var law: String
    package var ok: Bool
    /// What was counted, or the first few places where it is broken; in English.
    package var text: String
    /// The same in Chinese.
    package var chinese: String

    package init(law: String, ok: Bool, text: String, chinese: String) {
      self.law = law
      self.ok = ok
      self.text = text
      self.chinese = chinese
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
