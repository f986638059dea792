import GridCore
import Ledger
import LedgerStories
import Receiving
import Seals
import Testing

@testable import Postings

/// What follows from a batch, without a database: rows, counters, heads and seals.
@Suite struct PostingTests {
  private static let start = LedgerStanding(
    ledger: "test", epoch: 3, revision: 7, records: 10, recordChain: .zero, entries: 20, entryChain: .zero)

  /// A batch of records in one file, decided knowing these items.
  private static func batch(
    _ records: [TestRecord], at now: Timestamp = noon(), items: [EventKey: Item] = [:],
    held: [String: [Reception.Held]] = [:]
  ) -> ReceivedBatch {
    var reception = Reception(book: TestTown.book, now: now, known: [:], items: items, held: held)
    for event in records.compactMap(\.event) { reception.take(event) }
    let file = TestFile(records: records)
    var batch = ReceivedBatch(at: now, rules: TestTown.book.digest)
    batch.files = [ReceivedFile(trace: file.trace, sha256: file.digest, outcome: .taken, continues: nil)]
    for (record, verdict) in zip(records, reception.verdicts) {
      batch.records.append(
        ReceivedRecord(
          file: 0, bytes: record.bytes[...], sha256: file.digest, line: 1,
          source: record.event?.identity.source, id: record.event?.identity.id,
          key: record.event?.key, content: record.event?.content, type: record.event?.type,
          outcome: outcome(of: verdict)))
    }
    batch.changes = reception.changes
    batch.released = reception.released.map { ($0.seq, outcome(of: $0.verdict)) }
    return batch
  }

  private static func outcome(of verdict: Reception.Verdict) -> RecordOutcome {
    switch verdict {
    case .accepted(let item): .accepted(item: item)
    case .applied, .redispatches, .rated: .ordered
    case .acceptedList: .rejected(code: "refused", text: "no list is posted here", parameters: "{}")
    case .duplicate: .duplicate
    case .held(let item): .held(item: item)
    case .refused(let refusal): .rejected(code: "refused", text: "\(refusal)", parameters: "{}")
    }
  }

  /// A posting of a batch after the start.
  private static func posting(_ batch: ReceivedBatch, knowing known: KnownRows = KnownRows()) throws -> Posting {
    var posting = Posting(on: start, knowing: known)
    _ = try posting.receive(batch)
    return posting
  }

  /// An item as its report made it, and the rows that tell of it.
  private static func known(_ id: String) throws -> (item: Item, rows: KnownRows) {
    let item = try #require(batch([.report(id)]).changes.first?.change.item)
    var rows = KnownRows()
    rows.items[item.key] = KnownItem(position: 4, revision: Int64(item.memory.revision), counted: CountedItem(item))
    rows.rules[TestTown.book.digest] = 1
    (rows.lastRules, rows.lastFile, rows.lastNotice) = (1, 5, 9)
    return (item, rows)
  }

  @Test func aReportBringsOneOfEverything() throws {
    let posting = try Self.posting(Self.batch([.report("r1")]))
    #expect(posting.files.map(\.facts.row) == [1])
    #expect(posting.files.map(\.records) == [1])
    #expect(posting.records.map(\.row.seq) == [11])
    #expect(posting.items.map(\.position) == [11])
    #expect(posting.entries.map(\.seq) == [21])
    #expect(posting.entries.map(\.row.cause) == [11])
    #expect(posting.notices.map { [$0.row, $0.item, $0.entry] } == [[1, 11, 21]])
    #expect(posting.newRules.map(\.row) == [1])
    let standing = posting.standing
    #expect([standing.epoch, standing.revision, standing.records, standing.entries] == [3, 8, 11, 21])
    let gained: [Tally.Column] = [.files, .taken, .accepted, .open, .owed, .rules]
    for column in Tally.Column.allCases {
      #expect(posting.tally[column] == (gained.contains(column) ? 1 : 0), "\(column)")
    }
  }

  @Test func everyLinkCoversItsRowAndEverySealItsItem() throws {
    let batch = Self.batch([.report("r1"), .step("s1", .resolve, on: "r1"), .report("r1")])
    let posting = try Self.posting(batch)
    var hasher = FieldHasher()
    var (records, entries) = (HashChain(), HashChain())
    for record in posting.records {
      records.link { record.row.add(to: &$0, file: posting.files[0].facts.seal(with: &hasher)) }
      #expect(record.chain == records.head)
    }
    for entry in posting.entries {
      entries.link { hasher in
        entry.row.add(to: &hasher, seq: entry.seq, seal: entry.row.seal)
        for row in posting.notices where row.entry == entry.seq { EntryRow.add(row.notice, to: &hasher) }
      }
      #expect(entry.chain == entries.head)
      #expect(entry.row.decidedBy == DecidingVersion.current.rawValue)
    }
    #expect((posting.standing.recordChain, posting.standing.entryChain) == (records.head, entries.head))
    #expect(posting.entries.map(\.row.seal) == batch.changes.map { $0.change.item.seal(with: &hasher) })
    // One item in two revisions: it is made, and then goes on from there.
    #expect(posting.items.map(\.after) == [nil, 1])
    #expect([posting.tally[.open], posting.tally[.closed], posting.tally[.duplicate]] == [0, 1, 1])
  }

