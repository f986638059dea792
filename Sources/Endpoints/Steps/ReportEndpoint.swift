internal import Board
internal import Desks
internal import Formats
internal import GridCore
internal import JSON
internal import Ledger
internal import Users
internal import Web
internal import Words

/// A report by hand, of whoever sits where people telephone: brought in like any other, under an identity of the board's own. Without
/// script the same form also asks where it would go.
enum ReportEndpoint {
  /// What a form may say of a report, by the events' own names.
  private static let fields = ["summary", "matter", "grid", "risk", "place", "subject", "reporter"]

  /// The endpoint.
  static func endpoints(_ desk: Desk) -> [Endpoint] {
    let pages = PageDesk(desk)
    // What was typed stays.
    let show = { @Sendable (call: Call, wrong: Problem?) throws(Problem) -> WebAnswer in
      try NewReportPage.demand(call.viewer ?? Viewer())
      return try pages.page(call, refused: wrong) {
        try NewReportPage.page($0, $1, given: Query(call.body), wrong: wrong)
      }
    }
    let again = { @Sendable (call: Call, wrong: Problem) throws(Problem) -> WebAnswer in try show(call, wrong) }
    return [
      Endpoint("POST", Form.report, .viewers, isPage: true, body: .small, again: again) { call throws(Problem) in
        let form = Query(call.body)
        guard !form.flag("preview") else { return .answer(try show(call, nil)) }
        try NewReportPage.demand(call.viewer ?? Viewer())
        do throws(Problem) {
          return try file(form, desk, call).whereRefused { problem throws(Problem) in try show(call, problem) }
        } catch { return .answer(try show(call, error)) }
      }
    ]
  }

  private static func file(_ form: Query, _ desk: Desk, _ call: Call) throws(Problem) -> Reply {
    guard form["summary"] != nil || form["matter"] != nil else {
      throw Problem(
        .refused, Bilingual(en: "say what is told, or name a matter", zh: "请填写反映内容，或选择事项"), kind: "missing-field")
    }
    let said = fields.compactMap { name in form[name].map { (name: name, text: $0) } }
    let drop = OwnDrop(once: form[Form.once], by: call.viewer, said)
    // What was refused once may be taken when it is sent again.
    let refused = try desk.reading { try $0.lastRefusal(of: drop.identity, key: drop.identity.key) } ?? 0
    try drop.drop(desk, type: "report", for: call, saysWhen: false) { writer in
      for field in said { writer.field(field.name, field.text) }
    }
    let page = HTML.path("items", drop.identity.key.itemID)
    return .wait(
      Waiting(milliseconds: StepDesk.patience, late: .seeOther("/items")) { () throws(Problem) in
        guard try Verdict.look(desk, drop.identity, after: refused) != nil else { return nil }
        return .seeOther(page)
      })
  }
}
