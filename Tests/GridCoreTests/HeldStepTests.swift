import GridCore
import Receiving
import Testing

/// Steps that come before the report of their item.
@Suite struct HeldStepTests {
  @Test func aStepBeforeItsReportInOneBatchIsTakenWhenTheReportComes() {
    var shelf = Shelf()
    let verdicts = shelf.receive([stepEvent("s1", .resolve, on: "r1"), reportEvent("r2"), reportEvent("r1")])
    #expect(verdicts == [.accepted("r1"), .accepted("r2"), .accepted("r1")])
    #expect(shelf.item("r1")?.state.kind == .closed)
    #expect(shelf.item("r2")?.state.kind == .open)
    #expect(shelf.history("r1") == [.report, .step(.resolve)])
    #expect(shelf.held.isEmpty)
  }

  @Test func aStepBeforeItsReportIsHeldInTheLedgerUntilThen() {
    var shelf = Shelf()
    #expect(shelf.receive([stepEvent("s1", .accept, on: "r1")]) == [.held("r1")])
    #expect(shelf.receive([reportEvent("r2")]) == [.accepted("r2")])
    #expect(shelf.records[1] == .held("r1"))
    #expect(shelf.receive([reportEvent("r1")], at: at("2026-03-02 12:00")) == [.accepted("r1")])
    #expect(shelf.records[1] == .accepted("r1"))
    #expect(shelf.history("r1") == [.report, .step(.accept)])
    #expect(shelf.held.isEmpty)
    #expect(shelf.receive([reportEvent("r1")]) == [.duplicate])
    #expect(shelf.history("r1") == [.report, .step(.accept)])
  }

  @Test func severalHeldStepsAreTakenInTheOrderTheyCame() {
    var shelf = Shelf()
    shelf.receive([stepEvent("s1", .accept, on: "r1"), stepEvent("s2", .resolve, on: "r1")])
    shelf.receive([stepEvent("s3", .reopen, on: "r1") { $0.note = "回潮" }])
    let verdicts = shelf.receive([stepEvent("s4", .void, on: "r1") { $0.note = "误报" }, reportEvent("r1")])
    #expect(verdicts == [.accepted("r1"), .accepted("r1")])
    let history: [HistoryEntry.What] = [.report, .step(.accept), .step(.resolve), .step(.reopen), .step(.void)]
    #expect(shelf.history("r1") == history)
    #expect(shelf.item("r1")?.state.kind == .void)
    #expect(shelf.records.values.allSatisfy { $0 == .accepted("r1") })
  }

  @Test func aHeldStepThatTheItemDoesNotTakeIsRefusedWhenTheReportComes() {
    var shelf = Shelf()
    shelf.receive([stepEvent("s1", .void, on: "r1"), stepEvent("s2", .accept, on: "r1")])
    #expect(shelf.receive([reportEvent("r1")]) == [.accepted("r1")])
    #expect(shelf.records[1]?.why == .noteMissing)
    #expect(shelf.records[2] == .accepted("r1"))
    #expect(shelf.item("r1")?.state.kind == .open)
  }

  @Test func aHeldStepIsRefusedByAReportPutRightOnTheSpot() {
    var shelf = Shelf()
    let resolved = OnSiteResolution(by: nil, at: nil, note: nil)
    let verdicts = shelf.receive([
      stepEvent("s1", .resolve, on: "r1"),
      reportEvent("r1", Report(matter: "UM-001", grid: "heshuikou-01", resolved: resolved)),
    ])
    #expect(verdicts.map(\.why) == [.state(.closed), nil])
  }

  @Test func aCopyOfAHeldStepIsADuplicateAndOtherContentAConflict() {
    var shelf = Shelf()
    let event = stepEvent("s1", .accept, on: "r1")
    let other = stepEvent("s1", .resolve, on: "r1")
    #expect(shelf.receive([event, event, other]) == [.held("r1"), .duplicate, .refused(.conflict)])
    #expect(shelf.receive([event, other]) == [.duplicate, .refused(.conflict)])
    shelf.receive([reportEvent("r1")])
    #expect(shelf.history("r1") == [.report, .step(.accept)])
  }

  @Test func aStepForTextThatIsNoItemIsHeldAndHurtsNobody() {
    var shelf = Shelf()
    let verdicts = shelf.receive([
      stepEvent("s1", .accept, on: "r1") { $0.items = ["no such thing"] }, reportEvent("r1"),
      stepEvent("s2", .accept, on: "r1") { $0.items = [""] },
    ])
    #expect(verdicts == [.held(item: "no such thing"), .accepted("r1"), .held(item: "")])
    #expect(shelf.history("r1") == [.report])
  }

  @Test func aConflictingReportReleasesNothing() {
    var shelf = Shelf()
    shelf.receive([reportEvent("r1")])
    let verdicts = shelf.receive([
      stepEvent("s1", .accept, on: "r2"), reportEvent("r1", wording: "told otherwise"), reportEvent("r1"),
    ])
    #expect(verdicts == [.held("r2"), .refused(.conflict), .duplicate])
  }

  @Test func aHeldStepIsTakenAsOfTheMomentItsReportComes() {
    var shelf = Shelf()
    shelf.receive([stepEvent("s1", .resolve, on: "r1"), stepEvent("s2", .reopen, on: "r1") { $0.note = "回潮" }])
    shelf.receive([reportEvent("r1")], at: at("2026-03-03 10:00"))
    #expect(shelf.item("r1")?.clock.deadline == at("2026-03-04 10:00"))
  }

  // MARK: A held step that was refused does not own its identity

  static let lackingNote = stepEvent("s1", .void, on: "r1")
  static let mended = stepEvent("s1", .void, on: "r1", wording: "mended") { $0.note = "误报" }

  @Test func afterItsRefusalAHeldStepMayComeAgainInALaterBatch() {
    var shelf = Shelf()
    shelf.receive([Self.lackingNote])
    shelf.receive([reportEvent("r1")])
    #expect(shelf.records[1]?.why == .noteMissing)
    #expect(shelf.receive([Self.lackingNote]).map(\.why) == [.noteMissing])
    #expect(shelf.receive([Self.mended]) == [.accepted("r1")])
    #expect(shelf.item("r1")?.state.kind == .void)
  }

  @Test func afterItsRefusalAHeldStepMayComeAgainInTheSameBatch() {
    var shelf = Shelf()
    let verdicts = shelf.receive([Self.lackingNote, reportEvent("r1"), Self.lackingNote, Self.mended])
    #expect(verdicts.map(\.why) == [.noteMissing, nil, .noteMissing, nil])
    #expect(verdicts[3] == .accepted("r1"))
  }

  @Test func afterItsRefusalAStepHeldByTheLedgerMayComeAgainInTheBatchOfItsReport() {
    var shelf = Shelf()
    shelf.receive([Self.lackingNote])
    let verdicts = shelf.receive([reportEvent("r1"), Self.mended])
    #expect(shelf.records[1]?.why == .noteMissing)
    #expect(verdicts == [.accepted("r1"), .accepted("r1")])
  }
}
