internal import CZlib

/// Compresses answers (RFC 1952) by the system's zlib.
enum Gzip {
  /// Below this, what is saved is not worth the head.
  static let least = 860

  /// The bytes compressed; nil where they would not get shorter.
  static func compress(_ bytes: [UInt8], level: Int32 = 5) -> [UInt8]? {
    var stream = z_stream()
    guard gp_deflate_init_gzip(&stream, level) == Z_OK else { return nil }
    defer { deflateEnd(&stream) }
    // What does not fit into less than there was is sent as it is.
    var out = [UInt8](repeating: 0, count: bytes.count)
    var input = bytes
    let count = bytes.count
    let written: Int? = input.withUnsafeMutableBufferPointer { source in
      out.withUnsafeMutableBufferPointer { target in
        stream.next_in = source.baseAddress
        stream.avail_in = UInt32(count)
        stream.next_out = target.baseAddress
        stream.avail_out = UInt32(count)
        return deflate(&stream, Z_FINISH) == Z_STREAM_END ? count - Int(stream.avail_out) : nil
      }
    }
    return written.map { Array(out.prefix($0)) }
  }
}
