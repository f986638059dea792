internal import Endpoints
internal import HTTPTypes
internal import HummingbirdCore
internal import Linux
internal import NIOCore
internal import Web
internal import Words

/// Reads a body to its end, within its limit.
struct BodyReading {
  /// What was sent: held, or put aside where it is longer than that.
  struct Body {
    var bytes: [UInt8] = []
    var aside: UnnamedFile?
  }

  /// As much of one body as is held in memory while it comes: whoever sends slowly holds no more than this.
  static let held = 64 << 10

  let limit: Int
  /// Puts more bytes aside, first of all into a new file.
  let putAside: (UnnamedFile?, [UInt8]) async throws -> UnnamedFile

  /// Whether he waits with the body until he is told to send it (RFC 9110 §10.1.1).
  static func isAskedFor(_ request: Request) -> Bool { request.headers[.expect]?.lowercased() == "100-continue" }

  /// All of it; nothing where the door takes none.
  ///
  /// - Throws: 413 as soon as it is too long.
  ///
  /// - Parameter goOn: tells whoever waits for it to send the body (`100 Continue`).
  func read(_ request: Request, goOn: () async throws -> Void) async throws -> Body {
    let length = request.headers[.contentLength].flatMap(Int.init)
    if let length, length > limit { throw tooLarge }
    if Self.isAskedFor(request) { try await goOn() }
    var body = Body()
    var count = 0
    for try await part in request.body {
      count += part.readableBytes
      guard count <= limit else { throw tooLarge }
      body.bytes.append(contentsOf: part.readableBytesView)
      guard body.bytes.count > Self.held else { continue }
      body.aside = try await putAside(body.aside, body.bytes)
      body.bytes.removeAll(keepingCapacity: true)
    }
    guard count == length ?? count else { throw CutBody() }
    if let aside = body.aside {
      body.aside = try await putAside(aside, body.bytes)
      body.bytes = []
    }
    return body
  }

  private var tooLarge: Problem {
    Problem(
      .tooLarge,
      Bilingual(en: "the body is longer than \(limit) bytes", zh: "请求体超过 \(limit) 字节"))
  }
}
