internal import Answers
internal import Board
internal import Doors
internal import Formats
internal import GridCore
internal import JSON
internal import Laws
internal import Ledger
internal import Overview
internal import Web
internal import Words

/// Steps over the API and from the board's forms.
enum StepEndpoints {
  /// The endpoints.
  static func endpoints(_ desk: Desk) -> [Endpoint] {
    let steps = StepDesk(desk: desk)
    let again = { @Sendable (call: Call, problem: Problem) throws(Problem) -> WebAnswer in
      try page(desk, call, call.named["id"] ?? "", refused: problem)
    }
    return [
      Endpoint("POST", "/api/v1/items/{id}/steps", .viewers, body: .small, asks: [.wait]) { call throws(Problem) in
        try step(steps, call, [call.named["id"] ?? ""])
      },
      Endpoint("POST", "/api/v1/steps", .viewers, body: .small, asks: [.wait]) { call throws(Problem) in
        try step(steps, call, nil)
      },
      Endpoint("POST", "/items/{id}/steps", .viewers, isPage: true, body: .small, again: again) {
        call throws(Problem) in
        let id = call.named["id"] ?? ""
        return try form(steps, call, [id], back: HTML.path("items", id))
      },
      Endpoint("POST", "/steps", .viewers, isPage: true, body: .small) { call throws(Problem) in
        try form(steps, call, nil, back: "/me")
      },
    ]
  }

  // MARK: The API

  private static func step(_ steps: StepDesk, _ call: Call, _ ids: [String]?) throws(Problem) -> Reply {
    var text = try StepText(json: call.body)
    if let members = call.request.headers.list("if-match") {
      text.seen = try StepText.seen(ifMatch: members) ?? text.seen
    }
    let late = WebAnswer.json(status: 202) { writer in
      writer.beginObject()
      writer.field("state", "waiting")
      writer.endObject()
    }
    let desk = steps.desk
    return try steps.take(
      text, on: ids ?? text.items, for: call, milliseconds: milliseconds(call), late: late
    ) { taken throws(Problem) in
      if let each = taken.each { return verdicts(each, call.request.language) }
      return try told(taken.outcome, desk, call)
    }
  }

  /// `wait`, which the door has looked at.
  static func milliseconds(_ call: Call) -> Int64 {
    call.request.query["wait"].flatMap { Int64($0) }.map { $0 * 1_000 } ?? StepDesk.patience
  }

  /// The item as it is now.
  private static func told(_ outcome: RecordOutcome, _ desk: Desk, _ call: Call) throws(Problem) -> WebAnswer {
    guard case .accepted(let key, _) = outcome else { return WebAnswer(status: 200) }
    return try desk.reading { ledger in
      let book = try desk.book(ledger)
      guard let item = try ledger.item(key) else { return WebAnswer(status: 200) }
      return try desk.show(
        item, at: call.request.now, under: book, in: ledger, to: call.viewer, call.request.language)
    }
  }

  private static func verdicts(_ each: [StepDesk.Each], _ language: Language) -> WebAnswer {
    .json { writer in
      writer.beginObject()
      writer.key("items")
      writer.beginArray()
      for entry in each {
        writer.beginObject()
        writer.field("item", entry.item)
        writer.field("state", entry.reason == nil ? "accepted" : "rejected")
        writer.field("reason", entry.reason)
        writer.field("message", entry.words?.text(language))
        writer.endObject()
      }
      writer.endArray()
      writer.endObject()
    }
  }

  // MARK: Forms

  private static func form(
    _ steps: StepDesk, _ call: Call, _ ids: [String]?, back: String
  ) throws(Problem) -> Reply {
    let form = Query(call.body)
    guard let ids, let id = ids.first else { return try send(form, steps, call, nil, back: back) }
    let again = { @Sendable (problem: Problem) throws(Problem) -> WebAnswer in
      try page(steps.desk, call, id, refused: problem)
    }
    do throws(Problem) { return try send(form, steps, call, ids, back: back).whereRefused(again) } catch {
      return .answer(try again(error))
    }
  }

  /// What was typed stays, beside what stands against it.
  private static func page(_ desk: Desk, _ call: Call, _ id: String, refused: Problem) throws(Problem) -> WebAnswer {
    try PageDesk(desk).page(call, refused: refused) {
      try ItemPage.page($0, $1, id, refused: .init(refused, of: Query(call.body)))
    }
  }

  private static func send(
    _ form: Query, _ steps: StepDesk, _ call: Call, _ ids: [String]?, back: String
  ) throws(Problem) -> Reply {
    let offset = try steps.desk.reading { try steps.desk.book($0)?.calendar.utcOffset ?? 0 }
    let text = try StepText(form: form, offset: offset)
    let target = Local.path(form[Form.back]) ?? back
    return try steps.take(
      text, on: ids ?? text.items, once: form[Form.token], for: call, milliseconds: StepDesk.patience,
      late: .seeOther(target)
    ) { taken throws(Problem) in
      guard let refused = taken.each?.first(where: { $0.reason != nil }), let why = refused.words else {
        return .seeOther(target)
      }
      // Some were taken: what was not is told.
      throw Problem(
        .refused,
        Bilingual(
          en: "\(refused.item): \(why.en)", zh: "\(refused.item)：\(why.zh)"), kind: refused.reason)
    }
  }
}
