internal import Board
internal import Doors
internal import Formats
internal import GridCore
internal import JSON
internal import Ledger
internal import Users
internal import Web
internal import Words

/// Orders to the daemon, `apply` and `redispatch`: for whoever may change the rules, through the one door.
enum OrderEndpoints {
  /// The endpoints.
  static func endpoints(_ desk: Desk) -> [Endpoint] {
    [
      Endpoint("POST", "/api/v1/rules/apply", .viewers, body: .small, asks: [.wait], bars: bar) {
        call throws(Problem) in
        try order(.apply, desk, call, try fields(call))
      },
      Endpoint("POST", "/api/v1/redispatch", .viewers, body: .small, asks: [.wait], bars: bar) { call throws(Problem) in
        try order(.redispatch, desk, call, try fields(call))
      },
      Endpoint("POST", Form.apply, .viewers, isPage: true, body: .small, bars: bar) { call throws(Problem) in
        try order(.apply, desk, call, form(call), back: "/rules")
      },
      Endpoint("POST", Form.redispatch, .viewers, isPage: true, body: .small, bars: bar) { call throws(Problem) in
        try order(.redispatch, desk, call, form(call), back: "/rules")
      },
    ]
  }

  private static func bar(_ viewer: Viewer?) throws(Problem) {
    guard viewer?.may.contains(.rules) == true else {
      throw Problem(
        .notAllowed, Bilingual(en: "only who may change the rules gives orders", zh: "只有可以改规则的人才能下达此指令"))
    }
  }

  /// What the server says itself, whatever was sent.
  private static let ours: Set<String> = ["id", "source", "type", "time", "by", "as", "form", "next"]

  private static func fields(_ call: Call) throws(Problem) -> [JSONMember] {
    guard !call.body.isEmpty else { return [] }
    let value: JSONValue
    do { value = try StrictJSON.read(call.body[...], maxDepth: 16) } catch {
      throw Problem(.badRequest, Bilingual(en: "the body is no JSON", zh: "请求体不是 JSON"))
    }
    guard case .object(let members) = value else {
      throw Problem(.badRequest, Bilingual(en: "the body is no JSON object", zh: "请求体不是 JSON 对象"))
    }
    return members.filter { !ours.contains($0.key) }
  }

  private static func form(_ call: Call) -> [JSONMember] {
    Query(call.body).pairs.filter { !ours.contains($0.name) && !$0.value.isEmpty }
      .map { JSONMember(key: $0.name, value: .string($0.value), offset: 0) }
  }

  private static func order(
    _ kind: Order.Kind, _ desk: Desk, _ call: Call, _ fields: [JSONMember], back: String? = nil
  ) throws(Problem) -> Reply {
    let drop = OwnDrop()
    try drop.drop(desk, type: kind.rawValue, for: call) { writer in
      for field in fields {
        writer.key(field.key)
        writer.value(field.value)
      }
    }
    let late = back.map(WebAnswer.seeOther) ?? .json(status: 202) { state("waiting", &$0) }
    let patience = back == nil ? StepEndpoints.milliseconds(call) : StepDesk.patience
    return .wait(
      Waiting(milliseconds: patience, late: late) { () throws(Problem) in
        guard try Verdict.look(desk, drop.identity) != nil else { return nil }
        desk.troubles.forget()
        return back.map(WebAnswer.seeOther) ?? .json { state("taken", &$0) }
      })
  }

  private static func state(_ word: String, _ writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("state", word)
    writer.endObject()
  }
}
