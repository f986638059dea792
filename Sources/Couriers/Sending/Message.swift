package import GridCore
internal import JSON
package import Words

/// What is sent to a receiver: written anew for each try, because a signature holds the moment.
package struct Message: Sendable {
  package let url: String
  package let headers: [(name: String, value: String)]
  package let body: [UInt8]

  /// Writes notices, one for machines and any number for people, in a courier's form.
  ///
  /// - Parameters:
  ///   - now: of the signature; the body of one notice is the same at each try.
  ///   - language: of what people read, where the courier names none.
  package init(_ papers: [Paper], by courier: Courier, at now: Timestamp, language: Language) {
    precondition(!papers.isEmpty, "a message tells of something")
    let tongue = courier.language ?? language
    switch courier.form {
    case .standard:
      self.init(signed: Self.standard(papers[0]), type: "application/json", papers[0], courier, now)
    case .cloudevents:
      self.init(
        signed: Self.cloudEvent(papers[0]), type: "application/cloudevents+json; charset=utf-8", papers[0], courier, now
      )
    case .dingtalk:
      let time = now.seconds * 1000
      let sign = courier.secrets.first.map { secret in
        let text = Array("\(time)\n".utf8) + secret.bytes
        return "timestamp=\(time)&sign=" + Signature.escaped(Signature.sign(text, with: secret.bytes))
      }
      self.init(robot: courier, parameters: sign ?? "", Robots.dingTalk(papers, courier.link, tongue))
    case .wecom: self.init(robot: courier, parameters: "", Robots.weCom(papers, courier.link, tongue))
    case .feishu:
      let sign = courier.secrets.first.map { secret in
        (now.seconds, Signature.sign([], with: Array("\(now.seconds)\n".utf8) + secret.bytes))
      }
      self.init(robot: courier, parameters: "", Robots.feishu(papers, courier.link, tongue, sign: sign))
    }
  }

  private init(robot courier: Courier, parameters: String, _ body: [UInt8]) {
    url = courier.target.adding(parameters)
    headers = [("Content-Type", "application/json; charset=utf-8")]
    self.body = body
  }

  // Standard Webhooks 1.0: the same id at every try, and a signature a secret.
  private init(signed body: [UInt8], type: String, _ paper: Paper, _ courier: Courier, _ now: Timestamp) {
    var headers = [("Content-Type", type), ("webhook-id", paper.id), ("webhook-timestamp", "\(now.seconds)")]
    let signed = Array("\(paper.id).\(now.seconds).".utf8) + body
    let signatures = courier.secrets.map { "v1," + Signature.sign(signed, with: $0.bytes) }
    if !signatures.isEmpty { headers.append(("webhook-signature", signatures.joined(separator: " "))) }
    url = courier.target.url
    self.headers = headers.map { (name: $0.0, value: $0.1) }
    self.body = body
  }

  private static func standard(_ paper: Paper) -> [UInt8] {
    var json = JSONWriter(reservingCapacity: paper.bytes.count + 128)
    json.beginObject()
    json.field("type", "gridpost.notice.\(paper.kind)")
    json.field("timestamp", paper.at)
    json.key("data")
    json.raw(paper.bytes)
    json.endObject()
    return json.bytes
  }

  private static func cloudEvent(_ paper: Paper) -> [UInt8] {
    var json = JSONWriter(reservingCapacity: paper.bytes.count + 256)
    json.beginObject()
    json.field("specversion", "1.0")
    json.field("id", paper.id)
    json.field("source", "/gridpost/\(paper.address)")
    json.field("type", "gridpost.notice.\(paper.kind)")
    json.field("subject", paper.item)
    if let at = paper.at { json.field("time", at) }
    json.field("datacontenttype", "application/json")
    json.key("data")
    json.raw(paper.bytes)
    json.endObject()
    return json.bytes
  }
}
