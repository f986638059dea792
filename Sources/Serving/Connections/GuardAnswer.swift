internal import HTTPTypes
internal import Linux
internal import NIOCore
internal import Web
internal import Words

/// What the guards of a connection answer themselves, before or while a request comes to whoever would: a problem as everywhere else.
struct GuardAnswer {
  let head: HTTPResponse
  let body: ByteBuffer

  /// - Parameter language: as far as the head that came has told it.
  init(_ code: ProblemCode, _ language: Language) {
    var answer = Self.problem(code).answer(language)
    answer.headers.add("connection", "close")
    var fields = Dressing.fields(of: answer)
    fields[.date] = HTTPDate.text(ServiceClock.wallTime)
    fields[.contentLength] = String(answer.body.count)
    head = HTTPResponse(
      status: .init(code: answer.status, reasonPhrase: WebAnswer.reason(answer.status)), headerFields: fields)
    body = ByteBuffer(bytes: answer.body)
  }

  /// All of it as it goes over the line, for a guard that stands before what writes heads.
  var bytes: ByteBuffer {
    var text = "HTTP/1.1 \(head.status.code) \(head.status.reasonPhrase)\r\n"
    for field in head.headerFields { text += "\(field.name.rawName): \(field.value)\r\n" }
    var buffer = ByteBuffer(string: text + "\r\n")
    buffer.writeImmutableBuffer(body)
    return buffer
  }

  private static func problem(_ code: ProblemCode) -> Problem {
    switch code {
    case .timeout:
      Problem(code, Bilingual(en: "the request came too slowly", zh: "请求发送过慢"))
    case .targetTooLong: .targetTooLong
    case .headTooLarge: Problem(code, Bilingual(en: "the head is longer than 16 KiB", zh: "请求头超过 16 KiB"))
    case .tooManyConnections:
      Problem(
        code, Bilingual(en: "there are too many connections; come again", zh: "连接过多，请稍后再试"), retryAfter: 5)
    default:
      Problem(
        code,
        Bilingual(
          en: "this cannot be read as a request, or in more than one way", zh: "无法识别的请求，或含义不止一种"))
    }
  }
}

extension Problem {
  /// A target that is too long, whoever sees it first.
  static let targetTooLong = Problem(
    .targetTooLong, Bilingual(en: "the target is longer than 8 KiB", zh: "请求目标超过 8 KiB"))
}
