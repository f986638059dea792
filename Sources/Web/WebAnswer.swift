package import JSON
package import Words

/// What is answered over HTTP.
package struct WebAnswer: Sendable {
  /// The status (RFC 9110 §15).
  package var status: Int
  /// The head's fields; whoever listens adds what belongs to every answer.
  package var headers = WebHeaders()
  /// All of the body.
  package var body: [UInt8]
  /// What the `ETag` is made of where the body holds what changes though nothing did, as `now`; nil: the body.
  package var tagged: [UInt8]?
  /// What follows the body, where that is more than memory should hold; nil: nothing does.
  package var rest: WebPieces?
  /// Where the token of a form belongs in the body, which is the session's, not the page's; as many bytes wait there as it has.
  package var blanks: [Int] = []
  /// Whether the body may be compressed: not where it carries a form's token under a session (the BREACH attack).
  package var mayCompress: Bool { blanks.isEmpty }

  /// What tells it apart from another: all but the moment it was asked at. The first `"now":"…"` of an object says no more than that.
  package var content: [UInt8] {
    if let tagged { return tagged }
    let mark = Array(#""now":""#.utf8)
    guard body.first == UInt8(ascii: "{"),
      let start = body.prefix(256).indices.first(where: { body[$0...].starts(with: mark) }),
      let end = body[(start + mark.count)...].firstIndex(of: UInt8(ascii: "\""))
    else { return body }
    return Array(body[..<start]) + Array(body[end...])
  }

  /// An answer with a body of this media type; none where the type is nil.
  package init(status: Int = 200, type: String? = nil, _ body: [UInt8] = []) {
    self.status = status
    self.body = body
    if let type { headers.add("content-type", type) }
  }

  /// A page.
  package static func html(_ text: [UInt8], status: Int = 200) -> WebAnswer {
    WebAnswer(status: status, type: "text/html; charset=utf-8", text)
  }

  /// A table to take away, to be kept by nobody on the way.
  package static func csv(_ name: String, _ bytes: [UInt8]) -> WebAnswer {
    var answer = WebAnswer(type: "text/csv; charset=utf-8", bytes)
    answer.headers.add("content-disposition", "attachment; filename=\"\(name)\"")
    answer.headers.add("cache-control", "no-store")
    return answer
  }

  /// Plain text.
  package static func text(_ text: String, status: Int = 200) -> WebAnswer {
    WebAnswer(status: status, type: "text/plain; charset=utf-8", Array(text.utf8))
  }

  /// JSON, as a command prints it.
  package static func json(status: Int = 200, _ write: (inout JSONWriter) throws -> Void) rethrows -> WebAnswer {
    var writer = JSONWriter()
    try write(&writer)
    writer.endLine()
    return WebAnswer(status: status, type: "application/json", writer.bytes)
  }

  /// Go and look there (303): after a form, or to log in.
  package static func seeOther(_ location: String) -> WebAnswer {
    var answer = WebAnswer(status: 303)
    answer.headers.add("location", location)
    return answer
  }

  /// The words that belong to a status.
  package static func reason(_ status: Int) -> String {
    switch status {
    case 200: "OK"
    case 201: "Created"
    case 202: "Accepted"
    case 303: "See Other"
    case 304: "Not Modified"
    case 400: "Bad Request"
    case 401: "Unauthorized"
    case 403: "Forbidden"
    case 404: "Not Found"
    case 405: "Method Not Allowed"
    case 408: "Request Timeout"
    case 409: "Conflict"
    case 412: "Precondition Failed"
    case 413: "Content Too Large"
    case 414: "URI Too Long"
    case 415: "Unsupported Media Type"
    case 421: "Misdirected Request"
    case 422: "Unprocessable Content"
    case 429: "Too Many Requests"
    case 431: "Request Header Fields Too Large"
    case 500: "Internal Server Error"
    case 503: "Service Unavailable"
    default: "Status \(status)"
    }
  }

  /// The same for people: the title of a problem.
  package static func title(_ status: Int) -> Bilingual {
    let zh =
      switch status {
      case 400: "请求有误"
      case 401: "尚未登录"
      case 403: "没有权限"
      case 404: "没有找到"
      case 405: "不支持此方法"
      case 408: "请求超时"
      case 409: "与现状冲突"
      case 412: "情况已变"
      case 413: "内容过大"
      case 414: "请求目标过长"
      case 415: "不支持的内容类型"
      case 421: "主机名不符"
      case 422: "内容不合要求"
      case 429: "请求过多"
      case 431: "请求头过大"
      case 500: "服务器内部错误"
      case 503: "暂时不可用"
      default: "状态 \(status)"
      }
    return Bilingual(en: reason(status), zh: zh)
  }
}
