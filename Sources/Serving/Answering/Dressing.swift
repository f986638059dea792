internal import Crypto
internal import HTTPTypes
internal import HummingbirdCore
internal import Linux
internal import NIOCore
internal import Web

/// Puts on every answer what belongs to all: what browsers are to heed, the tag, the compression.
enum Dressing {
  private static let policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    + "base-uri 'none'; frame-ancestors 'none'"

  /// The answer as it goes out.
  ///
  /// - Parameter method: of the request; `HEAD` gets no body.
  static func response(_ answer: WebAnswer, to request: WebRequest?, method: HTTPRequest.Method) -> Response {
    var answer = answer
    if answer.status == 200, method == .get || method == .head { tag(&answer) }
    if answer.status == 200, let tag = answer.headers["etag"], request.map({ holds($0, tag) }) == true {
      answer.status = 304
      answer.body = []
    }
    var compressed = false
    if answer.mayCompress, answer.rest == nil, answer.body.count >= Gzip.least,
      request.map({ AcceptedCodings($0.headers.list("accept-encoding")).takes("gzip") }) == true,
      let bytes = Gzip.compress(answer.body)
    {
      answer.body = bytes
      compressed = true
    }
    var fields = fields(of: answer)
    fields[.date] = HTTPDate.text(ServiceClock.wallTime)
    if compressed { fields[.contentEncoding] = "gzip" }
    if answer.mayCompress { fields[.vary] = "accept-encoding, accept-language, cookie" }
    let status = HTTPResponse.Status(code: answer.status, reasonPhrase: WebAnswer.reason(answer.status))
    // What has no body by its nature names no length either (RFC 9110 §8.6).
    guard answer.status != 304 else { return bare(status, fields) }
    if method == .head {
      // How long a table is that is read as it is sent, nobody knows.
      guard answer.rest == nil else { return bare(status, fields) }
      fields[.contentLength] = String(answer.body.count)
      return Response(status: status, headers: fields)
    }
    return Response(status: status, headers: fields, body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)))
  }

  /// The fields of an answer, what it does not say itself added.
  static func fields(of answer: WebAnswer) -> HTTPFields {
    var fields = HTTPFields()
    for field in answer.headers.fields {
      if let name = HTTPField.Name(field.name) { fields.append(HTTPField(name: name, value: field.value)) }
    }
    for (name, value) in [
      ("content-security-policy", policy), ("x-content-type-options", "nosniff"), ("referrer-policy", "same-origin"),
      ("cross-origin-opener-policy", "same-origin"), ("cache-control", "private, no-cache"),
    ] where answer.headers[name] == nil {
      if let name = HTTPField.Name(name) { fields[name] = value }
    }
    return fields
  }

  private static func bare(_ status: HTTPResponse.Status, _ fields: HTTPFields) -> Response {
    var response = Response(status: status, headers: fields)
    response.headers[.contentLength] = nil
    return response
  }

  /// Weak, for the same content may come compressed or with another `now` (RFC 9110 §8.8.3).
  private static func tag(_ answer: inout WebAnswer) {
    guard answer.headers["etag"] == nil, answer.headers["cache-control"] != "no-store" else { return }
    let digest = SHA256.hash(data: answer.content)
    let text = digest.prefix(12).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    answer.headers.add("etag", "W/\"\(text)\"")
  }

  private static func holds(_ request: WebRequest, _ tag: String) -> Bool {
    guard let known = request.headers.list("if-none-match") else { return false }
    return known.contains { $0 == "*" || bareTag($0) == bareTag(tag) }
  }

  private static func bareTag(_ tag: String) -> Substring { tag.hasPrefix("W/") ? tag.dropFirst(2) : tag[...] }
}
