import Change
import GridCore
import Testing

/// What changes between two books, against trying every kind of report at every cell, on thousands of small random pairs.
@Suite struct RuleChangeOracleTests {
  @Test(arguments: 0..<20) func everyMovingKindOfEveryMovingCellIsToldByExactlyOneLine(_ round: UInt64) throws {
    for pair in 0..<100 {
      var dice = SeededGenerator(seed: round * 1000 + UInt64(pair))
      let old = RandomBook(&dice)
      // Half of them are the same town with a few edits, as operators make them.
      let new = Bool.random(using: &dice) ? old.edited(&dice) : RandomBook(&dice)
      let oracle = CellOracle(old.book, new.book)
      let change = RuleChange(from: old.book, to: new.book)
      let seed = "round \(round), pair \(pair)"
      #expect(change.cells.total == oracle.total, "\(seed)")
      #expect(change.cells.moved == oracle.moved, "\(seed)")
      #expect(change.cells.changed == oracle.changed, "\(seed)")
      #expect(change.cells.gone == oracle.gone, "\(seed)")
      #expect(change.cells.new == oracle.new, "\(seed)")
      #expect(Set(change.emptied) == oracle.emptied, "\(seed)")
      for (lines, aspect) in [(change.moves, 0), (change.groups, 1), (change.limits, 2)] {
        try #require(oracle.fault(in: lines, aspect) == nil, "\(seed), aspect \(aspect)")
      }
    }
  }

  @Test func aBookDiffersInNothingFromItself() {
    for seed in 0..<200 {
      var dice = SeededGenerator(seed: UInt64(seed))
      let book = RandomBook(&dice).book
      #expect(!RuleChange(from: book, to: book).changesAnything)
    }
  }
}
