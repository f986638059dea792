import Custody
import Formats
import GridCore
import Laws
import Ledger
import LedgerStories
import Linux
import Testing

@testable import Daemon

/// What is owed is laid down once, whatever the world does meanwhile. The ledger is in memory, and nothing here waits.
@Suite struct DeliveryTests {
  private let room: Postroom
  private static let patrol = "heshuikou/heshuikou-01/patrol"

  init() throws { room = try Postroom() }

  @Test func whereNothingIsOwedNothingIsDone() throws {
    #expect(try room.delivery().turn(room.place.now) == nil)
    #expect(try room.files("outbox").isEmpty && room.place.said.isEmpty)
  }

  @Test func whatIsOwedIsLaidDownInOneTurnAndTold() throws {
    try owe("r1", "r2")
    let delivery = room.delivery()
    #expect(try delivery.turn(room.place.now) == nil)
    #expect(try room.files("outbox") == papers("r1", "r2"))
    #expect(try room.counts().noticesDelivered == 2 && room.staged().isEmpty)
    #expect(Set(room.place.said) == Set(papers("r1", "r2").map { "notice \(Self.id($0)) -> \(Self.patrol)" }))
    #expect(try delivery.pass(room.place.now) == 0)
    try room.place.verify()
  }

  @Test func manyAreLaidDownPageByPage() throws {
    let count = 1_100
    try room.place.intake.take(TestFile(records: (0..<count).map { .report("r\($0)") }), at: room.place.now)
    try room.workOff(room.delivery())
    #expect(try room.files("outbox").count == count && room.staged().isEmpty)
    #expect(try room.counts().noticesDelivered == count)
    // Thousands of lines help nobody.
    #expect(room.place.said.count <= 4)
    try room.place.verify()
  }

  // MARK: Faults of the world

  @Test func aFullDiskBeforeTheyAreAnnouncedLeavesThemStaged() throws {
    try owe("r1", "r2")
    let delivery = room.delivery()
    room.place.troubled.plan(.advance, .full)
    #expect(throws: Failure.self) { try delivery.turn(room.place.now) }
    #expect(try room.files("outbox").isEmpty && room.staged().count == 2)
    #expect(try room.counts().noticesDelivered == 0)
    #expect(try delivery.turn(room.place.now) == nil)
    #expect(try room.files("outbox") == papers("r1", "r2") && room.staged().isEmpty)
    try room.place.verify()
  }

  @Test func anAnnouncementWhoseAnswerWasLostIsSettled() throws {
    try owe("r1")
    let delivery = room.delivery()
    room.place.troubled.plan(.advance, .lostAnswer)
    #expect(throws: Failure.self) { try delivery.turn(room.place.now) }
    #expect(try room.files("outbox").isEmpty && room.staged().count == 1)
    #expect(try delivery.pass(room.place.now) == 1)
    #expect(try room.files("outbox") == papers("r1") && room.counts().noticesDelivered == 1)
  }

  @Test func whatWasTakenBeforeItWasRecordedIsNotLaidDownAgain() throws {
    try owe("r1", "r2")
    // The second is what records them as delivered.
    room.place.troubled.plan(.advance, nil, .full)
    #expect(throws: Failure.self) { try room.delivery().turn(room.place.now) }
    let (taken, left) = (papers("r1")[0], papers("r2"))
    try room.remove("outbox/" + taken)
    // So does a run that is killed here: the next one has nothing but the ledger and the folder.
    let next = room.delivery()
    try next.recover(room.place.now)
    #expect(try next.turn(room.place.now) == nil)
    #expect(try room.files("outbox") == left && room.counts().noticesDelivered == 2)
    #expect(room.place.said.contains("notice \(Self.id(taken)) had been laid down at \(Self.patrol) before"))
    try room.place.verify()
  }

  @Test func aFolderThatTakesNothingHoldsUpNobodyElse() throws {
    try room.put("no folder", at: "outbox/heshuikou")
    try owe("r1")
    try room.place.intake.take(TestFile(.report("t1", matter: nil)), at: room.place.now)
    let delivery = room.delivery()
    #expect(try delivery.turn(room.place.now) == .seconds(2))
    #expect(room.place.shown == ["outbox"])
    #expect(try room.files("outbox").filter { $0.hasPrefix("triage/") }.count == 1 && room.staged().count == 1)
    // What comes meanwhile is not held up either.
    try room.place.intake.take(TestFile(.report("t2", matter: nil)), at: room.place.now)
    #expect(try delivery.turn(room.place.now) == .seconds(2))
    #expect(try room.files("outbox").filter { $0.hasPrefix("triage/") }.count == 2)
    try room.remove("outbox/heshuikou")
    #expect(try delivery.turn(room.place.now) == nil)
    #expect(room.place.shown.isEmpty)
    #expect(try room.files("outbox").filter { $0.hasPrefix(Self.patrol) } == papers("r1"))
    try room.place.verify()
  }

