import GridCore
import Receiving
import Testing

/// A step may say how far its taker saw the item's history: of two who saw the same, one steps.
@Suite struct SeenTests {
  private let item = itemAtPost()

  /// What becomes of steps in one batch, on an item whose last line has this number.
  private func verdicts(_ events: [Event], line: Int64?) -> [Reception.Verdict] {
    var reception = Reception(
      book: Town.book, now: at("2026-03-02 11:00"), known: [:], items: [item.key: item],
      lines: line.map { [item.key: $0] } ?? [:], held: [:])
    for event in events { reception.take(event) }
    return reception.verdicts
  }

  private func note(_ id: String, seen: Int64?, _ changing: (inout StepRequest) -> Void = { _ in }) -> Event {
    stepEvent(id, .note, on: "r1") { step in
      step.note = "看过"
      step.seen = seen
      changing(&step)
    }
  }

  @Test func whoSawTheLastLineStepsAndWhoDidNotIsTold() {
    #expect(verdicts([note("a", seen: 7)], line: 7) == [.accepted("r1")])
    #expect(verdicts([note("a", seen: 8)], line: 7) == [.accepted("r1")], "of the ledger so much was seen")
    #expect(verdicts([note("a", seen: 6)], line: 7).map(\.why) == [.changed(seen: 6)])
    #expect(verdicts([note("a", seen: nil)], line: 7) == [.accepted("r1")], "who says nothing is not asked")
  }

  @Test func nobodyHasSeenWhatTheBatchItselfDid() {
    let answers = verdicts(
      [note("a", seen: 7), note("b", seen: 7), note("c", seen: nil), note("d", seen: 99)], line: 7)
    #expect(answers.map(\.why) == [nil, .changed(seen: 7), nil, .changed(seen: 99)])
  }

  @Test func ofAListEachItemIsLookedAtAlone() {
    let other = reportEvent("r2")
    let list = note("a", seen: 7) { $0 = StepRequest(kind: .note, items: [$0.item, itemID(of: "r2")]) }
    guard case .step(var step) = list.body else { return #expect(Bool(false)) }
    (step.note, step.seen) = ("看过", 7)
    let event = Event(
      identity: list.identity, key: list.key, time: nil, content: list.content, body: .step(step))
    guard case .acceptedList(let answers)? = verdicts([other, event], line: 7).last else { return #expect(Bool(false)) }
    #expect(answers.map { $0.refusal == nil } == [true, false], "r2 came in this batch")
  }

  @Test func aStepThatWaitedHasSeenNothing() {
    var step = StepRequest.request(.accept) { $0.items = [itemID(of: "r2")] }
    step.seen = 5
    var reception = Reception(
      book: Town.book, now: at("2026-03-02 10:00"), known: [:], items: [:],
      held: [itemID(of: "r2"): [.init(record: .stored(seq: 7), key: itemKey(of: "s0"), step: step)]])
    reception.take(reportEvent("r2"))
    #expect(reception.released.map(\.verdict.why) == [.changed(seen: 5)])
  }

  @Test func whoMayNotIsToldSoFirst() {
    let stranger = note("a", seen: 1) { ($0.asker, $0.seen) = ("jiangwei", 1) }
    #expect(verdicts([stranger], line: 7).map(\.why) == [.changed(seen: 1)], "a note is everybody's")
    let thief = stepEvent("b", .void, on: "r1") { ($0.asker, $0.note, $0.seen) = ("jiangwei", "x", 1) }
    #expect(verdicts([thief], line: 7).map(\.why) == [.notYours("jiangwei")])
  }
}
