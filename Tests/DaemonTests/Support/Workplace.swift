import GridCore
import Laws
import Ledger
import LedgerStore
import LedgerStories
import Linux
import Logging
import Proof
import Spool
import Synchronization
import Testing
import Words

@testable import Custody
@testable import Daemon

/// What a loop works with, in memory: a ledger, rules, a clock that a test sets, and a journal that it reads.
final class Workplace {
  let ledger: any LedgerWriting & LedgerProving
  /// The same, in the hands of the loops: its writing fails where a test says so.
  let troubled: TroubledLedger
  let intake: TestIntake
  let rules: RulesInForce
  let clock: ServiceClock
  let journal: Journal
  let seat: LedgerSeat
  let alarms: Alarms
  private let time: TestTime
  private let heard: HeardLines
  private let isTakenAway: Latch
  private let shownFaults: ShownFaults

  /// - Parameters:
  ///   - book: the rules in force.
  ///   - folder: the state, for what lies in it beside the ledger; a test that needs none has none.
  init(_ book: RuleBook = TestTown.book, in folder: StateFolder? = nil) throws {
    let (time, heard, isTakenAway, shownFaults) = (TestTime(), HeardLines(), Latch(), ShownFaults())
    (self.time, self.heard, self.isTakenAway, self.shownFaults) = (time, heard, isTakenAway, shownFaults)
    ledger = try SQLiteLedger.inMemory()
    troubled = TroubledLedger(ledger)
    intake = TestIntake(ledger: ledger, book: book)
    rules = try RulesInForce(book, in: folder)
    clock = .started { time.reading }
    journal = Journal(language: .en, logger: Logger(label: "test") { _ in HeardLines.Handler(heard: heard) })
    seat = LedgerSeat(
      troubled, journal: journal,
      hold: { () throws(Failure) in if isTakenAway.isRaised { throw .lockLost(path: "lock") } },
      open: { () throws(Failure) in throw .ledger(.missing(path: "in memory")) })
    alarms = Alarms(
      StatusBoard { faults in shownFaults.set(faults.map(\.code)) }, seat: seat, clock: clock, journal: journal)
    var record = TestTown.rulesRecord
    record.digest = book.digest
    try ledger.adopt(record)
  }

  /// The daemon's now.
  var now: Timestamp { clock.now }

  /// What the journal has said, a line a message.
  var said: [String] { heard.lines }

  /// The codes that `status` would show.
  var shown: [String] { shownFaults.codes }

  /// Has both clocks go on.
  func wait(_ seconds: Int64) { time.goOn(seconds) }

  /// Sets the wall clock alone.
  func setWallClock(_ moment: Timestamp) { time.set(moment) }

  /// Has somebody else take over the state.
  func takeAwayTheLock() { isTakenAway.raise() }

  func giveBackTheLock() { _ = isTakenAway.takeDown() }

  /// Demands every law of the ledger.
  func verify() throws {
    for law in try ledger.verify(deep: true).laws { #expect(law.ok, "\(law.law): \(law.words.en)") }
  }
}

/// The clocks of a machine that a test drives: they start at `noon()`.
private final class TestTime: Sendable {
  private let now = Mutex(ServiceClock.Reading(wall: noon().seconds * 1_000_000_000, boot: 7_000_000_000))

  var reading: ServiceClock.Reading { now.withLock { $0 } }

  func goOn(_ seconds: Int64) {
    now.withLock { now in
      now.wall += seconds * 1_000_000_000
      now.boot += seconds * 1_000_000_000
    }
  }

  func set(_ moment: Timestamp) { now.withLock { $0.wall = moment.seconds * 1_000_000_000 } }
}

/// What the board shows.
private final class ShownFaults: Sendable {
  private let all = Mutex<[String]>([])

  var codes: [String] { all.withLock { $0 } }

  func set(_ codes: [String]) { all.withLock { $0 = codes } }
}

/// What a journal was told.
private final class HeardLines: Sendable {
  struct Handler: LogHandler {
    let heard: HeardLines
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .trace

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) { heard.add("\(event.message)") }
  }

  private let all = Mutex<[String]>([])

  var lines: [String] { all.withLock { $0 } }

  private func add(_ line: String) { all.withLock { $0.append(line) } }
}
