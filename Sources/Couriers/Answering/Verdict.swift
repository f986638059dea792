package import GridCore
package import Words

/// What an answer means for the message it answers.
package enum Verdict: Hashable, Sendable {
  /// It is the receiver's now.
  case delivered
  /// It is to be tried again, not sooner than in so many milliseconds.
  case retry(Why, notBefore: Int64?)
  /// It is to be tried again, and nothing else before: the receiver takes no more for so long, or cannot be reached.
  case pause(Why, notBefore: Int64?)
  /// It will never be taken.
  case refused(Why)
  /// Nothing will be taken until somebody mends the courier or its receiver.
  case stopped(Why)

  /// Why a message was not taken.
  package struct Why: Hashable, Sendable {
    /// The status of the answer.
    package var status: Int?
    /// The robot's own number.
    package var code: Int?
    /// Which trouble, where there was no answer.
    package var trouble: Answer.Trouble?
    /// In words, with what the receiver said.
    package var text: Bilingual
  }

  /// The longest that a receiver may ask us to wait, in milliseconds.
  static let longestWait: Int64 = 3_600_000

  /// What an answer means.
  ///
  /// - Parameter now: by which a moment in `Retry-After` is told.
  package init(_ answer: Answer, to courier: Courier, at now: Timestamp) {
    guard let status = answer.status else {
      self = Self.unanswered(answer, courier)
      return
    }
    let form = courier.form
    let said = Self.shown(answer.body, courier)
    let why = Why(
      status: status,
      text: Bilingual(
        en: "answered with \(status)" + (said.isEmpty ? "" : ": \(said)"),
        zh: "答复 \(status)" + (said.isEmpty ? "" : "：\(said)")))
    let wait = answer.retryAfter.flatMap { RetryAfter($0, at: now)?.milliseconds }
    switch status {
    case 200...299:
      self = form.isRobot ? RobotAnswer(answer.body, status, courier).verdict : .delivered
    case 401, 403, 404, 410: self = .stopped(why)
    case 429: self = .pause(why, notBefore: max(wait ?? 0, form.isRobot ? RobotAnswer.rest : 0))
    case 408, 425: self = .retry(why, notBefore: wait)
    case 300...499: self = .refused(why)
    default: self = wait == nil ? .retry(why, notBefore: nil) : .pause(why, notBefore: wait)
    }
  }

  private static func unanswered(_ answer: Answer, _ courier: Courier) -> Verdict {
    let trouble = answer.trouble ?? .broken
    let words = wording(trouble)
    // What libcurl says of a connection that failed is which address and port it was.
    let said = trouble == .unreachable ? "" : shown(Array(answer.words.utf8), courier)
    let why = Why(
      trouble: trouble,
      text: said.isEmpty ? words : Bilingual(en: "\(words.en): \(said)", zh: "\(words.zh)：\(said)"))
    switch trouble {
    case .refused, .url, .stopped: return .retry(why, notBefore: nil)
    case .late, .unresolved, .unreachable, .tls, .broken, .library: return .pause(why, notBefore: nil)
    }
  }

  /// The trouble in words.
  private static func wording(_ trouble: Answer.Trouble) -> Bilingual {
    switch trouble {
    case .late: Bilingual(en: "no answer in time", zh: "超时没有答复")
    case .unresolved: Bilingual(en: "the name of the host is not known", zh: "域名解析不了")
    case .refused:
      Bilingual(
        en: "its address is this machine's own, or one of its link (allow_local permits that)",
        zh: "地址是本机或本网段的（allow_local 可以放行）")
    case .unreachable: Bilingual(en: "no connection", zh: "连接不上")
    case .tls: Bilingual(en: "TLS failed", zh: "TLS 校验未通过")
    case .broken: Bilingual(en: "the connection broke", zh: "连接中断")
    case .stopped: Bilingual(en: "stopped by us", zh: "被我们中止")
    case .library:
      Bilingual(en: "libcurl is not on this machine (Debian: libcurl4)", zh: "本机没有 libcurl（Debian 的 libcurl4）")
    case .url: Bilingual(en: "the URL cannot be used", zh: "网址不能用")
    }
  }

  /// The beginning of what a receiver said, in one line, and nothing of its URL.
  static func shown(_ body: [UInt8], _ courier: Courier) -> String {
    let text = courier.target.redacted(String(decoding: body.prefix(4_000), as: UTF8.self))
    let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return neutralised(String(line.prefix(200)))
  }
}
