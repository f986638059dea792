import JSON
import Receiving
import Testing
import Words

@testable import Formats
@testable import GridCore

/// A refusal is stored without a language and comes back as it was told.
@Suite struct RefusalTests {
  static let badRecords = [
    "", "[1,]", #"{"a":1,"a":2}"#, #"{"id":"\ud800"}"#, "[[[[[]]]]]", "7", #"{"id":"x"}"#, #"{"source":"s"}"#,
    #"{"id":1,"source":"s"}"#, #"{"id":"x","source":"s","type":"rubbish"}"#, #"{"id":"x","source":"s","risk":"mauve"}"#,
    #"{"id":"x","source":"s","time":"noon"}"#, #"{"id":"x","source":"s","time":"1999-01-01T00:00:00Z"}"#,
    #"{"id":"x","source":"s","time":"2999-01-01T00:00:00Z"}"#, #"{"id":"x","source":"s","type":"accept"}"#,
    #"{"id":"x","source":"s","type":"extend","item":"i","by_limit":"soon"}"#,
    #"{"id":"x","source":"s","type":"visit","item":"i","satisfaction":4.5}"#,
    #"{"id":"x","source":"s","type":"note","items":["i"],"item":"i"}"#,
    #"{"id":"x","source":"s","type":"note","items":[\#((1...201).map { "\"\($0)\"" }.joined(separator: ","))]}"#,
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

  // MARK: What the core decides

  private static let whys: [StepRefusal.Why] =
    [
      .state(.void), .notInTriage, .inTriage, .alreadyAccepted, .noteMissing,
      .stillInTriage(AssignmentReason(kind: .unknownGrid, subject: "hsk-0“3"), suggestions: ["hsk-03", "hsk-08"]),
      .stillInTriage(AssignmentReason(kind: .noGrid, subject: ""), suggestions: []),
      .badValue(.init("to", "hsk/hsk-03/patroll", .unknown, suggestions: ["hsk/hsk-03/patrol"])),
      .badValue(.init("outcome", "so-so", .unknown, suggestions: ["pass", "fail", "unreached"])),
    ] + StepTable.Condition.allCases.map { .condition($0) }
    + StepRefusal.BadValue.Problem.allCases.map { .badValue(.init("until", $0 == .missing ? nil : "长\n", $0)) }

  @Test func aRefusalOfTheCoreIsStoredAndToldAgain() throws {
    var told: Set<String> = []
    for why in Self.whys {
      let decided = StepRefusal(step: .suspend, why: why, legal: [.accept, .note])
      let refusal = Refusal(decided: .illegalStep(decided))
      #expect(refusal.code == (decided.isBadValue ? .badValue : .illegalStep))
      let stored = try #require(Refusal(code: refusal.code.rawValue, parameters: refusal.parameters))
      #expect(stored == refusal)
      for text in [stored.message.en, stored.message.zh] {
        #expect(told.insert(text).inserted, "\(why) is told like another: \(text)")
        #expect(!text.contains("“”") && !text.contains("\n"))
      }
      #expect(stored.message.en.contains("legal now: accept, note") == !decided.isBadValue || why == .noteMissing)
    }
  }

  @Test func whatIsMeantIsSuggested() {
    let unknown = StepRefusal(
      step: .transfer, why: .badValue(.init("to", "x", .unknown, suggestions: ["a/b/c", "a/b/d", "e/f/g"])), legal: [])
    #expect(
      Refusal(decided: unknown).message.en
        == "“to” is “x”, which the rules do not know; did you mean “a/b/c”, “a/b/d” or “e/f/g”?")
    #expect(Refusal(decided: unknown).message.zh == "“to”的值“x”不在规则之内；是不是“a/b/c”、“a/b/d”、“e/f/g”？")
    let missing = StepRefusal(step: .extend, why: .badValue(.init("by_limit", nil, .missing)), legal: [])
    #expect(Refusal(decided: missing).message.zh == "“延期(extend)”须写明“by_limit”")
  }