  @Test func theSameBatchIsPostedTheSameEveryTime() throws {
    let batch = Self.batch([.report("r1"), .report("r2")])
    #expect(try Self.posting(batch).standing == Self.posting(batch).standing)
    var elsewhere = Posting(on: Self.start, seat: 2)
    _ = try elsewhere.receive(batch)
    #expect(try elsewhere.standing.recordChain != Self.posting(batch).standing.recordChain)
  }

  @Test func numbersGoOnFromWhatIsThere() throws {
    let (_, rows) = try Self.known("r1")
    let posting = try Self.posting(Self.batch([.report("r2")]), knowing: rows)
    #expect(posting.newRules.isEmpty)
    #expect(posting.files.map(\.facts.row) == [6])
    #expect(posting.notices.map(\.row) == [10])
  }

  @Test func aChangeDecidedTooEarlyIsLeftOut() throws {
    let (item, rows) = try Self.known("r1")
    let change = try #require(item.pressed(at: noon(8000), under: TestTown.book))
    var posting = Posting(on: Self.start, knowing: rows)
    #expect(posting.apply([change]).isEmpty)
    #expect(posting.items.map { [$0.position, $0.after ?? 0] } == [[4, 1]])
    #expect(posting.tally[.escalations] == 1)
    let standing = posting.standing
    // The same again: the item has gone on since.
    #expect(posting.apply([change]).count == 1)
    #expect(posting.standing == standing && posting.items.count == 1)
    // Nor is there anything to change where nobody knows the item.
    var other = Posting(on: Self.start)
    #expect(other.apply([change]).count == 1)
    #expect(other.entries.isEmpty)
    // In a batch it is a fault of the batch.
    let step = Self.batch([.step("s1", .resolve, on: "r1")], items: [item.key: item])
    #expect(throws: LedgerError.self) { try Self.posting(step) }
  }

  @Test func aHeldRecordIsReleasedBeforeWhatItCauses() throws {
    let step = StepRequest(kind: .accept, item: TestRecord.item(of: "r1").itemID)
    let waiting = Reception.Held(record: .stored(seq: 2), key: EventKey(high: 0, low: 0), step: step)
    let posting = try Self.posting(Self.batch([.report("r1")], held: [step.item: [waiting]]))
    #expect(posting.releases.map { [$0.seq, $0.item ?? 0] } == [[2, 11]])
    #expect(posting.entries.map(\.row.kind) == [.release, .history, .history])
    #expect(posting.entries.map(\.row.cause) == [2, 11, 2])
    #expect([posting.tally[.held], posting.tally[.accepted]] == [-1, 2])
  }

  @Test func aRefusalAfterAWaitSaysWhatItIsAbout() throws {
    var batch = ReceivedBatch(at: noon(), rules: TestTown.book.digest)
    batch.released = [(2, .rejected(code: "unknown-item", text: "nobody reported it", parameters: "{\"item\":1}"))]
    let posting = try Self.posting(batch)
    let release = try #require(posting.releases.first)
    #expect(
      [release.code, release.text, release.parameters] == ["unknown-item", "nobody reported it", "{\"item\":1}"])
    let entry = try #require(posting.entries.first?.row)
    #expect([entry.by, entry.note, entry.parameters] == ["unknown-item", "nobody reported it", "{\"item\":1}"])
    batch.released = [(2, .duplicate)]
    #expect(throws: LedgerError.self) { try Self.posting(batch) }
  }

  @Test func aFileThatGoesOnMustBeThere() throws {
    let file = TestFile(.report("r1"), outcome: .reading(offset: 9))
    var batch = Self.batch([.report("r1")])
    batch.files = [ReceivedFile(trace: file.trace, sha256: file.digest, outcome: .taken, continues: 3)]
    #expect(throws: LedgerError.self) { try Self.posting(batch) }
    let first = ReceivedFile(trace: file.trace, sha256: file.digest, outcome: file.outcome, continues: nil)
    var rows = KnownRows()
    rows.files[3] = FileFacts(first, row: 3, seat: 0)
    let posting = try Self.posting(batch, knowing: rows)
    #expect(posting.files.map { [$0.facts.row, $0.isContinued ? 1 : 0] } == [[3, 1]])
    #expect([posting.tally[.files], posting.tally[.taken]] == [0, 1])
    #expect(posting.entries.first?.row.what == "taken")
  }

  @Test func noticesMoveOnTogetherWithAnEntry() {
    var posting = Posting(on: Self.start)
    posting.move([], to: .publishing, at: noon())
    posting.move([3, 1, 2], to: .publishing, at: noon())
    posting.move([2], to: .delivered, at: noon(1))
    #expect(
      posting.moves == [
        NoticeMove(rows: [3, 1, 2], to: .publishing, at: noon()), NoticeMove(rows: [2], to: .delivered, at: noon(1)),
      ])
    #expect(posting.entries.map(\.row.note) == ["1-3", "2"])
    #expect(posting.tally[.delivered] == 1)
  }

  @Test func aBookIsPutInForceUnderItsOwnRow() {
    var posting = Posting(on: Self.start)
    posting.adopt(TestTown.rulesRecord)
    #expect(posting.adopted?.row == 1)
    #expect(posting.newRules.map(\.digest) == [TestTown.book.digest])
    #expect(posting.entries.map(\.row.kind) == [.rules])
    posting.record(Incident(at: noon(), code: "clock-step", text: "back"))
    #expect([posting.tally[.rules], posting.tally[.incidents]] == [1, 1])
  }
}
