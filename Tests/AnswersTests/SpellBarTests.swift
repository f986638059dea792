import Answers
import Figures
import GridCore
import Testing

/// The bar of an item's spells can be read at a glance, whatever its life was like.
@Suite struct SpellBarTests {
  private static let post = Addressee.post(GridPost(community: "c", grid: "g", post: "p"))

  private func spells(_ parts: [(Spell.Why, Int64)]) -> [Spell] {
    var from = Timestamp(seconds: 1_772_416_800)
    return parts.map { why, seconds in
      let to = from.adding(seconds)
      defer { from = to }
      return Spell(from: from, to: to, holder: why == .ended ? nil : Self.post, why: why)
    }
  }

  @Test func lengthsAreShares() {
    let bar = SpellBar(spells([(.waiting, 25), (.working, 50), (.suspended, 25)]), width: 24)
    #expect(bar.text == "|.....|##########|=====|")
    #expect(bar.rows.map(\.letter) == [".", "#", "="] && bar.rows.map(\.seconds) == [25, 50, 25])
    #expect(bar.rows.allSatisfy { $0.holder == Self.post })
  }

  @Test func theShortestIsSeenAndTheWidthIsKept() {
    let bar = SpellBar(spells([(.triage, 1), (.waiting, 1), (.working, 100_000_000_000), (.checking, 1)]), width: 20)
    #expect(bar.text == "|?|.|############|+|")
    for count in 1...90 {
      var parts: [(Spell.Why, Int64)] = []
      for number in 0..<Int64(count) {
        let why = number.isMultiple(of: 2) ? Spell.Why.waiting : .working
        parts.append((why, number * number + 1))
      }
      let many = SpellBar(spells(parts))
      #expect(many.text.count == SpellBar.width, "\(count)")
      let (drawn, told) = (parts.map(\.1).reduce(0, +), many.rows.map(\.seconds).reduce(0, +))
      #expect(drawn == told, "\(count)")
      let rows = count > SpellBar.mostRows ? 2 : count
      #expect(many.rows.count == rows, "\(count)")
    }
  }

  @Test func aLifeWithoutSpellsHasNoBar() {
    let bar = SpellBar([])
    #expect(bar.text.isEmpty && bar.rows.isEmpty)
  }

  @Test func noTwoReasonsLookAlike() {
    #expect(Set(Spell.Why.allCases.map(SpellBar.letter)).count == Spell.Why.allCases.count)
    #expect(Spell.Why.allCases.allSatisfy { SpellBar.letter($0) != "|" && SpellBar.letter($0).isASCII })
  }

  @Test func whatHadEndedIsNobodys() {
    let bar = SpellBar(spells([(.working, 10), (.ended, 10), (.waiting, 10)]), width: 16)
    #expect(bar.text == "|####|____|....|")
    #expect(bar.rows.map { $0.holder == nil } == [false, true, false])
  }
}