  @Test func whoeverHasLostTheLockLaysNothingDown() throws {
    try owe("r1")
    room.place.takeAwayTheLock()
    #expect(throws: Failure.self) { try room.delivery().turn(room.place.now) }
    #expect(throws: Failure.self) { try room.delivery().recover(room.place.now) }
    #expect(try room.files("outbox").isEmpty && room.staged().isEmpty)
  }

  // MARK: What earlier runs left

  @Test func whatLayThereBeforeARestoreIsRecordedAndNotLaidDownAgain() throws {
    try owe("r1", "r2")
    var before = LaidDownNotices()
    before.insert(id: Self.id(papers("r1")[0]), address: Self.patrol)
    #expect(try room.delivery(laidDownBefore: before).turn(room.place.now) == nil)
    #expect(try room.files("outbox") == papers("r2") && room.counts().noticesDelivered == 2)
    try room.place.verify()
  }

  @Test func aStagedPaperThatNobodyWaitsForIsRemovedOnceAMinute() throws {
    try owe("r1")
    let delivery = room.delivery()
    try room.workOff(delivery)
    let name = Self.id(papers("r1")[0]) + ".json"
    // As one leaves it who wakes up after another has taken over; what is none of ours is left alone.
    try room.put("{}", at: "outbox/.staging/" + name)
    try room.put("{}", at: "outbox/.staging/0000000000000000n1.json")
    #expect(try delivery.turn(room.place.now) == nil)
    #expect(try room.staged() == ["0000000000000000n1.json"])
    try room.put("{}", at: "outbox/.staging/" + name)
    room.place.wait(59)
    _ = try delivery.turn(room.place.now)
    #expect(try room.staged().count == 2)
    room.place.wait(1)
    _ = try delivery.turn(room.place.now)
    #expect(try room.staged().count == 1)
  }

  // MARK: Anything

  @Test(arguments: [1, 2, 3] as [UInt64]) func whateverFailsEachIsLaidDownOnce(_ seed: UInt64) throws {
    var dice = SeededDice(seed)
    let troubles: [TroubledLedger.Trouble?] = [nil, nil, .full, .lostAnswer, .lostCommit]
    room.place.troubled.plan(.advance, (0..<40).map { _ in dice.pick(troubles) })
    room.place.troubled.plan(.owed, (0..<40).map { _ in dice.pick([nil, nil, nil, .full]) })
    var delivery = room.delivery()
    var (taken, count): (Set<String>, Int) = ([], 0)
    for _ in 0..<12 {
      let new = dice.pick([1, 4, 80])
      try room.place.intake.take(
        TestFile(records: (count..<(count + new)).map { .report("r\($0)") }), at: room.place.now)
      count += new
      turn(delivery)
      // The consumer takes what he finds, and never finds one twice.
      for paper in try room.files("outbox") where dice.next(below: 2) == 0 {
        #expect(taken.insert(paper).inserted, "seed \(seed), \(paper)")
        try room.remove("outbox/" + paper)
      }
      if dice.next(below: 8) == 0 { delivery = room.delivery() }
    }
    room.place.troubled.heal()
    try room.workOff(delivery)
    let left = try Set(room.files("outbox"))
    #expect(left.isDisjoint(with: taken) && left.count + taken.count == count, "seed \(seed)")
    #expect(try room.counts().noticesDelivered == count && room.staged().isEmpty, "seed \(seed)")
    try room.place.verify()
  }

  // MARK: Parts

  /// A turn that may fail, and then by a fault of the world.
  private func turn(_ delivery: Delivery) {
    do throws(Failure) { _ = try delivery.turn(room.place.now) } catch { #expect(error.isTransient) }
  }

  private func owe(_ reports: String...) throws {
    try room.place.intake.take(TestFile(records: reports.map { .report($0) }), at: room.place.now)
  }

  /// The papers of these reports, where they belong.
  private func papers(_ reports: String...) -> [String] {
    reports.map { "\(Self.patrol)/\(TestRecord.item(of: $0).itemID)n1.json" }.sorted()
  }

  private static func id(_ paper: String) -> String {
    String(paper.split(separator: "/").last?.dropLast(5) ?? "")
  }
}
