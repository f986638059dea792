import Answers
import Formats
import GridCore
import Ledger
import LedgerStore
import LedgerStories
import Testing

/// Who drops a step waits for its answer, and for nothing else.
@Suite struct StepAnswersTests {
  private let intake: TestIntake

  init() throws {
    intake = TestIntake(ledger: try SQLiteLedger.inMemory())
    try intake.ledger.adopt(TestTown.rulesRecord)
  }

  private func question(_ step: String, on report: String) -> StepAnswers.Question {
    .init(item: TestRecord.item(of: report).itemID, identity: EventIdentity(source: "desk", id: step))
  }

  private func word(_ outcome: RecordOutcome) -> String {
    switch outcome {
    case .accepted, .ordered: "accepted"
    case .rejected: "rejected"
    case .duplicate: "duplicate"
    case .held: "held"
    }
  }

  @Test func eachAnswerIsToldOnceAsItComes() throws {
    try intake.take(TestFile(.report("r1")), TestFile(.report("r2")))
    var answers = StepAnswers([question("s1", on: "r1"), question("s2", on: "r2"), question("s3", on: "r1")])
    var told: [String] = []
    var pauses = 0
    let areAll = try answers.wait(
      opening: { intake.ledger }, until: { pauses > 9 },
      pause: {
        pauses += 1
        do {
          switch pauses {
          case 1: try intake.take(TestFile(.step("s2", .resolve, on: "r2")))
          case 2: try intake.take(TestFile(.step("s1", .void, on: "r1")))
          case 3: try intake.take(TestFile(.step("s3", .resolve, on: "r1")))
          default: break
          }
        } catch {
          Issue.record(error)
        }
      },
      tell: { question, outcome, _ in told.append("\(question.identity.id) \(word(outcome))") })
    #expect(areAll && answers.waiting.isEmpty)
    #expect(told == ["s2 accepted", "s1 accepted", "s3 rejected"])
    #expect(pauses == 3)
  }

  @Test func aHeldStepHasNoAnswerUntilItsItemComes() throws {
    try intake.take(TestFile(.step("s1", .accept, on: "later")))
    var answers = StepAnswers([question("s1", on: "later")])
    var told: [String] = []
    try answers.look(intake.ledger) { told.append("\($0.identity.id) \(word($1))\($2 === intake.ledger ? "" : "?")") }
    #expect(told.isEmpty && answers.waiting.count == 1)
    try intake.take(TestFile(.report("later")))
    try answers.look(intake.ledger) { told.append("\($0.identity.id) \(word($1))\($2 === intake.ledger ? "" : "?")") }
    #expect(told == ["s1 accepted"] && answers.waiting.isEmpty)
  }

  @Test func whenTheTimeIsOverThoseWithoutAnAnswerAreLeft() throws {
    var answers = StepAnswers([question("s1", on: "r1")])
    let areAll = try answers.wait(
      opening: { intake.ledger }, until: { true }, pause: { Issue.record("a pause") },
      tell: { _, _, _ in Issue.record("an answer") })
    #expect(!areAll && answers.waiting == [question("s1", on: "r1")])
  }
}
