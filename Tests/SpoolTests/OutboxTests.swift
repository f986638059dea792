import Glibc
import Linux
import Testing

@testable import Spool

@Suite struct OutboxTests {
  let state: TemporaryState
  let outbox: Outbox

  init() throws {
    state = try TemporaryState()
    outbox = Outbox(state.folder)
  }

  private func stage(_ ids: String...) throws {
    for id in ids { try outbox.stage(id: id, bytes: Array("notice \(id)".utf8)) }
    try outbox.syncStaged()
  }

  @Test func aStagedNoticeIsLaidDownOnce() throws {
    try stage("n1", "n2")
    #expect(try outbox.stagedIDs().sorted() == ["n1", "n2"])
    let notices = [(id: "n1", to: ["c", "g", "patrol"]), (id: "n2", to: ["triage"])]
    #expect(try outbox.publish(notices) == [.laidDown, .laidDown])
    #expect(try state.text("outbox/c/g/patrol/n1.json") == "notice n1")
    #expect(try state.text("outbox/triage/n2.json") == "notice n2")
    unlink(state.path + "/outbox/triage/n2.json")
    #expect(try outbox.publish(notices) == [.alreadyGone, .alreadyGone])
    #expect(!state.exists("outbox/triage/n2.json"))
  }

  @Test func aNoticeAlreadyThereIsComparedAndNotReplaced() throws {
    let notices = [(id: "n1", to: ["triage"])]
    try stage("n1")
    _ = try outbox.publish(notices)
    try stage("n1")
    #expect(try outbox.publish(notices) == [.taken(same: true)])
    try outbox.stage(id: "n1", bytes: Array("other text".utf8))
    #expect(try outbox.publish(notices) == [.taken(same: false)])
    #expect(try state.text("outbox/triage/n1.json") == "notice n1")
    #expect(try outbox.isStaged("n1"))
    try outbox.unstage("n1")
    try outbox.unstage("n1")
    #expect(try !outbox.isStaged("n1"))
  }

  @Test func stagingAnewReplacesALongerHalf() throws {
    try outbox.stage(id: "n1", bytes: [UInt8](repeating: 65, count: 100))
    try outbox.stage(id: "n1", bytes: [66])
    #expect(try state.text("outbox/.staging/n1.json") == "B")
  }

  @Test func oneBadFolderDoesNotHoldUpTheOthers() throws {
    try stage("n1", "n2", "n3", "n4")
    let file = open(state.path + "/outbox/bad", O_WRONLY | O_CREAT, 0o644)
    close(file)
    symlink(state.path + "/quarantine", state.path + "/outbox/link")
    let answers = try outbox.publish([
      (id: "n1", to: ["bad", "g"]), (id: "n2", to: ["good"]), (id: "n3", to: ["link"]), (id: "n5", to: ["bad", "g"]),
    ])
    #expect(answers[0] == .failed(errno: ENOTDIR) && answers[1] == .laidDown && answers[3] == .alreadyGone)
    #expect([.failed(errno: ENOTDIR), .failed(errno: ELOOP)].contains(answers[2]))
    #expect(try outbox.stagedIDs().sorted() == ["n1", "n3", "n4"])
    #expect(!state.exists("quarantine/n3.json"))
    unlink(state.path + "/outbox/bad")
    #expect(try outbox.publish([(id: "n1", to: ["bad", "g"])]) == [.laidDown])
  }

  /// No rules make such addresses, but somebody may have written one into the ledger.
  @Test func anAddressThatIsNoPlaceHoldsUpNobody() throws {
    try stage("n1", "n2", "n3", "n4", "n5")
    let places = [["a", "..", "b"], ["a", "\u{0}"], [String(repeating: "x", count: 300)], [".staging"], ["good"]]
    let answers = try outbox.publish(places.enumerated().map { (id: "n\($0.offset + 1)", to: $0.element) })
    #expect(answers == Array(repeating: .failed(errno: EINVAL), count: 4) + [.laidDown])
  }

  @Test func aFolderRemovedUnderUsDoesNotLookLikePublished() throws {
    try stage("n1")
    mkdir(state.path + "/outbox/gone", 0o755)
    let target = try Descriptor.folder(
      terminated(state.path + "/outbox/gone"), in: AT_FDCWD, followingLinks: true, shownAs: "gone")
    rmdir(state.path + "/outbox/gone")
    #expect(try outbox.publish("n1", into: target) == .failed(errno: ENOENT))
  }

  @Test func whatIsNotOursInStagingIsPassedOver() throws {
    close(open(state.path + "/outbox/.staging/x y.json", O_WRONLY | O_CREAT, 0o644))
    close(open(state.path + "/outbox/.staging/.probe", O_WRONLY | O_CREAT, 0o644))
    #expect(try outbox.stagedIDs().isEmpty)
  }
}
