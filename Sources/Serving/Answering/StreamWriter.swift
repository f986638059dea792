internal import Endpoints
internal import GridCore
internal import HTTPTypes
internal import HummingbirdCore
internal import Linux
internal import NIOCore
internal import Users
internal import Web

/// Tells what changes, as it changes, until somebody goes, is no longer let in, or we stop.
struct StreamWriter: Sendable {
  let responder: Responder
  let request: WebRequest
  /// As whom he came in.
  let viewer: Viewer?
  let question: StreamQuestion

  private static let pause = TimeAmount.milliseconds(200)
  private static let silence = Duration.seconds(5)
  /// When a browser comes again, in milliseconds.
  private static let retry = 2_000

  /// What it begins with.
  var head: WebAnswer {
    var head = WebAnswer(type: "text/event-stream; charset=utf-8")
    head.headers.add("cache-control", "no-store")
    // A proxy that gathers would hold changes back.
    head.headers.add("x-accel-buffering", "no")
    return head
  }

  func write(to writer: consuming ResponseWriter) async throws {
    let begun = ContinuousClock.now
    var body = try await writer.writeHead(
      HTTPResponse(status: .ok, headerFields: Dressing.fields(of: head)))
    let retry = ByteBuffer(string: "retry: \(Self.retry)\n\n")
    try await body.write(retry)
    var question = question
    var spoke = ContinuousClock.now - Self.silence
    while !responder.stopping.isRaised, isStillLetIn(after: ContinuousClock.now - begun) {
      let (text, next) = try await responder.run { [question] () throws(Problem) in
        var asked = question
        return (try asked.next(), asked)
      }
      question = next
      if !text.isEmpty {
        try await body.write(ByteBuffer(bytes: text))
        continue
      }
      if ContinuousClock.now - spoke >= Self.silence {
        let alive = try await responder.run { [question] () throws(Problem) in question.alive() }
        try await body.write(ByteBuffer(bytes: alive))
        spoke = ContinuousClock.now
      }
      try await responder.crew.sleep(Self.pause)
    }
    // Whoever was cut off is told when to come again.
    try await body.write(retry)
    try await body.finish(nil)
  }

  /// Whoever is taken out of the users, or changed, or whose session is over, hears nothing more.
  private func isStillLetIn(after span: Duration) -> Bool {
    guard responder.entrance.users != nil else { return true }
    var request = request
    request.now = request.now.adding(span.components.seconds)
    do { return try responder.entrance.visitor(request).viewer == viewer } catch { return false }
  }
}
