import GridCore
import JSON
import Testing
import Words

@testable import Couriers

/// What is sent, to the letter.
@Suite struct MessageTests {
  private static let now = Timestamp(seconds: 1_614_265_330)

  static func notice(_ summary: String = "门口有人摆摊", id: String = "i1n1") -> String {
    var json = JSONWriter()
    json.string(summary)
    let text = String(decoding: json.bytes, as: UTF8.self)
    return
      #"{"notice":"\#(id)","item":"i1","seq":7,"kind":"task","rung":0,"to":{"community":"hsk","grid":"hsk-03","post":"patrol"},"#
      + #""matter":"UM-001","matter_name":"占道经营","received_at":"2026-03-02T02:00:00Z","#
      + #""deadline_local":"2026-03-02T12:00:00+08:00","provisional":false,"reason":null,"#
      + #""event":{"summary":\#(text),"reporter":"张三 13800138000"}}"#
  }

  static func paper(_ text: String = notice(), id: String = "i1n1") throws -> Paper {
    try #require(Paper(Array((text + "\n").utf8), id: id))
  }

  private func message(
    _ form: Courier.Form, _ papers: [Paper], secrets: [Secret] = [], link: String? = nil,
    to url: String = "https://example.org/x?access_token=abc"
  ) throws -> Message {
    var courier = Courier(name: "a", take: [], target: try Target(url), form: form, secrets: secrets)
    courier.link = link
    return Message(papers, by: courier, at: Self.now, language: .zh)
  }

  private func body(_ message: Message) -> String { String(decoding: message.body, as: UTF8.self) }

  // As `sign` of the Python library standardwebhooks has it.
  @Test func aSignatureIsThatOfStandardWebhooks() {
    let key: [UInt8] = [
      0x31, 0xF2, 0x90, 0xF6, 0xBF, 0x06, 0x29, 0x8A, 0xAB, 0x4F, 0x08, 0xD4, 0x3C, 0x3F, 0x08, 0x2C, 0xF6, 0x48, 0xA3,
      0x62, 0xDA, 0x2D, 0xA4, 0xB0,
    ]
    let signed = Array(#"n1.1614265330.{"test": 2432232314}"#.utf8)
    #expect(Signature.sign(signed, with: key) == "SjrVBwKE2yRpMbi8sFD7mLEefEFTQBJnkcBCvu9G194=")
  }

  @Test func theStandardFormCarriesTheNoticeAsItIs() throws {
    let text = Self.notice()
    let secrets = [Secret(bytes: Array("0123456789abcdef".utf8)), Secret(bytes: Array("fedcba9876543210".utf8))]
    let message = try message(.standard, [Self.paper()], secrets: secrets)
    #expect(body(message) == #"{"type":"gridpost.notice.task","timestamp":"2026-03-02T02:00:00Z","data":\#(text)}"#)
    let headers = Dictionary(uniqueKeysWithValues: message.headers.map { ($0.name, $0.value) })
    #expect(headers["webhook-id"] == "i1n1" && headers["webhook-timestamp"] == "1614265330")
    let signed = Array("i1n1.1614265330.".utf8) + message.body
    let wanted = secrets.map { "v1," + Signature.sign(signed, with: $0.bytes) }.joined(separator: " ")
    #expect(headers["webhook-signature"] == wanted)
    #expect(message.url == "https://example.org/x?access_token=abc")
  }

  @Test func aCloudEventIsStructured() throws {
    let message = try message(.cloudevents, [Self.paper()])
    #expect(
      body(message).hasPrefix(
        #"{"specversion":"1.0","id":"i1n1","source":"/gridpost/hsk/hsk-03/patrol","type":"gridpost.notice.task","#
          + #""subject":"i1","time":"2026-03-02T02:00:00Z","datacontenttype":"application/json","data":{"notice":"i1n1","#
      ))
    #expect(message.headers.contains { $0 == ("Content-Type", "application/cloudevents+json; charset=utf-8") })
    #expect(!message.headers.contains { $0.name == "webhook-signature" })
  }

