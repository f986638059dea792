import Answers
import Custody
import GridCore
import Ledger
import LedgerStore
import LedgerStories
import Linux
import Testing
import Words

/// What `status` makes of what a state shows, beside a daemon and without one.
@Suite struct StatusTests {
  private static let unreadable = WorldError.io(operation: "open", path: "inbox", errno: 13)

  private func note(beat: Int64, faults: [String]) -> LockNote {
    LockNote(
      pid: 7, beat: beat, boot: "x",
      standing: LedgerStanding(
        ledger: "x", epoch: 1, revision: 1, records: 0, recordChain: .zero, entries: 0, entryChain: .zero),
      faults: faults.map { StatusBoard.Fault(code: $0, since: noon(-9), text: "told by the daemon") })
  }

  private func status(_ look: StateLook, _ ledger: (any LedgerReading)? = nil, usable: Bool = true) throws -> Status {
    try Status(
      of: look, ledger, version: "9", now: noon(), bootSeconds: 1_000, wall: noon(), language: .en,
      hasUsableRules: { usable })
  }

  @Test func withoutADaemonThatIsSaidAndTheFileTellsOfTheRules() throws {
    let look = StateLook(
      isHeld: false, note: note(beat: 0, faults: ["rules"]), markedAt: noon(-60), waiting: .success(3))
    let status = try status(look)
    #expect(status.degraded.map(\.code) == ["not-running"] && status.degraded[0].since == noon(-60))
    #expect(status.waiting == 3 && status.rulesAreGood && status.rules == nil)
    #expect(status.counts == LedgerCounts())
    #expect(try !self.status(look, usable: false).rulesAreGood)
  }

  @Test func aDaemonsOwnWordCounts() throws {
    let look = StateLook(isHeld: true, note: note(beat: 999, faults: ["rules"]), markedAt: nil, waiting: .success(0))
    let status = try status(look)
    #expect(status.degraded.map(\.text) == ["told by the daemon"])
    #expect(!status.rulesAreGood)
  }

  @Test func aDaemonThatHasNotMovedIsSaidToBeStalled() throws {
    let look = StateLook(isHeld: true, note: note(beat: 900, faults: []), markedAt: nil, waiting: .success(0))
    #expect(try status(look).degraded.map(\.code) == ["stalled"])
    // One that has just taken the state has written nothing yet.
    let mute = StateLook(isHeld: true, note: nil, markedAt: nil, waiting: .success(0))
    #expect(try status(mute).degraded.isEmpty)
  }

  @Test func anInboxThatCannotBeLookedIntoIsShownOnceAndHidesNothing() throws {
    let intake = TestIntake(ledger: try SQLiteLedger.inMemory())
    try intake.take(TestFile(.report("r1")))
    var look = StateLook(isHeld: false, note: nil, markedAt: nil, waiting: .failure(Self.unreadable))
    let status = try status(look, intake.ledger)
    #expect(status.degraded.map(\.code) == ["not-running", "inbox"])
    #expect(status.waiting == 0 && status.counts.accepted == 1)
    (look.isHeld, look.note) = (true, note(beat: 1_000, faults: ["inbox"]))
    #expect(try self.status(look).degraded.map(\.text) == ["told by the daemon"])
  }
}
