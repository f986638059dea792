internal import HTTPTypes
internal import NIOCore
internal import NIOHTTP1
internal import NIOHTTPTypes

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
  /// The line with the target of the head that comes.
  var line = FirstLine()
  /// Whether the other side takes the end of the connection for the end of the answer.
  var mustCloseAfterwards = false
  private var hasAnswerBegun = false
  private var mustClose = false
  private var isOver = false

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !isOver else { return }
    switch unwrapInboundIn(data) {
    case .head:
      pace.headEnded(.now())
      line = FirstLine()
    case .body: break
    case .end: pace.bodyEnded()
    }
    context.fireChannelRead(data)
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
        mustClose = mustCloseAfterwards || head.headerFields[.connection] == "close"
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

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    pace.writable(context.channel.isWritable, .now())
    context.fireChannelWritabilityChanged()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    guard let error = error as? HTTPParserError else {
      context.fireErrorCaught(error)
      return
    }
    refuse(context, error != .headerOverflow ? 400 : line.isTooLong ? 414 : 431)
  }

  /// Says why, where no answer has begun, and closes.
  func refuse(_ context: ChannelHandlerContext, _ status: Int) {
    guard !isOver else { return }
    if !hasAnswerBegun {
      let head = HTTPResponse(
        status: .init(code: status), headerFields: [.connection: "close", .contentLength: "0"])
      context.write(wrapOutboundOut(.head(head)), promise: nil)
      context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }
    end(context)
  }

  /// Lets the last bytes be read; a close with bytes unread would take them away (RFC 9112 §9.6).
  private func end(_ context: ChannelHandlerContext) {
    isOver = true
    context.close(mode: .output, promise: nil)
    let channel = context.channel
    context.eventLoop.scheduleTask(in: Self.linger) { channel.close(mode: .all, promise: nil) }
  }
}

/// How long the first line of a head is, so that a head that overflows is told which of its parts is too long.
struct FirstLine {
  /// A target of 8 KiB with its method and version.
  private static let longest = 8_192 + 32

  private var count = 0
  private var isWhole = false

  var isTooLong: Bool { count > Self.longest }

  /// More bytes of the head.
  mutating func take(_ bytes: some Collection<UInt8>) {
    guard !isWhole, !isTooLong else { return }
    for byte in bytes {
      if byte == UInt8(ascii: "\n") {
        isWhole = true
        return
      }
      count += 1
    }
  }
}
