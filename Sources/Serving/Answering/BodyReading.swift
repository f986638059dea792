internal import Endpoints
internal import HTTPTypes
internal import HummingbirdCore
internal import NIOCore
internal import Web
internal import Words

/// Reads a body to its end, within its limit.
enum BodyReading {
  /// All of it; nothing where the door takes none.
  ///
  /// - Throws: 413 as soon as it is too long.
  ///
  /// - Parameter goOn: tells whoever waits for it to send the body (`100 Continue`).
  static func read(_ request: Request, limit: Int, goOn: () async throws -> Void) async throws -> [UInt8] {
    if let length = request.headers[.contentLength].flatMap(Int.init), length > limit { throw tooLarge(limit) }
    if request.headers[.expect]?.lowercased() == "100-continue" { try await goOn() }
    var bytes: [UInt8] = []
    for try await part in request.body {
      guard bytes.count + part.readableBytes <= limit else { throw tooLarge(limit) }
      bytes.append(contentsOf: part.readableBytesView)
    }
    return bytes
  }

  private static func tooLarge(_ limit: Int) -> Problem {
    Problem(
      .tooLarge,
      Bilingual(en: "the body is longer than \(limit) bytes", zh: "请求体超过 \(limit) 字节"))
  }
}
