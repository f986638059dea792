import GridCore
import Testing
import Words

@testable import Formats

/// A refusal is stored without a language and comes back as it was told.
@Suite struct RefusalTests {
  static let badRecords = [
    "", "[1,]", #"{"a":1,"a":2}"#, #"{"id":"\ud800"}"#, "[[[[[]]]]]", "7", #"{"id":"x"}"#, #"{"source":"s"}"#,
    #"{"id":1,"source":"s"}"#, #"{"id":"x","source":"s","type":"rubbish"}"#, #"{"id":"x","source":"s","risk":"mauve"}"#,
    #"{"id":"x","source":"s","time":"noon"}"#, #"{"id":"x","source":"s","time":"1999-01-01T00:00:00Z"}"#,
    #"{"id":"x","source":"s","time":"2999-01-01T00:00:00Z"}"#, #"{"id":"x","source":"s","type":"accept"}"#,
    #"{"id":"x","source":"s","type":"extend","item":"i","by_limit":"soon"}"#,
    #"{"id":"x","source":"s","type":"check","item":"i","outcome":"so “so”"}"#,
    #"{"id":"x","source":"s","type":"accept","item":"i","report":{"source":"s","id":"r"}}"#,
    #"{"id":"x\u0001","source":"s"}"#, #"{"id":"x","source":"s","specversion":"0.3","type":"gridpost.report"}"#,
    #"{"id":"x","source":"s","specversion":"1.0"}"#, #"{"id":"x","source":"s","specversion":"1.0","type":"other"}"#,
    #"{"id":"x","source":"s","specversion":"1.0","type":"gridpost.report","data":[]}"#,
    #"{"id":"x","source":"s","specversion":"1.0","type":"gridpost.report","data":{},"data_base64":""}"#,
    #"{"id":"x","source":"s","specversion":"1.0","type":"gridpost.report","data_base64":"?"}"#,
    #"{"id":"x","source":"s","specversion":"1.0","type":"gridpost.report","data_base64":"e30K"} x"#,
    #"{"id":"x","source":"s","specversion":"1.0","type":"gridpost.report","data_base64":"WzFd"}"#,
    #"{"id":"x","source":"s","specversion":"1.0","type":"gridpost.report","data_base64":"ey19"}"#,
    "{\"id\":\"\u{202E}\u{0}", "\u{3000}{}",
  ]

  @Test(arguments: badRecords) func aStoredRefusalSaysWhatWasToldThen(_ record: String) throws {
    var limits = IntakeLimits()
    limits.maxDepth = 4
    let result = EventReader(limits: limits).read(Array(record.utf8)[...], received: Timestamp(seconds: 1_770_000_000))
    guard case .failure(let rejection) = result else {
      Issue.record("\(record) is taken")
      return
    }
    let told = rejection.refusal.placed(line: rejection.line, column: rejection.column)
    let stored = try #require(Refusal(code: told.code.rawValue, parameters: told.parameters))
    #expect(stored == told)
    #expect(stored.unplaced == rejection.refusal)
    #expect(stored.message.en == "\(rejection.line):\(rejection.column): \(rejection.message.en)")
    #expect(stored.message.zh == "\(rejection.line):\(rejection.column): \(rejection.message.zh)")
    #expect(!rejection.message.en.contains("“”") && !rejection.message.en.contains("  "), "\(rejection.message.en)")
  }

  @Test func parametersAreOneObjectWithSortedKeys() {
    let refusal = Refusal(.badValue, [.wanted: "pass, fail", .found: "a\"b", .name: "outcome"])
    #expect(refusal.parameters == #"{"found":"a\"b","name":"outcome","wanted":"pass, fail"}"#)
    #expect(Refusal(.conflict).parameters == "{}")
  }

  @Test func aRefusalOfAnotherVersionHasNoWordsHere() {
    #expect(Refusal(code: "of-tomorrow", parameters: "{}") == nil)
    #expect(Refusal(code: "conflict", parameters: "[]") == nil)
    #expect(Refusal(code: "conflict", parameters: "{") == nil)
  }

  @Test func whatOnlyAnotherVersionKnowsIsShownAsItIsStored() {
    let parameters = #"{"colour":"red","legal":"note,sing","state":"asleep","step":"wake","why":"state"}"#
    let refusal = Refusal(code: "illegal-step", parameters: parameters)
    #expect(refusal?.message.en == "an item that is asleep does not take “wake”; legal now: note, sing")
    #expect(refusal?.message.zh == "asleep的事项不能“wake”；当前可用步骤：备注(note)、sing")
  }

  @Test func everyCodeHasWordsOfItsOwn() {
    var told: [String: RejectionCode] = [:]
    for code in RejectionCode.allCases where code != .trailing {
      let words = Refusal(code).message
      #expect(!words.en.isEmpty && !words.zh.isEmpty)
      #expect(words.zh.unicodeScalars.contains { $0.value > 0x2E80 }, "\(code) is told in Chinese")
      for text in [words.en, words.zh] {
        #expect(told[text] == nil, "\(code) is told like \(told[text].map { "\($0)" } ?? "")")
        told[text] = code
      }
    }
  }

  @Test func aLongTextIsStoredOnlyAsFarAsItIsShown() {
    let record = #"{"id":"x","source":"s","risk":""# + String(repeating: "长", count: 100_000) + "\"}"
    let result = EventReader(limits: IntakeLimits()).read(
      Array(record.utf8)[...], received: Timestamp(seconds: 1_770_000_000))
    guard case .failure(let rejection) = result else {
      Issue.record("a long colour is taken")
      return
    }
    #expect(rejection.refusal.parameters.utf8.count < 400)
    #expect(rejection.message.en.contains(String(repeating: "长", count: 60) + "…”"))
  }
}
