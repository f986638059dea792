internal import NIOCore
internal import NIOHTTP1

/// Refuses heads that two readers might understand in two ways, which the decoder lets through (RFC 9112 §3.2, §6.1).
///
/// It stands between the decoder and Hummingbird's own types, which keep only one `Host`.
final class HeadGuard: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias InboundOut = HTTPServerRequestPart

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if case .head(let head) = unwrapInboundIn(data), Self.isAmbiguous(head) {
      context.fireErrorCaught(HTTPParserError.unknown)
      return
    }
    context.fireChannelRead(data)
  }

  private static func isAmbiguous(_ head: HTTPRequestHead) -> Bool {
    guard head.headers["host"].count == 1 else { return true }
    let codings = head.headers["transfer-encoding"]
    guard let coding = codings.first else { return false }
    // Only chunked is ours, and HTTP/1.0 knows none at all.
    return codings.count > 1 || coding.lowercased() != "chunked" || head.version == .http1_0
  }
}
