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
  ///   - mark: of the form it comes by; sent twice, it is taken once, and answered so.
  ///   - late: what is answered where time is over.
  ///   - taken: makes the answer of what was taken.
  func take(
    _ text: StepText, on ids: [String], once mark: String? = nil, for call: Call, milliseconds: Int64, late: WebAnswer,
    taken: @escaping @Sendable (RecordOutcome) throws(Problem) -> WebAnswer
  ) throws(Problem) -> Reply {
    let items = try items(ids, for: call.viewer)
    let drop = OwnDrop(once: mark, by: call.viewer, text.said(of: items.map(\.id)))
    if let outcome = try outcome(of: drop, mark) { return .answer(try taken(outcome)) }
    do throws(Problem) { try refuse(text, items, call) } catch {
      // The first of the two may have been taken this instant.
      guard let outcome = try outcome(of: drop, mark) else { throw error }
      return .answer(try taken(outcome))
    }
    // What was refused once may be taken when it is sent again.
    let refused = try desk.reading { try $0.lastRefusal(of: drop.identity, key: drop.identity.key) } ?? 0
    try drop.drop(desk, type: text.kind.rawValue, for: call, saysWhen: mark == nil) { writer in
      if items.count == 1 {
        writer.field("item", items[0].id)
      } else {
        writer.key("items")
        writer.beginArray()
        for item in items { writer.string(item.id) }
        writer.endArray()
      }
      if let seen = text.seen { writer.field("seen", seen) }
      for field in text.fields {
        writer.key(field.name)
        writer.value(field.value)
      }
    }
    return .wait(
      Waiting(milliseconds: milliseconds, late: late) { () throws(Problem) in
        do throws(Problem) {
          return try Verdict.look(desk, drop.identity, after: refused).map { outcome throws(Problem) in
            try taken(outcome)
          }
        } catch {
          guard error.code == .changedMeanwhile, let seen = text.seen, items.count == 1 else { throw error }
          throw try changed(items[0], since: seen) ?? error
        }
      })
  }

  /// What became of the same step of the same form; nil where it was not taken.
  private func outcome(of drop: OwnDrop, _ mark: String?) throws(Problem) -> RecordOutcome? {
    guard mark != nil else { return nil }
    do { return try Verdict.look(desk, drop.identity) } catch { return nil }
  }

  /// The items of these ids, each cut to as much as is unique, as questions take them.
  private func items(_ ids: [String], for viewer: Viewer?) throws(Problem) -> [Item] {
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
        do { return try desk.item(named: id, in: ledger, for: viewer) } catch var problem as Problem {
          if problem.code == .notFound { problem.kind = "unknown-item" }
          throw problem
        }
      }
    }
  }

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
    // The daemon asks again; what is plain by now need not wait for it.
    guard let seen = text.seen, items.count == 1, let problem = try changed(items[0], since: seen) else { return }
    throw problem
  }

  /// What came between; nil where nothing did. Nobody has seen a line that is not there yet.
  private func changed(_ item: Item, since seen: Int64) throws(Problem) -> Problem? {
    let (history, offset) = try desk.reading {
      (try $0.history(of: item.key), try desk.book($0)?.calendar.utcOffset ?? 0)
    }
    let after = history.filter { $0.seq > seen }
    guard history.last?.seq != seen else { return nil }
    var problem = Problem(
      .changedMeanwhile,
      Bilingual(
        en: "somebody else was quicker; look at the case again, then decide", zh: "情况已有变化；请重新查看后再办理"))
    problem.faults = after.map { numbered in
      let what = wording(numbered.entry.what)
      let by = numbered.entry.by ?? "-"
      // As people of the town write it: the zone is theirs.
      let at = RFC3339.localText(numbered.entry.at, offset: Int64(offset)).prefix(19)
        .split(separator: "T").joined(separator: " ")
      return Problem.Fault(
        line: nil, column: nil, code: numbered.entry.what.word,
        words: Bilingual(
          en: "\(at): \(what.en), by \(by)",
          zh: "\(at)：\(what.zh)，经办 \(by)"))
    }
    return problem
  }
}
