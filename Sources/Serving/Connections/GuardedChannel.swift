internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import NIOHTTPTypes
internal import NIOHTTPTypesHTTP1

/// Hummingbird's HTTP/1.1 connection behind our guards: limits, framing, pace.
struct GuardedChannel: ServerChildChannel {
  typealias Value = HTTP1Channel.Value

  /// What all fields of a head have together, and one of them at most.
  static let headLimit = 16 << 10

  private let inner: HTTP1Channel
  private let gate: ConnectionGate

  /// - Parameter tell: is told of what the guards answer themselves.
  init(
    _ gate: ConnectionGate, tell: @escaping @Sendable (ServeLog.Line) -> Void,
    responder: @escaping HTTPChannelHandler.Responder
  ) {
    self.gate = gate
    let limits = HTTP1Channel.Configuration.DecoderConfiguration(
      maxHeaderFieldSize: Self.headLimit, maxHeaderListSize: Self.headLimit, maxHeaderFieldCount: 200)
    inner = HTTP1Channel(
      responder: responder,
      configuration: .init(additionalChannelHandlers: [PartGuard(tell)], httpDecoderConfiguration: limits))
  }

  func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
    let peer = Peer.name(of: channel)
    let enters = gate.enter(peer)
    if enters { channel.closeFuture.whenComplete { [gate] _ in gate.leave(peer) } }
    return inner.setup(channel: channel, logger: logger).flatMapThrowing { value in
      let pipeline = channel.pipeline.syncOperations
      let parts = try pipeline.handler(type: PartGuard.self)
      let codec = try pipeline.handler(type: HTTP1ToHTTPServerCodec.self)
      try pipeline.addHandler(HeadGuard(parts), position: .before(codec))
      try pipeline.addHandler(RawGuard(parts, isRefused: !enters), position: .first)
      return value
    }
  }

  func handle(value: Value, logger: Logger) async {
    await inner.handle(value: value, logger: logger)
  }
}

/// Who is at the ends of a connection.
enum Peer {
  /// The other's address, without the port; IPv4 in an IPv6 coat as IPv4; `unix` of a local socket.
  static func name(of channel: any Channel) -> String { name(channel.remoteAddress) ?? "unix" }

  /// Ours, the same way; nil of a local socket.
  static func ownName(of channel: any Channel) -> String? { name(channel.localAddress) }

  private static func name(_ address: SocketAddress?) -> String? {
    guard let address = address?.ipAddress else { return nil }
    return address.hasPrefix("::ffff:") && address.contains(".") ? String(address.dropFirst(7)) : address
  }
}
