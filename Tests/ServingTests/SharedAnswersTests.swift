import Endpoints
import GridCore
import Ledger
import Synchronization
import Testing
import Users
import Web
import Words

/// What many ask for at the same time is made once, and nobody is handed what is not his answer.
@Suite struct SharedAnswersTests {
  /// Counts what is made; each has its number as body.
  private final class Maker: Sendable {
    let count = Atomic(0)

    func make() -> WebAnswer {
      .text("\(count.wrappingAdd(1, ordering: .relaxed).newValue)")
    }
  }

  private func question(
    _ second: Int64 = 7, language: Language = .zh, viewer: Viewer? = nil, query: Query = Query()
  ) -> SharedAnswers.Question {
    let request = WebRequest(path: ["items"], query: query, language: language, now: Timestamp(seconds: second))
    return SharedAnswers.Question(Call(request, viewer: viewer))
  }

  private func sight(_ revision: Int64) -> Desk.Sight {
    Desk.Sight(
      LedgerStanding(
        ledger: "l", epoch: 1, revision: revision, records: 0, recordChain: .zero, entries: 0, entryChain: .zero))
  }

  @Test func manyWhoAskTheSameGetOne() async throws {
    let (shared, maker) = (SharedAnswers(), Maker())
    try await withThrowingTaskGroup(of: WebAnswer.self) { group in
      for _ in 0..<50 {
        group.addTask {
          try await shared.answer(to: self.question(), seeing: self.sight(1)) {
            try await Task.sleep(for: .milliseconds(20))
            return maker.make()
          }
        }
      }
      for try await answer in group { #expect(answer.body == Array("1".utf8)) }
    }
    #expect(maker.count.load(ordering: .relaxed) == 1)
  }

  @Test func nobodyGetsAnothersAnswer() async throws {
    let (shared, maker) = (SharedAnswers(), Maker())
    let asked = [
      (question(), sight(1)), (question(language: .en), sight(1)), (question(viewer: Viewer(key: "zhang")), sight(1)),
      (question(query: Query([("q", "x")])), sight(1)), (question(), sight(2)), (question(8), sight(2)),
    ]
    for (place, (question, sight)) in asked.enumerated() {
      let answer = try await shared.answer(to: question, seeing: sight) { maker.make() }
      #expect(answer.body == Array("\(place + 1)".utf8))
    }
    // A second that is over is nobody's any more, nor does it push out the one that is.
    _ = try await shared.answer(to: question(7), seeing: sight(2)) { maker.make() }
    let again = try await shared.answer(to: question(8), seeing: sight(2)) { maker.make() }
    #expect(again.body == Array("6".utf8))
  }

  @Test func whatFailedIsToldToThoseWhoWaitedAndMadeAnewLater() async throws {
    let (shared, maker) = (SharedAnswers(), Maker())
    await #expect(throws: Problem.self) {
      try await shared.answer(to: question(), seeing: sight(1)) {
        throw Problem(.notReady, Bilingual(en: "e", zh: "z"))
      }
    }
    let answer = try await shared.answer(to: question(8), seeing: sight(1)) { maker.make() }
    #expect(answer.body == Array("1".utf8))
  }
}
