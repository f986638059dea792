import Testing

@testable import Laws

/// Packing changes nothing: what was put in comes out, in the order of the ledger.
struct SignalMarksTests {
  private typealias Mark = SignalMarks.Mark

  @Test func whatWasPutInComesOutInTheOrderOfTheLedger() {
    let ends: [Int64] = [0, 1, -1, 31, 32, 63, 64, -64, -65, 8_191, 8_192, .max, .min, .max - 1]
    var given: [Mark] = []
    for (number, entry) in ends.enumerated() {
      for item in [ends[number], ends[ends.count - 1 - number], 7] {
        given.append(Mark(entry: entry, item: item, isCounted: (number + given.count).isMultiple(of: 2)))
      }
    }
    var marks = SignalMarks()
    for mark in given { marks.add(mark) }
    let found = marks.inOrder()
    #expect(found.map(\.entry) == given.map(\.entry).sorted())
    #expect(Set(found) == Set(given))
    #expect(found.count == given.count)
  }

  @Test func aTownsCountTakesFourBytesEach() {
    var marks = SignalMarks()
    for number in Int64(1)...100_000 {
      marks.add(Mark(entry: number * 500, item: number * 490, isCounted: number.isMultiple(of: 3)))
    }
    #expect(marks.room <= 400_000)
    #expect(marks.inOrder().last == Mark(entry: 50_000_000, item: 49_000_000, isCounted: false))
  }

  @Test func noneIsNone() {
    #expect(SignalMarks().inOrder().isEmpty)
  }
}
