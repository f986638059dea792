import GridCore
import LedgerStore
import Testing

@testable import Custody

/// What can become of a file, one entry after another, on rows made by hand.
@Suite struct FileLifeLawTests {
  private static func entry(_ what: String, _ by: String? = nil, _ note: String? = nil, at: Int64 = 100) -> StoredEntry
  {
    var entry = StoredEntry(seq: 0, kind: .file, at: Timestamp(seconds: at), what: what)
    (entry.by, entry.note, entry.file, entry.rules, entry.isSealed) = (by, note, 1, .zero, true)
    return entry
  }

  /// The first entry that cannot be, by its place from 1.
  private static func firstImpossible(_ entries: [StoredEntry], records: Int64 = 5) -> Int? {
    var law = FileLifeLaw()
    return entries.firstIndex { law.take($0, of: StoredFile(row: 1, size: 100, records: records)) != nil }.map {
      $0 + 1
    }
  }

  private static let good = [
    [entry("quarantined", "syntax", "x.json")],
    [entry("quarantined", "syntax", "x.json"), entry("quarantined", "syntax", "x.json.1")],
    [entry("reading", nil, "40")],
    [entry("reading", nil, "40"), entry("reading", nil, "99", at: 101), entry("taken", at: 102)],
    [entry("reading", nil, "40"), entry("quarantined", "no-acceptable-record", "x.json", at: 101)],
  ]

  @Test(arguments: good) func theHouseGoesOn(_ entries: [StoredEntry]) {
    #expect(Self.firstImpossible(entries) == nil)
  }

  @Test func aFileWithoutRecordsMayBeTakenByItsEntryAlone() {
    #expect(Self.firstImpossible([Self.entry("taken")], records: 0) == nil)
    #expect(Self.firstImpossible([Self.entry("taken")]) == 1)
    #expect(Self.firstImpossible([Self.entry("reading", nil, "40")], records: 0) == 1)
  }

  private static let bad: [(entries: [StoredEntry], at: Int)] = [
    ([entry("reading", nil, "40"), entry("reading", nil, "40")], 2),
    ([entry("reading", nil, "40"), entry("reading", nil, "39")], 2),
    ([entry("reading", nil, "100")], 1), ([entry("reading", nil, "0")], 1), ([entry("reading", nil, "x")], 1),
    ([entry("reading", "syntax", "40")], 1), ([entry("reading")], 1),
    ([entry("reading", nil, "40"), entry("taken"), entry("taken")], 3),
    ([entry("reading", nil, "40"), entry("taken"), entry("reading", nil, "50")], 3),
    ([entry("reading", nil, "40"), entry("taken", "syntax")], 2),
    ([entry("reading", nil, "40"), entry("taken", nil, "x.json")], 2),
    ([entry("quarantined", nil, "x.json")], 1), ([entry("quarantined", "syntax")], 1),
    ([entry("quarantined", "syntax", "x.json"), entry("taken")], 2),
    ([entry("quarantined", "syntax", "x.json"), entry("reading", nil, "40")], 2),
    ([entry("quarantined", "syntax", "x.json"), entry("quarantined", "syntax", "x.json")], 2),
    ([entry("quarantined", "syntax", "x.json"), entry("quarantined", "encoding", "y.json")], 2),
    ([entry("quarantined", "syntax", "x.json"), entry("quarantined", "syntax", "y.json", at: 101)], 2),
    ([entry("lost")], 1),
  ]

  @Test func whatCannotFollowIsFound() {
    for (entries, at) in Self.bad { #expect(Self.firstImpossible(entries) == at, "\(entries)") }
  }

  @Test func eachFileHasItsOwnLife() {
    var law = FileLifeLaw()
    for row in [1, 2] as [Int64] {
      var entry = Self.entry("quarantined", "syntax", "x.json")
      entry.file = row
      #expect(law.take(entry, of: StoredFile(row: row, size: 9, records: 0)) == nil)
    }
  }
}

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
