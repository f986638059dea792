import GridCore
import Receiving
import Testing

@Suite struct ReceptionTests {
  // MARK: One identity, once

  @Test func aReportIsAcceptedOnceAndItsCopyIsADuplicate() {
    var shelf = Shelf()
    #expect(shelf.receive([reportEvent("r1"), reportEvent("r1")]) == [.accepted("r1"), .duplicate])
    #expect(shelf.receive([reportEvent("r1")]) == [.duplicate])
    #expect(shelf.items.count == 1)
    #expect(shelf.notices.count == 1)
    #expect(shelf.history("r1") == [.report])
  }

  @Test func otherContentUnderTheSameIdentityIsAConflictAndTheFirstStands() {
    let other = reportEvent("r1", Report(matter: "MU-001", grid: "jiangwei-01"), wording: "told otherwise")
    var shelf = Shelf()
    #expect(shelf.receive([reportEvent("r1"), other]) == [.accepted("r1"), .refused(.conflict)])
    #expect(shelf.receive([other, reportEvent("r1")]) == [.refused(.conflict), .duplicate])
    #expect(shelf.item("r1")?.facts.matter == "UM-001")
    #expect(shelf.notices.count == 1)
  }

  @Test func theSameIdFromAnotherSourceIsAnotherEvent() {
    var shelf = Shelf()
    let verdicts = shelf.receive([reportEvent("r1"), reportEvent("r1", source: "camera")])
    #expect(verdicts == [.accepted("r1"), .accepted(item: key(of: EventIdentity(source: "camera", id: "r1")))])
    #expect(shelf.items.count == 2)
  }

