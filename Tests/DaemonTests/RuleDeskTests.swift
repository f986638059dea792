import Formats
import Foundation
import GridCore
import Laws
import Ledger
import LedgerStories
import Linux
import Spool
import Testing
import Words

@testable import Custody
@testable import Daemon

/// What becomes of a rules text, and what whoever asked is told. The clock is ours: nothing here waits.
@Suite struct RuleDeskTests {
  @Test func aTextIsAdoptedRefusedOrTheOneInForce() {
    let (old, new) = (TestTown.book(Array("old".utf8)), TestTown.book(Array("new".utf8)))
    #expect(Self.words(nil, old) == "refuse")
    #expect(Self.words(old, old) == "stays")
    #expect(Self.words(new, old) == "adopt \(new.digest.hex)")
  }

  private static func words(_ new: RuleBook?, _ old: RuleBook) -> String {
    switch RuleDesk.judge(new, inForce: old) {
    case .stays: "stays"
    case .adopt(let book): "adopt \(book.digest.hex)"
    case .refuse: "refuse"
    }
  }

  @Test func aGoodTextComesIntoForceOnceItHasSettled() throws {
    let office = try RuleOffice()
    try office.write(TestTown.writtenRules)
    #expect(try office.desk.look(awake: .zero) == .milliseconds(200))
    #expect(office.place.rules.current.digest == TestTown.book.digest && office.answers.isEmpty)
    #expect(try office.desk.look(awake: .milliseconds(200)) == nil)
    let digest = sha256(of: Array(TestTown.writtenRules.utf8))
    #expect(office.place.rules.current.digest == digest)
    #expect(try office.place.ledger.rulesInForce()?.digest == digest)
    #expect(try office.lastGood() == TestTown.writtenRules)
    #expect(office.adopted == 1)
    let answer = try #require(office.answers.last)
    #expect(answer.look.verdict == .inForce && answer.look.digest == digest && !answer.atOnce)
    #expect(try office.desk.look(awake: .seconds(2)) == nil)
    #expect(office.adopted == 1)
    try office.place.verify()
  }

  @Test func whoeverAsksIsAnsweredByALookThatBeganAfterwards() throws {
    let office = try RuleOffice()
    try office.write(TestTown.writtenRules)
    _ = try office.desk.look(awake: .zero)
    let asked = ServiceClock.bootNanoseconds
    office.reload.raise()
    // Not before there is something to say.
    #expect(try office.desk.look(awake: .milliseconds(100)) == .milliseconds(100))
    #expect(office.answers.isEmpty)
    #expect(try office.desk.look(awake: .milliseconds(200)) == nil)
    let answer = try #require(office.answers.last)
    #expect(answer.atOnce && answer.look.began >= asked && answer.look.verdict == .inForce)
    // One question, one answer.
    _ = try office.desk.look(awake: .seconds(3))
    #expect(office.answers.last?.atOnce == false)
  }

  @Test func aFaultyTextChangesNothingIsToldAndIsRefusedAgain() throws {
    let office = try RuleOffice()
    try office.write(TestTown.writtenRules.replacingOccurrences(of: "post: patrol", with: "post: patroll"))
    _ = try office.desk.look(awake: .zero)
    #expect(try office.desk.look(awake: .seconds(1)) == nil)
    #expect(office.place.rules.current.digest == TestTown.book.digest && office.adopted == 0)
    #expect(office.place.shown == ["rules"])
    #expect(office.place.said.contains { $0.contains("error[unknown-post]") })
    #expect(try office.place.ledger.incidents(limit: 1).first?.code == "rules")
    office.reload.raise()
    #expect(try office.desk.look(awake: .seconds(2)) == nil)
    #expect(office.answers.last?.look.verdict == .refused && office.answers.last?.atOnce == true)
    try office.write(TestTown.writtenRules)
    _ = try office.desk.look(awake: .seconds(3))
    _ = try office.desk.look(awake: .seconds(4))
    #expect(office.place.shown.isEmpty && office.adopted == 1)
  }

  @Test func aFileThatIsGoneIsRefusedAndItsReturnIsTheCure() throws {
    let office = try RuleOffice()
    #expect(try office.desk.look(awake: .zero) == nil)
    #expect(office.place.shown == ["rules"])
    #expect(office.answers.last?.look.verdict == .refused && office.answers.last?.look.digest == nil)
    try office.write(TestTown.writtenRules)
    _ = try office.desk.look(awake: .seconds(1))
    _ = try office.desk.look(awake: .seconds(2))
    #expect(office.place.shown.isEmpty)
  }

  @Test func aBookThatTheWorldKeptFromComingIntoForceComesOnceItIsWell() throws {
    let office = try RuleOffice()
    try office.write(TestTown.writtenRules)
    try office.moveStateAway(true)
    _ = try office.desk.look(awake: .zero)
    office.reload.raise()
    #expect(throws: Failure.self) { _ = try office.desk.look(awake: .seconds(1)) }
    #expect(office.place.rules.current.digest == TestTown.book.digest && office.answers.isEmpty)
    try office.moveStateAway(false)
    _ = try office.desk.look(awake: .seconds(2))
    #expect(try office.desk.look(awake: .seconds(3)) == nil)
    #expect(office.adopted == 1)
    // The question of before is answered now.
    #expect(office.answers.last?.atOnce == true)
  }