  @Test func whatTheFirstVersionsDecidedIsSaidAsTheySaidIt() {
    let triage = StepRefusal(step: .reopen, why: .inTriage, legal: [.assign, .resolve, .void, .note])
    #expect(
      Refusal(decided: triage, as: .second).parameters
        == #"{"legal":"assign,accept,resolve,void,note","state":"open","step":"reopen","why":"state"}"#)
    let still = StepRefusal(
      step: .assign, why: .stillInTriage(AssignmentReason(kind: .noGrid, subject: ""), suggestions: ["x"]),
      legal: [.assign, .resolve, .void, .note])
    let old = Refusal(decided: still, as: .third)
    #expect(old.code == .illegalStep)
    #expect(
      old.parameters
        == #"{"legal":"assign,accept,resolve,void,note","reason":"no-grid","step":"assign","subject":"","why":"still-in-triage"}"#
    )
    #expect(
      Refusal(decided: .unsupportedStep(.transfer), as: .third).parameters
        == #"{"legal":"assign,accept,resolve,reopen,void,note","step":"transfer"}"#)
  }

  @Test func aListKeepsWhatEachItemSaid() throws {
    let illegal = StepRefusal(step: .accept, why: .state(.void), legal: [.note])
    let verdicts: [Reception.ItemVerdict] = [
      .init(item: "a\"b", refusal: nil), .init(item: "b", refusal: .illegalStep(illegal)),
      .init(item: "c", refusal: .unknownItem),
    ]
    let list = ListVerdicts(verdicts)
    #expect(ListVerdicts(parameters: list.parameters) == list)
    var writer = JSONWriter()
    writer.beginObject()
    list.writeExported(to: &writer)
    writer.endObject()
    #expect(
      String(decoding: writer.bytes, as: UTF8.self)
        == #"{"items":[{"item":"a\"b","state":"accepted","reason":null},"#
        + #"{"item":"b","state":"rejected","reason":"illegal-step"},{"item":"c","state":"rejected","reason":"unknown-item"}]}"#
    )
    #expect(ListVerdicts(parameters: "{}") == nil && ListVerdicts(parameters: "") == nil)
    #expect(ListVerdicts(parameters: #"{"items":[{"item":7}]}"#) == nil)
    let none = Refusal(decided: .noneOfList(Array(verdicts.dropFirst())))
    #expect(none.code == .noneOfList)
    let stored = try #require(Refusal(code: "none-of-list", parameters: none.parameters))
    #expect(stored == none && ListVerdicts(parameters: none.parameters) == none.verdicts)
    #expect(
      stored.message.en
        == "no item of 2 took the step: “b”: an item that is void does not take “accept”; legal now: note; "
        + "“c”: no report made the item known in time")
    #expect(stored.placed(line: 1, column: 2).unplaced == stored)
  }

  @Test func aListWhoseItemsAllSayTheSameIsRefusedWithThatCode() throws {
    let all = (1...200).map { Reception.ItemVerdict(item: "i\($0)", refusal: .unknownItem) }
    let refusal = Refusal(decided: .noneOfList(all))
    #expect(refusal.code == .unknownItem)
    let stored = try #require(Refusal(code: "unknown-item", parameters: refusal.parameters))
    #expect(stored == refusal)
    #expect(stored.message.en.hasSuffix("; and 197 more"))
    #expect(stored.message.zh.hasPrefix("所列 200 件均未受理："))
  }

  @Test func whatASourceMayNotSendIsNamed() {
    let report = Refusal(decided: .notAllowed(type: "report"))
    #expect(report.code == .notAllowed && report.parameters == #"{"found":"report"}"#)
    #expect(report.message.zh == "规则不允许该来源报送“上报(report)”")
    #expect(Refusal(decided: .notAllowed(type: "void")).message.zh == "规则不允许该来源报送“作废(void)”")
  }
}
