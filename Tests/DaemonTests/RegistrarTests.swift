import Custody
import Formats
import GridCore
import Laws
import Ledger
import LedgerStories
import Spool
import Testing

@testable import Daemon

/// What the registrar makes of claimed files: entered in their order, draft by draft, or answered back.
@Suite struct RegistrarTests {
  private let room: Postroom

  init() throws { room = try Postroom() }

  @Test func filesAreEnteredAndNoneIsLeft() throws {
    let outcome = try take(["a.json": Postroom.report("r1"), "b.json": Postroom.step("s1", .accept, on: "r1")])
    #expect(outcome.failure == nil && outcome.waiting.isEmpty && outcome.early.isEmpty)
    #expect(outcome.entered.map(\.rows.count) == [2])
    #expect(try room.counts().accepted == 2)
  }

  @Test func whatFailsIsAnsweredWithTheFilesThatWereNotEntered() throws {
    // Two drafts: the first is full of one file's records, and the second one fails.
    let lines = (0..<2_048).map { Postroom.report("r\($0 % 20)") }.joined(separator: "\n")
    room.place.troubled.plan(.receive, nil, .full)
    let outcome = try take(["a.ndjson": lines, "b.json": Postroom.report("b"), "c.json": Postroom.report("c")])
    #expect(outcome.entered.count == 1)
    #expect(outcome.waiting.map { String(decoding: $0.name, as: UTF8.self) } == ["b.json", "c.json"])
    guard case .ledger(.unavailable) = outcome.failure else {
      Issue.record("\(String(describing: outcome.failure))")
      return
    }
    #expect(try room.counts().filesTaken == 1)
  }

  @Test func aFileThatTheLedgerCannotBeAskedAboutIsAnsweredBack() throws {
    room.place.troubled.plan(.lookUp, .full)
    let outcome = try take(["a.json": Postroom.report("r1")])
    #expect(outcome.entered.isEmpty && outcome.waiting.count == 1 && outcome.failure != nil)
  }

  @Test func aFileThatComesAgainIsNotReadAgain() throws {
    let files = try claim(["a.json": Postroom.report("r1"), "bad.json": "no event"])
    let registrar = room.registrar()
    #expect(registrar.take(Registrar.Work(files: files), room.place.now).failure == nil)
    let again = registrar.take(Registrar.Work(files: files), room.place.now)
    let draft = try #require(again.entered.first?.draft)
    #expect(draft.files.isEmpty && draft.records.isEmpty)
    #expect(draft.replayed.map { $0.quarantined?.code } == [nil, "syntax"])
    #expect(try room.counts().received == 1 && room.counts().filesReplayed == 2)
  }

  @Test func whatIsReadAheadIsEnteredAsIfItWereReadThen() throws {
    let texts = [
      "1.json": Postroom.report("r1"), "2.ndjson": Postroom.report("r2") + "\nno event\n" + Postroom.report("r3"),
      "3.json": "no event", "4.json": "", "5.json": "[]", "6.json": "[\(Postroom.report("r4"))]",
    ]
    let (here, there) = (try Postroom(), try Postroom())
    for (room, isAhead) in [(here, true), (there, false)] {
      let registrar = room.registrar(isPatient: false)
      let files = try claim(texts, in: room)
      var work = Registrar.Work(files: files)
      if isAhead { work.ahead = files.map { registrar.readAhead($0, room.place.now) } }
      #expect(registrar.take(work, room.place.now).failure == nil)
    }
    #expect(try here.counts() == there.counts())
    #expect(try exported(here) == exported(there))
    #expect(try here.counts().accepted == 4 && here.counts().filesQuarantined == 3)
  }

  @Test func aLongFileAndASuspectAreNotReadAhead() throws {
    let long = "[" + Postroom.report("r1", summary: String(repeating: "长", count: 30_000)) + "]"
    let file = try #require(try claim(["long.json": long]).first)
    #expect(room.registrar().readAhead(file, room.place.now) == nil)
    let other = try Postroom()
    let fresh = try #require(try claim(["short.json": Postroom.report("r1")], in: other).first)
    #expect(other.registrar().readAhead(fresh, other.place.now) != nil)
    // A crash leaves what was claimed, to be read with care.
    let suspect = try #require(try Inbox(other.folder).leftovers(maxFile: 1 << 20).first)
    #expect(suspect.attempt > 0 && other.registrar().readAhead(suspect, other.place.now) == nil)
  }

  @Test func aProducersFolderSpeaksForItsSourceOnly() throws {
    let outcome = try take([
      "hotline/own.json": Postroom.report("r1"), "patrol/strange.json": Postroom.report("r2"),
    ])
    #expect(outcome.failure == nil)
    #expect(try room.counts().accepted == 1 && room.counts().rejected == 1)
    #expect(outcome.entered.first?.batch.files.compactMap(\.quarantineCode) == ["wrong-source"])
  }

