internal import Board
internal import Formats
internal import GridCore
internal import JSON
internal import Ledger
internal import Users
internal import Web
internal import Words

/// A report by hand, of whoever sits where people telephone: brought in like any other, under an identity of the board's own.
enum ReportEndpoint {
  /// What a form may say of a report, by the events' own names.
  private static let fields = ["summary", "matter", "grid", "risk", "place", "subject", "reporter"]

  /// The endpoint.
  static func endpoints(_ desk: Desk) -> [Endpoint] {
    [
      Endpoint("POST", Form.report, .viewers, isPage: true, body: .small) { call throws(Problem) in
        try file(desk, call)
      }
    ]
  }

  private static func file(_ desk: Desk, _ call: Call) throws(Problem) -> Reply {
    guard call.viewer?.mayFile == true else {
      throw Problem(
        .notAllowed,
        Bilingual(en: "only who may report files by hand", zh: "只有有登记权限的人才能登记上报"))
    }
    let form = Query(call.body)
    let drop = OwnDrop()
    try drop.drop(desk, type: "report", for: call) { writer in
      for name in fields {
        if let text = form[name] { writer.field(name, text) }
      }
    }
    let page = HTML.path("items", drop.identity.key.itemID)
    return .wait(
      Waiting(milliseconds: StepDesk.patience, late: .seeOther("/items")) { () throws(Problem) in
        guard try Verdict.look(desk, drop.identity) != nil else { return nil }
        return .seeOther(page)
      })
  }
}
