internal import Crypto
internal import GridCore
internal import Synchronization
internal import Users
package import Web
internal import Words

/// Answers that many ask for at the same time, made once.
///
/// Guarantees: what is handed out is what would be made now. It is kept for a second at the most, and not at all once anything was
/// written into the ledger or the rules file; only where writes follow one another faster than five times a second may an answer to the
/// same question be 200 ms old, so that many who look do not slow down who writes. Two who ask differently, or are shown other things,
/// never get the same one; what belongs to a session, a form's token, is not part of it.
package final class SharedAnswers: Sendable {
  /// All that an answer is made of.
  package struct Question: Hashable, Sendable {
    let path: [String]
    let query: Query
    let language: Language
    let viewer: Viewer?
    let now: Timestamp

    /// What a call asks.
    package init(_ call: Call) {
      path = call.request.path
      query = call.request.query
      language = call.request.language
      viewer = call.viewer
      now = call.request.now
    }
  }

  private struct Made {
    let sight: Desk.Sight
    let begun: ContinuousClock.Instant
    /// How many were made of this question in its second.
    let count: Int
    let task: Task<WebAnswer, any Error>
  }

  private struct State {
    var now = Timestamp(seconds: .min)
    var made: [Question: Made] = [:]
    var bytes = 0
  }

  /// More than that are not kept, so that a second of a thousand different pages holds no memory.
  private static let most = 64
  private static let mostBytes = 4 << 20
  /// So many are made of one question in a second at once, whatever is written; from then on one each `pause`.
  private static let mostAtOnce = 5
  private let pause: Duration
  private let state = Mutex(State())

  /// None yet.
  package init(pause: Duration = .milliseconds(200)) {
    self.pause = pause
  }

  /// The answer to a question; made by the first who asks, on `crew`, waited for by those who come meanwhile.
  ///
  /// - Parameter sight: how ledger and rules stand for who asks.
  package func answer(
    to question: Question, seeing sight: Desk.Sight, on crew: (any TaskExecutor)? = nil,
    _ make: @escaping @Sendable () async throws -> WebAnswer
  ) async throws -> WebAnswer {
    let moment = ContinuousClock.now
    let task = state.withLock { state -> Task<WebAnswer, any Error>? in
      if question.now > state.now { state = State(now: question.now) }
      let known = state.made[question]
      if let known, known.sight == sight || (known.count >= Self.mostAtOnce && moment - known.begun < pause) {
        return known.task
      }
      guard question.now == state.now, state.made.count < Self.most, state.bytes < Self.mostBytes else { return nil }
      let task = Task(executorPreference: crew) { [self] in
        var answer = try await make()
        // Of a long answer the tag costs as much as sending it does.
        answer.tagged = Array(SHA256.hash(data: answer.content))
        keep(answer.body.count, at: question.now)
        return answer
      }
      state.made[question] = Made(sight: sight, begun: moment, count: (known?.count ?? 0) + 1, task: task)
      return task
    }
    guard let task else { return try await make() }
    return try await task.value
  }

  private func keep(_ bytes: Int, at now: Timestamp) {
    state.withLock { state in if state.now == now { state.bytes += bytes } }
  }
}
