import Laws
import Ledger
import LedgerStore
import LedgerStories
import Proof
import Testing
import Words

/// A way to come by an empty ledger: the whole contract is asked of each of them.
struct Store: CustomTestStringConvertible, Sendable {
  let testDescription: String
  /// Makes a ledger, below a folder that is taken away afterwards.
  let make: @Sendable (TemporaryFolder) throws -> any LedgerWriting & LedgerProving
  /// Opens for writing what `make` made below the same folder, as the daemon of a seat would; nil where a ledger is its maker's alone.
  var openAgain: (@Sendable (TemporaryFolder, Seat) throws -> any LedgerWriting & LedgerProving)?

  /// A new store is one more line.
  static let all = [
    Store(testDescription: "SQLite in memory", make: { _ in try SQLiteLedger.inMemory() }),
    Store(
      testDescription: "SQLite on disk", make: { try SQLiteLedger.create(path: $0.path("ledger.sqlite")) },
      openAgain: { try SQLiteLedger.open(path: $0.path("ledger.sqlite"), writing: true, seat: $1) }),
  ]

  /// Those that two can have open at once.
  static let shared = all.filter { $0.openAgain != nil }

  /// Runs a story on an empty ledger, and then demands that every law holds.
  func tell(_ story: (TestIntake) throws -> Void) throws {
    try tell(in: TemporaryFolder(), story)
  }

  /// The same for a story of two: the second argument opens the ledger once more, for another writer, who has the seat it says.
  func tellOfTwo(_ story: (TestIntake, _ openAgain: (Seat) throws -> TestIntake) throws -> Void) throws {
    let openAgain = try #require(openAgain)
    let folder = try TemporaryFolder()
    try tell(in: folder) { intake in
      try story(intake) { TestIntake(ledger: try openAgain(folder, $0)) }
    }
  }

  private func tell(in folder: TemporaryFolder, _ story: (TestIntake) throws -> Void) throws {
    let ledger = try make(folder)
    try ledger.adopt(TestTown.rulesRecord)
    try story(TestIntake(ledger: ledger))
    let report = try ledger.verify(deep: true)
    for law in report.laws { #expect(law.ok, "\(law.law): \(law.words.en)") }
  }
}
