internal import Crypto
internal import GridCore
internal import Synchronization
internal import Users
package import Web
internal import Words

/// Answers that many ask for at the same time, made once.
///
/// Guarantees: what is handed out shows at least what its asker's sight does (`Desk.sight`), and is kept for a second at the most. Two
/// who ask differently, or are shown other things, never get the same one; what belongs to a session, a form's token, is not part of it.
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
  private let state = Mutex(State())

  /// None yet.
  package init() {}

  /// The answer to a question; made by the first who asks, on `crew`, waited for by those who come meanwhile.
  ///
  /// - Parameter sight: how ledger and rules stand for who asks.
  package func answer(
    to question: Question, seeing sight: Desk.Sight, on crew: (any TaskExecutor)? = nil,
    _ make: @escaping @Sendable () async throws -> WebAnswer
  ) async throws -> WebAnswer {
    let task = state.withLock { state -> Task<WebAnswer, any Error>? in
      if question.now > state.now { state = State(now: question.now) }
      if let known = state.made[question], known.sight == sight { return known.task }
      guard question.now == state.now, state.made.count < Self.most, state.bytes < Self.mostBytes else { return nil }
      let task = Task(executorPreference: crew) { [self] in
        var answer = try await make()
        // Of a long answer the tag costs as much as sending it does.
        answer.tagged = Array(SHA256.hash(data: answer.content))
        keep(answer.body.count, at: question.now)
        return answer
      }
      state.made[question] = Made(sight: sight, task: task)
      return task
    }
    guard let task else { return try await make() }
    return try await task.value
  }

  private func keep(_ bytes: Int, at now: Timestamp) {
    state.withLock { state in if state.now == now { state.bytes += bytes } }
  }
}
