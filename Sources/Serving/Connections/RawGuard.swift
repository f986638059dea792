internal import NIOCore
internal import Web
internal import Words

/// Stands before the HTTP decoder: sees each byte that comes and goes, and looks at the pace once a second.
final class RawGuard: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer
  typealias OutboundIn = IOData
  typealias OutboundOut = ByteBuffer

  private let parts: PartGuard
  private let isRefused: Bool
  private var isGone = false

  /// - Parameter isRefused: there are too many connections already.
  init(_ parts: PartGuard, isRefused: Bool) {
    self.parts = parts
    self.isRefused = isRefused
  }

  func channelActive(context: ChannelHandlerContext) {
    if isRefused {
      // Nothing was read yet: nobody knows in which language.
      let answer = GuardAnswer(.tooManyConnections, .zh)
      parts.note(answer, nil, bytes: answer.body.readableBytes, context)
      context.writeAndFlush(wrapOutboundOut(answer.bytes), promise: nil)
      context.close(promise: nil)
      return
    }
    look(context)
    context.fireChannelActive()
  }

  func channelInactive(context: ChannelHandlerContext) {
    isGone = true
    context.fireChannelInactive()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !isRefused else { return }
    let bytes = unwrapInboundIn(data).readableBytesView
    if parts.pace.awaitsHead { parts.look.take(bytes) }
    parts.pace.received(bytes.count, .now())
    context.fireChannelRead(data)
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    parts.pace.sent(unwrapOutboundIn(data).readableBytes)
    context.write(data, promise: promise)
  }

  private func look(_ context: ChannelHandlerContext) {
    guard !isGone else { return }
    do { parts.pace.untaken(try SendQueue.count(context), .now()) } catch {
      // A socket that tells nothing any more is one that is being closed.
      context.close(promise: nil)
      return
    }
    switch parts.pace.verdict(.now()) {
    case .goOn: break
    case .tooSlow:
      do {
        parts.refuse(try context.pipeline.syncOperations.context(handler: parts), .timeout)
      } catch { context.close(promise: nil) }
      return
    case .close:
      context.close(promise: nil)
      return
    }
    context.eventLoop.assumeIsolated().scheduleTask(in: .seconds(1)) { self.look(context) }
  }
}
