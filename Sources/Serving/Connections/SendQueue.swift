internal import Glibc
internal import NIOCore

/// What was written on a connection and not taken at the other end.
enum SendQueue {
  /// How much of it our kernel holds at the most for one who hears a stream: what is written there is short, and whoever does not read
  /// it shall be known.
  static let ofStream = 16 << 10

  /// The bytes that lie here and with our kernel (tcp(7), unix(7): `SIOCOUTQ`). What the other end's kernel has, it has taken.
  static func count(_ context: ChannelHandlerContext) throws -> Int64 {
    let here = try context.channel.syncOptions?.getOption(.bufferedWritableBytes) ?? 0
    let there = try context.pipeline.syncOperations.withUnsafeTransportIfAvailable(of: NIOBSDSocket.Handle.self) {
      socket in
      var count: Int32 = 0
      guard ioctl(socket, UInt(TIOCOUTQ), &count) == 0 else { throw IOError(errnoCode: errno, reason: "ioctl") }
      return Int64(count)
    }
    return Int64(here) + (there ?? 0)
  }

  /// Makes the kernel hold no more than that.
  static func narrow(_ channel: any Channel) async throws {
    try await channel.setOption(.socketOption(.so_sndbuf), value: ofStream).get()
  }
}
