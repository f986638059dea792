internal import Answers
internal import Custody
internal import Doors
internal import Forecasts
internal import GridCore
internal import JSON
internal import Ledger
internal import Rules
internal import Users
internal import Web
internal import Words

/// `GET rules` and `POST rules/plan`: what `rules` and `plan` print.
enum RulesEndpoint {
  private static let media = ["application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml"]

  /// The endpoints.
  static func endpoints(_ desk: Desk) -> [Endpoint] {
    [
      // Never shared: what is held lies in the state folder, and changes without a write into the ledger.
      Endpoint("GET", "/api/v1/rules", .viewers, asks: []) { call throws(Problem) in
        .answer(try rules(call.request, desk))
      },
      Endpoint("POST", "/api/v1/rules/plan", .viewers, body: .file, media: media, asks: [.at], bars: bar) {
        call throws(Problem) in
        .answer(try plan(call, desk))
      },
    ]
  }

  private static func rules(_ request: WebRequest, _ desk: Desk) throws(Problem) -> WebAnswer {
    return try desk.reading { ledger in
      let record = try ledger.rulesInForce()
      let held = try RuleHold.read(in: desk.settings.statePath)
      let answer = RulesAnswer(record, try desk.book(ledger), held: held)
      return .json { answer.write(to: &$0, language: request.language) }
    }
  }

  private static func bar(_ viewer: Viewer?) throws(Problem) {
    guard viewer?.may.contains(.rules) == true else {
      throw Problem(.notAllowed, Bilingual(en: "you have not the right “rules”", zh: "没有“rules”权限"))
    }
  }

  private static func plan(_ call: Call, _ desk: Desk) throws(Problem) -> WebAnswer {
    let request = call.request
    let now = try request.query.moment("at") ?? request.now
    return try desk.reading { ledger in
      guard let old = try desk.book(ledger) else {
        throw Problem(.notReady, Bilingual(en: "no rules are in force yet", zh: "还没有生效的规则"), retryAfter: 5)
      }
      let sent = try call.whole()
      let bytes = sent.count > RulesFile.largest ? nil : sent
      let reading = RulesReading(bytes, name: "rules.yaml").replacing(old)
      guard let book = reading.rules.book else { throw faults(of: reading) }
      var plan = RulePlan(from: old, to: book, at: now)
      try plan.count(ledger)
      let counted = plan
      return .json { counted.write(to: &$0, language: request.language) { _ in } }
    }
  }

  /// Why a text is no rules: all that `check` would say, the first in words.
  private static func faults(of reading: RulesReading) -> Problem {
    let faults = reading.rules.diagnostics
    let first = faults.first { $0.severity == .error }
    var problem = Problem(
      .refused, first?.message ?? Bilingual(en: "the rules cannot be used", zh: "规则无法使用"))
    (problem.line, problem.column) = (first?.line, first?.column)
    problem.faults = faults.map {
      Problem.Fault(line: $0.line, column: $0.column, code: $0.code.rawValue, words: $0.message)
    }
    return problem
  }
}
