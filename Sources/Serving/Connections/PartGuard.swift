internal import HTTPTypes
internal import NIOCore
internal import NIOHTTP1
internal import NIOHTTPTypes
internal import Web
internal import Words

/// Stands between the HTTP decoder and the answers: keeps the pace, answers what is no HTTP, and closes what is to be closed.
///
/// Bound to its event loop, as every handler of a channel is.
final class PartGuard: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  /// How long a closed door waits for the other side to have read why.
  private static let linger = TimeAmount.milliseconds(500)

  var pace = Pace(now: .now())
  /// What is known of the head that comes.
  var look = HeadLook()
  /// Whether the connection ends with the answer, of each request that came and is not answered yet.
  var closings: [Bool] = []
  private var hasAnswerBegun = false
  /// Of the request that is being read or answered.
  private var language: Language?
  private var method: String?
  private var mustClose = false
  private var isOver = false
  private let tell: @Sendable (ServeLog.Line) -> Void

  /// - Parameter tell: is told of what is answered here, which nobody behind hears of.
  init(_ tell: @escaping @Sendable (ServeLog.Line) -> Void) { self.tell = tell }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !isOver else { return }
    switch unwrapInboundIn(data) {
    case .head(let head):
      pace.headEnded(.now())
      (language, method) = (look.language, head.method.rawValue)
      look = HeadLook()
    case .body: break
    case .end: pace.bodyEnded()
    }
    context.fireChannelRead(data)
  }

  func channelInactive(context: ChannelHandlerContext) {
    // Whoever reads the body would take the end of the connection for its end.
    if pace.awaitsBody { context.fireErrorCaught(CutBody()) }
    context.fireChannelInactive()
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    guard !isOver else {
      promise?.fail(ChannelError.ioOnClosedChannel)
      return
    }
    switch unwrapOutboundIn(data) {
    case .head(let head):
      // An informational head (100 Continue) comes before the answer.
      if head.status.kind != .informational {
        hasAnswerBegun = true
        let wantsClose = closings.isEmpty ? false : closings.removeFirst()
        mustClose = wantsClose || head.headerFields[.connection] == "close"
      }
    case .body: break
    case .end:
      hasAnswerBegun = false
      pace.answered(.now())
      guard mustClose else { break }
      context.writeAndFlush(data, promise: promise)
      end(context)
      return
    }
    context.write(data, promise: promise)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    guard let error = error as? HTTPParserError else {
      context.fireErrorCaught(error)
      return
    }
    refuse(context, error != .headerOverflow ? .badRequest : look.isTooLong ? .targetTooLong : .headTooLarge)
  }

  /// Says why, where no answer has begun, and closes.
  func refuse(_ context: ChannelHandlerContext, _ code: ProblemCode) {
    guard !isOver else { return }
    if !hasAnswerBegun {
      // Of a head that came to its end the words are known; of one that still comes what it has said so far.
      let isBehindHead = !pace.awaitsHead
      let answer = GuardAnswer(code, (isBehindHead ? language : look.language) ?? .zh)
      let method = isBehindHead ? method : look.method
      let isHead = method == "HEAD"
      note(answer, method, bytes: isHead ? 0 : answer.body.readableBytes, context)
      context.write(wrapOutboundOut(.head(answer.head)), promise: nil)
      if !isHead { context.write(wrapOutboundOut(.body(answer.body)), promise: nil) }
      context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }
    end(context)
  }

  /// Says what was answered, as of every other request.
  func note(_ answer: GuardAnswer, _ method: String?, bytes: Int, _ context: ChannelHandlerContext) {
    tell(
      ServeLog.Line(
        method: method, route: nil, status: answer.head.status.code,
        microseconds: pace.spent(.now()).nanoseconds / 1_000, bytes: bytes, peer: Peer.name(of: context.channel)))
  }

  /// Lets the last bytes be read; a close with bytes unread would take them away (RFC 9112 §9.6).
  private func end(_ context: ChannelHandlerContext) {
    isOver = true
    context.close(mode: .output, promise: nil)
    let channel = context.channel
    context.eventLoop.scheduleTask(in: Self.linger) { channel.close(mode: .all, promise: nil) }
  }
}

/// A body whose connection ended before it did: what came of it is nothing that anybody sent.
struct CutBody: Error {}
