internal import Answers
internal import Board
internal import Formats
internal import GridCore
internal import JSON
internal import Ledger
internal import Users
internal import Web
internal import Words

/// Takes a step for somebody: looks whether it is plainly not his to take, brings it in, and waits for what the daemon decides.
///
/// What is decided here is only what is plain; the daemon decides again, on the address that stands in the event, when it receives it.
struct StepDesk: Sendable {
  let desk: Desk
  /// How long an answer is waited for, in milliseconds, where nobody says.
  static let patience: Int64 = 5_000

  /// Brings in one step for one item or for many.
  ///
  /// - Parameters:
  ///   - ids: the items' ids; one is sent as `item`, several as a list.
  ///   - late: what is answered where time is over.
  ///   - taken: makes the answer of what was taken.
  func take(
    _ text: StepText, on ids: [String], for call: Call, milliseconds: Int64, late: WebAnswer,
    taken: @escaping @Sendable (RecordOutcome) throws(Problem) -> WebAnswer
  ) throws(Problem) -> Reply {
    let items = try items(ids)
    // Before the last line is looked up: whoever comes later then sees what this one did.
    let guarded = text.seen != nil && items.count == 1 ? items[0].key : nil
    if let guarded, !desk.stepsUnderWay.begin(guarded) { throw Self.changed }
    do throws(Problem) {
      try refuse(text, items, call)
      return try send(text, items, guarded, for: call, milliseconds: milliseconds, late: late, taken: taken)
    } catch {
      if let guarded { desk.stepsUnderWay.end(guarded) }
      throw error
    }
  }

  private func send(
    _ text: StepText, _ items: [Item], _ guarded: EventKey?, for call: Call, milliseconds: Int64, late: WebAnswer,
    taken: @escaping @Sendable (RecordOutcome) throws(Problem) -> WebAnswer
  ) throws(Problem) -> Reply {
    let drop = OwnDrop()
    try drop.drop(desk, type: text.kind.rawValue, for: call) { writer in
      if items.count == 1 {
        writer.field("item", items[0].id)
      } else {
        writer.key("items")
        writer.beginArray()
        for item in items { writer.string(item.id) }
        writer.endArray()
      }
      for field in text.fields {
        writer.key(field.name)
        writer.value(field.value)
      }
    }
    return .wait(
      Waiting(milliseconds: milliseconds, late: late) { [desk] () throws(Problem) in
        do throws(Problem) {
          guard let outcome = try Verdict.look(desk, drop.identity) else { return nil }
          if let guarded { desk.stepsUnderWay.end(guarded) }
          return try taken(outcome)
        } catch {
          if let guarded { desk.stepsUnderWay.end(guarded) }
          throw error
        }
      })
  }

  private func items(_ ids: [String]) throws(Problem) -> [Item] {
    guard !ids.isEmpty else {
      throw Problem(.refused, Bilingual(en: "name at least one item", zh: "请至少选一件事项"), kind: "missing-item")
    }
    guard ids.count <= StepRequest.mostItems else {
      let most = StepRequest.mostItems
      throw Problem(
        .refused, Bilingual(en: "a step takes \(most) items at the most", zh: "一步至多办理 \(most) 件"), kind: "bad-value")
    }
    return try desk.reading { ledger in
      try ids.map { id in
        guard let item = try EventKey(itemID: id).flatMap({ try ledger.item($0) }) else {
          throw Problem(.notFound, Bilingual(en: "no such item: \(id)", zh: "没有这件事项：\(id)"), kind: "unknown-item")
        }
        return item
      }
    }
  }

  private static let changed = Problem(
    .changedMeanwhile,
    Bilingual(
      en: "somebody else was quicker; look at the case again, then decide", zh: "情况已有变化；请重新查看后再办理"))

  private func refuse(_ text: StepText, _ items: [Item], _ call: Call) throws(Problem) {
    let book = try desk.reading { try desk.book($0) }
    for item in items {
      guard desk.steps(of: call.viewer, on: item, under: book).contains(text.kind) else {
        throw Problem(
          .notYours,
          Bilingual(
            en: "“\(text.kind.rawValue)” on \(item.id) is not yours to take",
            zh: "事项 \(item.id) 的“\(wording(text.kind).zh)”不归您办理"))
      }
    }
    guard let seen = text.seen, items.count == 1 else { return }
    let item = items[0]
    let after = try desk.reading { try $0.history(of: item.key) }.filter { $0.seq > seen }
    guard !after.isEmpty else { return }
    var problem = Self.changed
    problem.faults = after.map { numbered in
      let what = wording(numbered.entry.what)
      let by = numbered.entry.by ?? "-"
      return Problem.Fault(
        line: nil, column: nil, code: numbered.entry.what.word,
        words: Bilingual(
          en: "\(RFC3339.text(numbered.entry.at)): \(what.en), by \(by)",
          zh: "\(RFC3339.text(numbered.entry.at))：\(what.zh)，经办 \(by)"))
    }
    throw problem
  }
}