  @Test func aLadderThatGrewIsHeededByTheNextStartWhereThisOneIsKilled() throws {
    let office = try RuleOffice(TestTown.book(Array("none".utf8), rungs: 0))
    let place = office.place
    try place.intake.take(TestFile(.report("r1")), at: place.now)
    #expect(try office.presser(place.rules).turn(place.now) == nil)
    try office.write(TestTown.writtenRules)
    _ = try office.desk.look(awake: .zero)
    _ = try office.desk.look(awake: .seconds(1))
    #expect(office.adopted == 1 && office.hasWitness)
    // Killed here, and again while it looks.
    place.takeAwayTheLock()
    let first = try office.restarted()
    #expect(throws: Failure.self) { _ = try office.presser(first).turn(place.now) }
    #expect(first.ladder.isRaised && office.hasWitness)
    place.giveBackTheLock()
    let second = try office.restarted()
    #expect(second.ladder.isRaised)
    #expect(try office.presser(second).turn(place.now) != nil)
    #expect(!second.ladder.isRaised && !office.hasWitness)
    #expect(try place.ledger.item(TestRecord.item(of: "r1"))?.clock.nextRung != nil)
    // Whoever looks again changes nothing, and the start after that has nothing to look at.
    second.ladder.raise()
    #expect(try office.presser(second).press(place.now) == 0)
    #expect(try !office.restarted().ladder.isRaised)
  }

  @Test func onlyALadderOrACalendarThatReachesFurtherLeavesAWitness() throws {
    let office = try RuleOffice(TestTown.book(Array("two".utf8), rungs: 2))
    // As many rungs, but days that nobody knew before.
    try office.write(TestTown.writtenRules)
    _ = try office.desk.look(awake: .zero)
    _ = try office.desk.look(awake: .seconds(1))
    #expect(office.adopted == 1 && office.hasWitness && office.place.rules.ladder.isRaised)
    _ = try office.presser(office.place.rules).press(office.place.now)
    #expect(!office.hasWitness && !office.place.rules.ladder.isRaised)
    try office.write("# the same\n" + TestTown.writtenRules)
    _ = try office.desk.look(awake: .seconds(2))
    _ = try office.desk.look(awake: .seconds(3))
    #expect(office.adopted == 2 && !office.hasWitness && !office.place.rules.ladder.isRaised)
  }

  @Test func aChangeAnnouncedWhileAnotherIsHeededKeepsItsWitness() throws {
    let office = try RuleOffice()
    let ladder = office.place.rules.ladder
    try ladder.leaveWitness()
    ladder.raise()
    let changed = try ladder.heed { () throws(Failure) in
      try ladder.leaveWitness()
      return 0
    }
    #expect(changed == 0 && office.hasWitness)
    ladder.raise()
    _ = try ladder.heed { () throws(Failure) in 0 }
    #expect(!office.hasWitness)
  }
}

/// A desk with a rules file and a state folder of its own.
private final class RuleOffice {
  let place: Workplace
  let reload = Latch()
  private(set) var answers: [(look: RulesLook, atOnce: Bool)] = []
  private(set) var adopted = 0
  private let folder: String
  private let state: StateFolder
  private var path: String { folder + "/rules.yaml" }

  /// - Parameter book: the rules in force.
  init(_ book: RuleBook = TestTown.book) throws {
    folder = NSTemporaryDirectory() + "/gridpost-desk-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    state = try StateFolder(path: folder + "/state", create: true)
    place = try Workplace(book, in: state)
  }

  /// Whether a file beside the ledger says that items are to be looked at.
  var hasWitness: Bool { FileManager.default.fileExists(atPath: "\(folder)/state/\(LadderWitness.fileName)") }

  /// What a daemon finds that is started now.
  func restarted() throws -> RulesInForce {
    try RulesInForce(place.rules.current, in: state)
  }

  func presser(_ rules: RulesInForce) -> Presser {
    Presser(place.seat, rules: rules, clock: place.clock, journal: place.journal)
  }

  deinit {
    do { try FileManager.default.removeItem(atPath: folder) } catch { Issue.record(error) }
  }

  private(set) lazy var desk = RuleDesk(
    RuleAdoption(
      folder: state, seat: place.seat, rules: place.rules, clock: place.clock, line: StatusLine(.silent, language: .en)),
    watch: RulesWatch(path: path), start: RulesLook(path: path, began: 0, verdict: .inForce, digest: nil),
    alarms: place.alarms, journal: place.journal, reload: reload,
    show: { [unowned self] in answers.append((look: $0, atOnce: $1)) }, onAdopted: { [unowned self] in adopted += 1 })

  /// A new file in the place of the old one.
  func write(_ text: String) throws { try text.write(toFile: path, atomically: true, encoding: .utf8) }

  func lastGood() throws -> String {
    try String(contentsOfFile: "\(folder)/state/\(Settings.lastGoodName)", encoding: .utf8)
  }

  func moveStateAway(_ isAway: Bool) throws {
    let (here, away) = (folder + "/state", folder + "/away")
    try FileManager.default.moveItem(atPath: isAway ? here : away, toPath: isAway ? away : here)
  }
}
