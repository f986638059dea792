import GridCore
import Testing
import Words

@testable import Couriers

/// What an answer means.
@Suite struct VerdictTests {
  private let now = Timestamp(seconds: 784_111_777)  // Sun, 06 Nov 1994 08:49:37 GMT

  private func judge(_ answer: Answer, _ form: Courier.Form = .standard) throws -> (word: String, wait: Int64?) {
    let target = try Target("https://robot.example.org/send?access_token=0123456789abcdef")
    switch Verdict(answer, to: Courier(name: "a", take: [], target: target, form: form), at: now) {
    case .delivered: return ("delivered", nil)
    case .retry(let why, let wait):
      #expect(!why.text.en.contains("0123456789abcdef"))
      return ("retry", wait)
    case .pause(_, let wait): return ("pause", wait)
    case .refused: return ("refused", nil)
    case .stopped: return ("stopped", nil)
    }
  }

  @Test(arguments: [
    (200, "delivered"), (202, "delivered"), (204, "delivered"), (301, "refused"), (302, "refused"), (307, "refused"),
    (400, "refused"), (401, "stopped"), (402, "refused"), (403, "stopped"), (404, "stopped"), (405, "refused"),
    (408, "retry"), (410, "stopped"), (413, "refused"), (415, "refused"), (422, "refused"), (425, "retry"),
    (429, "pause"), (500, "retry"), (501, "retry"), (502, "retry"), (503, "retry"), (504, "retry"),
  ]) func everyStatusHasItsMeaning(_ status: Int, _ word: String) throws {
    #expect(try judge(Answer(status: status)).word == word)
  }

  @Test(arguments: [
    ("120", 120_000), ("0", 0), ("999999999999", 3_600_000), ("Sun, 06 Nov 1994 08:51:37 GMT", 120_000),
    ("Sun, 06 Nov 1994 08:00:00 GMT", 0), ("Mon, 07 Nov 1994 08:00:00 GMT", 3_600_000), ("soon", nil), ("-1", nil),
    ("Sun, 32 Nov 1994 08:00:00 GMT", nil), ("1.5", nil), ("", nil),
  ]) func retryAfterIsReadInBothForms(_ text: String, _ milliseconds: Int64?) throws {
    #expect(RetryAfter(text, at: now)?.milliseconds == milliseconds)
  }

  @Test func aReceiverThatAsksForTimeGetsIt() throws {
    #expect(try judge(Answer(status: 503, retryAfter: "30")) == ("pause", 30_000))
    #expect(try judge(Answer(status: 429, retryAfter: "30")) == ("pause", 30_000))
    #expect(try judge(Answer(status: 429, retryAfter: "30"), .feishu) == ("pause", 60_000))
    #expect(try judge(Answer(trouble: .late)).word == "pause")
    #expect(try judge(Answer(trouble: .refused)).word == "retry")
  }

  @Test(arguments: [
    (Courier.Form.dingtalk, #"{"errcode":0,"errmsg":"ok"}"#, "delivered"),
    (.dingtalk, #"{"errcode":130101,"errmsg":"send too fast"}"#, "pause"),
    (.dingtalk, #"{"errcode":310000,"errmsg":"sign not match"}"#, "stopped"),
    (.dingtalk, #"{"errcode":300001,"errmsg":"token is not exist"}"#, "stopped"),
    (.dingtalk, #"{"errcode":430104,"errmsg":"bad words"}"#, "refused"),
    (.dingtalk, #"{"errcode":-1,"errmsg":"system busy"}"#, "retry"),
    (.wecom, #"{"errcode":0}"#, "delivered"), (.wecom, #"{"errcode":45009}"#, "pause"),
    (.wecom, #"{"errcode":93000}"#, "stopped"), (.wecom, #"{"errcode":40058}"#, "refused"),
    (.feishu, #"{"code":0,"msg":"success"}"#, "delivered"), (.feishu, #"{"StatusCode":0}"#, "delivered"),
    (.feishu, #"{"code":9499,"msg":"too many request"}"#, "pause"), (.feishu, #"{"code":11232}"#, "pause"),
    (.feishu, #"{"code":19021}"#, "stopped"), (.feishu, #"{"code":19001}"#, "stopped"),
    (.dingtalk, "<html>access_token=0123456789abcdef</html>", "retry"), (.wecom, "", "retry"),
    (.feishu, #"{"errcode":0}"#, "retry"),
  ]) func aRobotsNumberCountsAndNotItsStatus(_ form: Courier.Form, _ body: String, _ word: String) throws {
    let verdict = try judge(Answer(status: 200, body: Array(body.utf8)), form)
    #expect(verdict.word == word)
    if word == "pause" { #expect(verdict.wait == 60_000) }
  }

  @Test func whatAReceiverRepeatsOfItsURLIsNotShown() throws {
    let target = try Target("https://robot.example.org/send?access_token=0123456789abcdef")
    #expect("\(target)" == "https://robot.example.org")
    let said = target.redacted("POST /send?access_token=0123456789abcdef and 0123456789abcdef")
    #expect(!said.contains("0123456789abcdef"))
    #expect(!target.redacted("0123456789abcdef\u{301}").contains("0123456789abcde"))
    let near = try Target("https://robot.example.org:8443/send")
    #expect(near.redacted("no connection to robot.example.org:8443") == "no connection to robot.example.org")
  }
}
