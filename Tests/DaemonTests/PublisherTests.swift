import Custody
import Formats
import GridCore
import Ledger
import LedgerStories
import Linux
import Spool
import Testing

@testable import Daemon

/// The order in which a page is laid down: staged, announced, renamed, and recorded by whoever comes next.
@Suite struct PublisherTests {
  private let room: Postroom
  private let outbox: Outbox
  private let publisher: Publisher

  init() throws {
    room = try Postroom()
    outbox = Outbox(room.folder)
    publisher = Publisher(
      seat: room.place.seat, outbox: outbox, alarms: room.place.alarms, journal: room.place.journal)
  }

  @Test func aPageIsAnnouncedAndLaidDownAndNotYetRecorded() throws {
    let page = try stage("r1", "r2")
    let laid = try publisher.layDown(page, isSynced: false, delivered: [], room.place.now)
    #expect(laid.rows == page.map(\.row) && laid.now.count == 2 && laid.before.isEmpty && !laid.coversNext)
    #expect(try room.files("outbox").count == 2 && room.staged().isEmpty)
    #expect(try room.counts().noticesDelivered == 0)
    #expect(try room.place.ledger.announced(after: 0, limit: 10) == page)
    // The next page's announcement records it.
    let next = try stage("r3")
    _ = try publisher.layDown(next, isSynced: false, delivered: laid.rows, room.place.now)
    #expect(try room.counts().noticesDelivered == 2)
    #expect(try room.place.ledger.announced(after: 0, limit: 10) == next)
  }

  @Test func theLastSyncIsTheNextPagesFirstWhereThatIsStagedByThen() throws {
    let next = Latch()
    let late = try publisher.layDown(try stage("r1"), isSynced: false, delivered: [], next: next, room.place.now)
    #expect(!late.coversNext)
    next.raise()
    let early = try publisher.layDown(try stage("r2"), isSynced: true, delivered: [], next: next, room.place.now)
    #expect(early.coversNext)
  }

  @Test func nothingIsRenamedThatIsNotAnnounced() throws {
    let page = try stage("r1")
    room.place.troubled.plan(.advance, .full)
    #expect(throws: Failure.self) {
      try publisher.layDown(page, isSynced: false, delivered: [], room.place.now)
    }
    room.place.takeAwayTheLock()
    #expect(throws: Failure.self) {
      try publisher.layDown(page, isSynced: false, delivered: [], room.place.now)
    }
    #expect(try room.files("outbox").isEmpty && room.staged().count == 1)
    #expect(try room.place.ledger.announced(after: 0, limit: 10).isEmpty)
  }

  @Test func whatIsGoneOrLiesThereAlreadyCountsAsLaidDown() throws {
    let page = try stage("r1", "r2")
    try outbox.unstage(page[0].notice.id)
    let place = "outbox/" + page[1].notice.to.text
    _ = try publisher.publish([page[1]])
    try room.put(try room.text("\(place)/\(page[1].notice.id).json"), at: "outbox/.staging/\(page[1].notice.id).json")
    let laid = try publisher.publish(page)
    #expect(laid.rows == page.map(\.row) && laid.now.isEmpty && laid.before == page.map(\.notice))
    #expect(room.place.shown.isEmpty)
  }

  @Test func anotherFileInItsPlaceIsShownAndNothingIsOverwritten() throws {
    let page = try stage("r1")
    _ = try publisher.publish(page)
    let paper = "outbox/\(page[0].notice.to.text)/\(page[0].notice.id).json"
    try room.remove(paper)
    try room.put("somebody else's", at: paper)
    try outbox.stage(id: page[0].notice.id, bytes: [0x7B, 0x7D])
    #expect(try publisher.publish(page).rows.isEmpty)
    #expect(room.place.shown == ["outbox"])
    #expect(try room.text(paper) == "somebody else's" && room.staged().count == 1)
  }

  @Test func aFewAreToldOneByOneAndManyAsASum() throws {
    let page = try stage(21)
    let few = Publisher.Laid(rows: [], now: page.dropLast().map(\.notice), before: [page[20].notice])
    publisher.tell(few)
    #expect(room.place.said.count == 21)
    publisher.tell(Publisher.Laid(rows: [], now: page.map(\.notice), before: page.map(\.notice)))
    #expect(room.place.said.suffix(2) == ["21 notices had been laid down before", "21 notices laid down"])
  }

  // MARK: Parts

  private func stage(_ reports: String...) throws -> [AnnouncedNotice] { try stage(reports) }

  private func stage(_ count: Int) throws -> [AnnouncedNotice] { try stage((0..<count).map { "r\($0)" }) }

  private func stage(_ reports: [String]) throws -> [AnnouncedNotice] {
    try room.place.intake.take(TestFile(records: reports.map { .report($0) }), at: room.place.now)
    let owed = try room.place.ledger.owed(after: 0, limit: 100, bytes: 1 << 20)
    for notice in owed { try outbox.stage(id: notice.notice.id, bytes: Array("{}".utf8), among: owed.count) }
    return owed.map { AnnouncedNotice(row: $0.row, notice: $0.notice) }
  }
}
