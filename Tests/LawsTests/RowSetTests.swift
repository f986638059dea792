import Proof
import Testing

@Suite struct RowSetTests {
  @Test func rowsThatTouchAreOneRange() {
    var set = RowSet()
    for range in [1...3, 7...7, 5...5, 4...4, 9...12, 6...6] as [ClosedRange<Int64>] { set.insert(range) }
    #expect(set.ranges == [1...7, 9...12])
    set.insert(2...10)
    #expect(set.ranges == [1...12])
    set.insert(20...20)
    #expect(set.ranges == [1...12, 20...20])
  }

  @Test func itSaysWhatIsThereAndWhatIsNot() {
    var set = RowSet()
    set.insert(3...5)
    set.insert(8...9)
    #expect(set.firstAbsent(of: 3...5) == nil && set.firstAbsent(of: 4...8) == 6 && set.firstAbsent(of: 1...4) == 1)
    #expect(set.firstPresent(of: 1...2) == nil && set.firstPresent(of: 1...9) == 3 && set.firstPresent(of: 6...8) == 8)
    #expect(set.firstPresent(of: 4...20) == 4 && set.firstPresent(of: 10...20) == nil)
  }
}