  @Test func robotsAreSignedEachInItsWay() throws {
    let secret = [Secret(bytes: Array("SECabc".utf8))]
    let ding = try message(.dingtalk, [Self.paper()], secrets: secret)
    #expect(
      ding.url == "https://example.org/x?access_token=abc&timestamp=1614265330000&sign="
        + "Dy1F%2FAubx%2BVl1q9BdFWhQl%2ByLBt9I7LKkq%2BLHdiIV8M%3D")
    let feishu = body(try message(.feishu, [Self.paper()], secrets: secret))
    #expect(
      feishu.hasPrefix(
        #"{"timestamp":"1614265330","sign":"wO1pS8z+IPGFfctrjAufRDJUeH4E0f74ftlvUKQ5gr4=","msg_type":"interactive","#))
    #expect(try message(.wecom, [Self.paper()]).url == "https://example.org/x?access_token=abc")
  }

  @Test(arguments: [Courier.Form.dingtalk, .wecom, .feishu])
  func nothingOfAnOutsideTextCallsOrLeadsOrMarks(_ form: Courier.Form) throws {
    let hostile =
      "@all <at id=all></at> **b** [x](http://evil.com/a) www.evil.com # ## `c` ~~d~~ \u{202e}abc\n> q\n- e | f"
    let message = body(try message(form, [Self.paper(Self.notice(hostile))], link: "https://board.example"))
    for mark in ["@", "<at", "evil.com", "http://", "](http:", "`", "~~", "\u{202e}", "\\n> q", "\\n- e", "**b"] {
      #expect(!message.contains(mark), "\(mark) in \(message)")
    }
    #expect(message.contains("https://board.example/items/i1"))
    #expect(message.contains("占道经营") && message.contains("2026-03-02 12:00"))
    // Who reported is nobody's business in a group.
    #expect(!message.contains("张三"))
  }

  @Test(arguments: [(Courier.Form.dingtalk, 20_000), (.wecom, 4_096), (.feishu, 30_000)])
  func aMessageKeepsWithinTheSizeOfItsHouse(_ form: Courier.Form, _ most: Int) throws {
    let long = String(repeating: "街道办\u{1F600}\"", count: 20_000)
    let papers = try (0..<50).map { try Self.paper(Self.notice(long, id: "n\($0)"), id: "n\($0)") }
    for group in [[papers[0]], papers] {
      let message = try message(form, group, link: "https://board.example")
      if form == .wecom {
        let tree = try #require(JSONTree(message.body))
        let text = try #require(tree["markdown"]["content"].text)
        #expect(text.utf8.count <= most && text.utf8.count > most / 8)
      } else {
        #expect(message.body.count <= most)
      }
      #expect(body(message).contains("https://board.example"))
    }
  }

  @Test func aDigestHasTwentyLinesAndSaysHowManyMore() throws {
    let papers = try (0..<23).map { try Self.paper(Self.notice(id: "n\($0)"), id: "n\($0)") }
    let text = body(try message(.wecom, papers))
    #expect(text.contains("23 张通知单") && text.contains("20、") && !text.contains("21、") && text.contains("还有 3 张"))
  }

  @Test(arguments: ["", "{}", "[]", #"{"notice":"x","item":"i","kind":"task"}"#, #"{"notice":"i1n1"}"#, "{"])
  func whatIsNoNoticeIsNone(_ text: String) { #expect(Paper(Array(text.utf8), id: "i1n1") == nil) }

  @Test func aNoticeOfOldHasNoPlace() throws {
    let text = Self.notice().replacing(#""seq":7,"#, with: "")
    #expect(try Self.paper(text).seq == nil)
    #expect(try Self.paper().seq == 7)
    #expect(try Self.paper().address == "hsk/hsk-03/patrol")
  }
}
