internal import NIOCore
internal import NIOHTTP1

/// Refuses heads that two readers might understand in two ways, which the decoder lets through (RFC 9112 §3.2, §6.1).
///
/// It stands between the decoder and Hummingbird's own types, which keep only one `Host`.
final class HeadGuard: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias InboundOut = HTTPServerRequestPart

  private let parts: PartGuard

  /// - Parameter parts: is told of who knows no lasting connections.
  init(_ parts: PartGuard) { self.parts = parts }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if case .head(let head) = unwrapInboundIn(data) {
      if Self.isAmbiguous(head) {
        context.fireErrorCaught(HTTPParserError.unknown)
        return
      }
      // HTTP/1.0 closes unless somebody asks for more, which we do not give (RFC 9112 §9.3, §9.6).
      let options = head.headers[canonicalForm: "connection"].map { $0.lowercased() }
      parts.closings.append(head.version == .http1_0 || options.contains("close"))
    }
    context.fireChannelRead(data)
  }

  private static func isAmbiguous(_ head: HTTPRequestHead) -> Bool {
    guard head.headers["host"].count == 1 else { return true }
    // The absolute form wins over Host, for others; where they differ it is nobody's (RFC 9112 §3.2.2).
    for scheme in ["http://", "https://"] where head.uri.lowercased().hasPrefix(scheme) {
      let authority = head.uri.dropFirst(scheme.count).prefix { $0 != "/" && $0 != "?" }
      if authority.lowercased() != head.headers["host"][0].lowercased() { return true }
    }
    let codings = head.headers["transfer-encoding"]
    guard let coding = codings.first else { return false }
    // Only chunked is ours, and HTTP/1.0 knows none at all.
    return codings.count > 1 || coding.lowercased() != "chunked" || head.version == .http1_0
  }
}
