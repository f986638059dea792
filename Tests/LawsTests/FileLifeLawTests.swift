import GridCore
import Postings
import Proof
import Testing

@testable import Laws
@testable import Ledger

/// What can become of a file, one entry after another, on rows made by hand.
@Suite struct FileLifeLawTests {
  private static func entry(_ what: String, _ by: String? = nil, _ note: String? = nil, at: Int64 = 100) -> EntryRow {
    EntryRow(
      kind: .file, at: Timestamp(seconds: at), what: what, by: by, note: note, rules: .zero, file: 1, seal: .zero)
  }

  /// The first entry that cannot be, by its place from 1.
  private static func firstImpossible(_ entries: [EntryRow], records: Int64 = 5) -> Int64? {
    let facts = FileFacts(
      row: 1, producer: nil, name: [], inode: 1, modified: 1, born: 1, size: 100, sha256: nil, seat: 0)
    let file = StoredFile(
      facts: facts, state: "taken", code: nil, quarantine: nil, readTo: nil, records: records, refused: 0)
    let chained = entries.enumerated().map { index, row in ChainedEntry(seq: Int64(index + 1), row: row, link: .zero) }
    return FileLifeLaw.findings(chained, of: file).first?.entry
  }

  private static let good = [
    [entry("quarantined", "syntax", "x.json")],
    [entry("quarantined", "syntax", "x.json"), entry("quarantined", "syntax", "x.json.1")],
    [entry("reading", nil, "40")],
    [entry("reading", nil, "40"), entry("reading", nil, "99", at: 101), entry("taken", at: 102)],
    [entry("reading", nil, "40"), entry("quarantined", "no-acceptable-record", "x.json", at: 101)],
  ]

  @Test(arguments: good) func theHouseGoesOn(_ entries: [EntryRow]) {
    #expect(Self.firstImpossible(entries) == nil)
  }

  @Test func aFileWithoutRecordsMayBeTakenByItsEntryAlone() {
    #expect(Self.firstImpossible([Self.entry("taken")], records: 0) == nil)
    #expect(Self.firstImpossible([Self.entry("taken")]) == 1)
    #expect(Self.firstImpossible([Self.entry("reading", nil, "40")], records: 0) == 1)
  }

  private static let bad: [(entries: [EntryRow], at: Int64)] = [
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
}
