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

  init(_ gate: ConnectionGate, responder: @escaping HTTPChannelHandler.Responder) {
    self.gate = gate
    let limits = HTTP1Channel.Configuration.DecoderConfiguration(
      maxHeaderFieldSize: Self.headLimit, maxHeaderListSize: Self.headLimit, maxHeaderFieldCount: 200)
    inner = HTTP1Channel(
      responder: responder,
      configuration: .init(additionalChannelHandlers: [PartGuard()], httpDecoderConfiguration: limits))
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

/// Who is at the other end of a connection.
enum Peer {
  /// His address, without the port; IPv4 in an IPv6 coat as IPv4; `unix` of a local socket.
  static func name(of channel: any Channel) -> String {
    guard let address = channel.remoteAddress?.ipAddress else { return "unix" }
    return address.hasPrefix("::ffff:") && address.contains(".") ? String(address.dropFirst(7)) : address
  }
}