  @Test func identitiesThatDifferOnlyInSpellingAreTwoEvents() {
    var shelf = Shelf()
    #expect(
      shelf.receive([reportEvent("\u{E9}"), reportEvent("e\u{301}")]) == [.accepted("\u{E9}"), .accepted("e\u{301}")])
    #expect(shelf.items.count == 2)
  }

  @Test func anotherIdentityWithTheSameKeyIsRefused() {
    let first = reportEvent("r1")
    let second = Event(
      identity: EventIdentity(source: "hotline", id: "r2"), key: first.key, time: nil, content: first.content,
      body: .report(Report(matter: "MU-001", grid: "jiangwei-01")))
    var shelf = Shelf()
    #expect(shelf.receive([first, second]) == [.accepted("r1"), .refused(.keyCollision)])
    #expect(shelf.receive([second]) == [.refused(.keyCollision)])
    #expect(shelf.item("r1")?.identity == first.identity)
    #expect(shelf.item("r1")?.facts.matter == "UM-001")
  }

  @Test func spellingsOfOneNameWithOneKeyCollideAndAreNoDuplicate() {
    let first = reportEvent("\u{E9}")
    let second = Event(
      identity: EventIdentity(source: "hotline", id: "e\u{301}"), key: first.key, time: nil, content: first.content,
      body: first.body)
    var shelf = Shelf()
    #expect(shelf.receive([first, second]) == [.accepted("\u{E9}"), .refused(.keyCollision)])
  }

  @Test func aStepIsAcceptedOnceToo() {
    var shelf = Shelf()
    let accept = stepEvent("s1", .accept, on: "r1")
    #expect(shelf.receive([reportEvent("r1"), accept, accept]) == [.accepted("r1"), .accepted("r1"), .duplicate])
    #expect(shelf.receive([accept]) == [.duplicate])
    #expect(shelf.receive([stepEvent("s1", .accept, on: "r1", wording: "other")]) == [.refused(.conflict)])
    #expect(shelf.history("r1") == [.report, .step(.accept)])
  }

  // MARK: On the spot

  @Test func aReportPutRightOnTheSpotIsClosedAndLeavesNoDebt() {
    var shelf = Shelf()
    let resolved = OnSiteResolution(by: "李", at: nil, note: nil)
    let listed = reportEvent("r1", Report(matter: "UM-001", grid: "heshuikou-01", resolved: resolved))
    let unlisted = reportEvent("r2", Report(matter: "XX-999", resolved: resolved))
    #expect(shelf.receive([listed, unlisted, listed]) == [.accepted("r1"), .accepted("r2"), .duplicate])
    #expect(shelf.items.values.allSatisfy { $0.state.kind == .closed && $0.onSite && $0.clock.nextRung == nil })
    #expect(shelf.notices == [])
    #expect(shelf.receive([stepEvent("s1", .resolve, on: "r1")]).map(\.why) == [.state(.closed)])
  }

  // MARK: Steps

  @Test func aStepForAStoredItemIsTakenWithItsReceiptAndBook() {
    var shelf = Shelf()
    shelf.receive([reportEvent("r1")])
    let verdicts = shelf.receive([stepEvent("s1", .resolve, on: "r1")], at: at("2026-03-02 11:00"))
    #expect(verdicts == [.accepted("r1")])
    #expect(shelf.item("r1")?.state.kind == .closed)
    #expect(shelf.item("r1")?.memory.revision == 2)
  }

  @Test func stepsOnOneItemInOneBatchBuildOnOneAnother() {
    var shelf = Shelf()
    let verdicts = shelf.receive([
      reportEvent("r1"), stepEvent("s1", .accept, on: "r1"), stepEvent("s2", .resolve, on: "r1"),
      stepEvent("s3", .resolve, on: "r1"), stepEvent("s4", .reopen, on: "r1") { $0.note = "回潮" },
      stepEvent("s5", .void, on: "r1") { $0.note = "误报" },
    ])
    #expect(verdicts.map(\.why) == [nil, nil, nil, .state(.closed), nil, nil])
    #expect(shelf.item("r1")?.state.kind == .void)
    #expect(shelf.item("r1")?.memory.revision == 5)
    #expect(
      shelf.history("r1") == [.report, .step(.accept), .step(.resolve), .step(.reopen), .step(.void)])
    #expect(shelf.notices.map(\.rung) == [0, 0])
  }

  @Test func twoStepsOnAStoredItemInOneBatchBuildOnOneAnother() {
    var shelf = Shelf()
    shelf.receive([reportEvent("r1")])
    let verdicts = shelf.receive([stepEvent("s1", .resolve, on: "r1"), stepEvent("s2", .accept, on: "r1")])
    #expect(verdicts.map(\.why) == [nil, .state(.closed)])
  }

  @Test func aRefusedStepChangesNothingAndNamesTheLegalOnes() {
    var shelf = Shelf()
    shelf.receive([reportEvent("r1")])
    let before = shelf.item("r1")
    let verdict = shelf.receive([stepEvent("s1", .reopen, on: "r1") { $0.note = "回潮" }])[0]
    guard case .refused(.illegalStep(let refusal)) = verdict else {
      Issue.record("\(verdict)")
      return
    }
    #expect(refusal.step == .reopen)
    #expect(refusal.why == .state(.open))
    #expect(refusal.legal == [.accept, .return, .transfer, .extend, .suspend, .resolve, .void, .note])
    #expect(shelf.item("r1") == before)
    #expect(shelf.history("r1") == [.report])
  }

  @Test func aRefusedStepDoesNotOwnItsIdentity() {
    let event = stepEvent("s1", .void, on: "r1")
    let mended = stepEvent("s1", .void, on: "r1", wording: "mended") { $0.note = "误报" }
    var shelf = Shelf()
    let verdicts = shelf.receive([reportEvent("r1"), event, event, mended])
    #expect(verdicts.map(\.why) == [nil, .noteMissing, .noteMissing, nil])
    #expect(verdicts[3] == .accepted("r1"))
    #expect(shelf.item("r1")?.state.kind == .void)
  }

  // MARK: What is handed back

  @Test func everyChangeNamesTheRecordThatCausedItInOrder() {
    let held = StepRequest.request(.accept) { $0.items = [itemID(of: "r2")] }
    var reception = Reception(
      book: Town.book, now: at("2026-03-02 10:00"), known: [:], items: [:],
      held: [itemID(of: "r2"): [.init(record: .stored(seq: 7), key: itemKey(of: "s0"), step: held)]])
    let events = [
      reportEvent("r1"), reportEvent("r1"), stepEvent("s1", .accept, on: "r1"), reportEvent("r2"),
      stepEvent("s2", .resolve, on: "r1"),
    ]
    for event in events { reception.take(event) }
    let causes: [Reception.RecordReference] = [
      .batch(index: 0), .batch(index: 2), .batch(index: 3), .stored(seq: 7), .batch(index: 4),
    ]
    #expect(reception.changes.map(\.cause) == causes)
    #expect(reception.changes.map(\.change.isNew) == [true, false, true, false, false])
    #expect(reception.changes.map(\.change.item.key) == ["r1", "r1", "r2", "r2", "r1"].map(itemKey))
    #expect(reception.released.map(\.seq) == [7])
  }

  @Test func anEmptyReceptionHandsNothingBack() {
    let reception = Reception(book: Town.book, now: at("2026-03-02 10:00"), known: [:], items: [:], held: [:])
    #expect(reception.verdicts == [])
    #expect(reception.released.isEmpty)
    #expect(reception.changes.isEmpty)
  }
}