  @Test func aFileWithoutOneAcceptableRecordIsRefusedWhole() throws {
    let texts = [
      "", " \n\r\n\t", "7", "null", "\"report\"", "[]", "id,source\na,t\n", "/* x */ " + Postroom.report("r1"),
      Postroom.report("r1") + Postroom.report("r2"), Postroom.report("r1") + " x", "[" + Postroom.report("r1"),
      #"{"id":"a","source":"t""#, #"[{"id":"a"},{"source":"t"}]"#, String(repeating: "[", count: 100_000),
    ]
    let files = try claim(Dictionary(uniqueKeysWithValues: texts.enumerated().map { ("\($0).json", $1) }))
    let outcome = room.registrar(isPatient: false).take(
      Registrar.Work(files: files), room.place.now, marking: Inbox(room.folder))
    #expect(outcome.failure == nil && outcome.waiting.isEmpty)
    #expect(try room.counts().filesQuarantined == texts.count && room.counts().filesTaken == 0)
    #expect(try room.counts().accepted == 0)
  }

  @Test func aTextThatEndsTooEarlyRestsWhereSomebodyWaitsForIt() throws {
    let patient = try take(["torn.json": #"{"id":"#])
    #expect(patient.entered.isEmpty && patient.waiting.isEmpty && patient.early.count == 1)
    #expect(patient.early.first.map { $0.rest > .zero && $0.rest <= IntakeLimits().patience } == true)
    let files = patient.early.map(\.file)
    let hasty = room.registrar(isPatient: false).take(Registrar.Work(files: files), room.place.now)
    #expect(hasty.early.isEmpty)
    #expect(try room.counts().filesQuarantined == 1)
  }

  @Test func anotherContentUnderOneIdentityIsAnIncident() throws {
    _ = try take(["a.json": Postroom.report("r1"), "b.json": Postroom.report("r1", summary: "另一件")])
    #expect(try room.counts().accepted == 1 && room.counts().rejected == 1)
    let incident = try #require(try room.place.ledger.incidents(limit: 1).first)
    #expect(incident.code == "conflict" && incident.text.hasPrefix("b.json:1:1: hotline/r1"))
  }

  @Test func aStepWaitsForItsReportAndIsReleasedWithIt() throws {
    _ = try take(["s.json": Postroom.step("s1", .accept, on: "r1")])
    #expect(try room.counts().held == 1)
    #expect(try room.registrar().untilHeldExpire() == .seconds(86_401))
    let outcome = try take(["r.json": Postroom.report("r1")])
    #expect(outcome.entered.first?.batch.released.count == 1)
    #expect(try room.counts().held == 0 && room.counts().accepted == 2)
    #expect(try room.registrar().untilHeldExpire() == nil)
    try room.place.verify()
  }

  @Test func aReportThatComesTooLateFindsTheStepGivenUp() throws {
    _ = try take(["s.json": Postroom.step("s1", .accept, on: "r1")])
    // Nobody looked between: the step's time ran out before the report came.
    room.place.wait(86_401)
    let outcome = try take(["r.json": Postroom.report("r1")])
    #expect(outcome.entered.first?.batch.released.isEmpty == true)
    #expect(try room.counts().held == 0 && room.counts().rejected == 1)
    #expect(try room.place.ledger.history(of: TestRecord.item(of: "r1")).count == 1)
    try room.place.verify()
  }

  // MARK: Parts

  private func take(_ texts: [String: String]) throws -> Registrar.Outcome {
    // On the inbox's own thread it goes on until all is done.
    room.registrar().take(Registrar.Work(files: try claim(texts)), room.place.now, marking: Inbox(room.folder))
  }

  /// Claims files, in the order of their names.
  private func claim(_ texts: [String: String], in room: Postroom? = nil) throws -> [ClaimedFile] {
    let room = room ?? self.room
    for (name, text) in texts { try room.drop(name, text) }
    let sweep = try Inbox(room.folder).claim(files: 100, bytes: 1 << 20, maxFile: 1 << 20, settle: nil)
    #expect(sweep.claimed.count == texts.count)
    return sweep.claimed.sorted { $0.shown < $1.shown }
  }

  private func exported(_ room: Postroom) throws -> [String] {
    try room.place.ledger.records(after: 0, limit: 100).map { "\($0.seq) \($0.id ?? "?") \($0.line) \($0.outcome)" }
  }
}

extension ReceivedFile {
  fileprivate var quarantineCode: String? {
    if case .quarantined(let code, _) = outcome { code } else { nil }
  }
}
