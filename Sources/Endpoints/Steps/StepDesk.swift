internal import Answers
internal import Board
internal import Doors
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

  /// What became of a step.
  struct Taken: Sendable {
    let outcome: RecordOutcome
    /// Of a list each item, in the order in which they were named first; nil of one item.
    let each: [Each]?
  }

  /// What became of it at one item of a list.
  struct Each: Sendable {
    let item: String
    /// The code and the words of its refusal; nil where it was taken.
    let reason: String?
    let words: Bilingual?
  }

  /// The items of a step: those it is sent on, and those of a list that are plainly not to be had or another's.
  private struct Split {
    var items: [Item] = []
    var refused: [String: Problem] = [:]
    /// All of them by their ids, as far as they are known.
    var names: [String] = []
    let isList: Bool

    func taken(_ outcome: RecordOutcome) -> Taken {
      guard isList else { return Taken(outcome: outcome, each: nil) }
      let verdicts = outcome.list?.entries ?? []
      return Taken(
        outcome: outcome,
        each: names.compactMap { name in
          if let problem = refused[name] { return Each(item: name, reason: problem.kind, words: problem.words) }
          return verdicts.first { $0.item == name }
            .map { Each(item: name, reason: $0.reason, words: $0.refusal?.message) }
        })
    }
  }

  /// Brings in one step for one item or for many.
  ///
  /// - Parameters:
  ///   - ids: the items' ids; one is sent as `item`, several as a list.
  ///   - mark: of the form it comes by; sent twice, it is taken once, and answered so.
  ///   - late: what is answered where time is over.
  ///   - taken: makes the answer of what was taken.
  func take(
    _ text: StepText, on ids: [String], once mark: String? = nil, for call: Call, milliseconds: Int64, late: WebAnswer,
    taken: @escaping @Sendable (Taken) throws(Problem) -> WebAnswer
  ) throws(Problem) -> Reply {
    let split = try split(ids, for: call.viewer)
    let drop = OwnDrop(once: mark, by: call.viewer, text.said(of: split.names))
    if let outcome = try outcome(of: drop, mark) { return .answer(try taken(split.taken(outcome))) }
    let allowed: Split
    do throws(Problem) { allowed = try refuse(text, split, call) } catch {
      // The first of the two may have been taken this instant.
      guard let outcome = try outcome(of: drop, mark) else { throw error }
      return .answer(try taken(split.taken(outcome)))
    }
    // What was refused once may be taken when it is sent again.
    let refused = try desk.reading { try $0.lastRefusal(of: drop.identity, key: drop.identity.key) } ?? 0
    try drop.drop(desk, type: text.kind.rawValue, for: call, saysWhen: mark == nil) { writer in
      if allowed.isList {
        writer.key("items")
        writer.beginArray()
        for item in allowed.items { writer.string(item.id) }
        writer.endArray()
      } else {
        writer.field("item", allowed.items[0].id)
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
            try taken(allowed.taken(outcome))
          }
        } catch {
          guard error.code == .changedMeanwhile, let seen = text.seen, !allowed.isList else { throw error }
          throw try changed(allowed.items[0], since: seen) ?? error
        }
      })
  }

  /// What became of the same step of the same form; nil where it was not taken.
  private func outcome(of drop: OwnDrop, _ mark: String?) throws(Problem) -> RecordOutcome? {
    guard mark != nil else { return nil }
    do { return try Verdict.look(desk, drop.identity) } catch { return nil }
  }

  /// The items of these ids, each cut to as much as is unique, as questions take them.
  private func split(_ ids: [String], for viewer: Viewer?) throws(Problem) -> Split {
    guard !ids.isEmpty else {
      throw Problem(.refused, Bilingual(en: "name at least one item", zh: "请至少选一件事项"), kind: "missing-item")
    }
    guard ids.count <= StepRequest.mostItems else {
      let most = StepRequest.mostItems
      throw Problem(
        .refused, Bilingual(en: "a step takes \(most) items at the most", zh: "一步至多办理 \(most) 件"), kind: "bad-value")
    }
    return try desk.reading { ledger in
      var split = Split(isList: ids.count > 1)
      for id in ids { try add(id, to: &split, in: ledger, for: viewer) }
      return try demandSome(split)
    }
  }

  private func add(
    _ id: String, to split: inout Split, in ledger: any LedgerReading, for viewer: Viewer?
  ) throws {
    do {
      let item = try desk.item(named: id, in: ledger, for: viewer)
      guard !split.names.contains(item.id) else { return }
      split.items.append(item)
      split.names.append(item.id)
    } catch var problem as Problem {
      guard problem.code == .notFound else { throw problem }
      problem.kind = RejectionCode.unknownItem.rawValue
      if split.refused.updateValue(problem, forKey: id) == nil { split.names.append(id) }
    }
  }

  /// Each of a list is decided alone; where there is none left, why not is all there is to tell.
  private func demandSome(_ split: Split) throws(Problem) -> Split {
    if split.items.isEmpty, let first = split.names.first, let problem = split.refused[first] { throw problem }
    return split
  }

  private func refuse(_ text: StepText, _ split: Split, _ call: Call) throws(Problem) -> Split {
    let book = try desk.reading { try desk.book($0) }
    var allowed = split
    allowed.items = split.items.filter { item in
      let isHis = book.map { call.viewer?.mayTake(text.kind, on: item, under: $0) == true } ?? false
      if isHis { return true }
      allowed.refused[item.id] = Problem(
        .notYours,
        Bilingual(
          en: "“\(text.kind.rawValue)” on \(item.id) is not yours to take",
          zh: "事项 \(item.id) 的“\(wording(text.kind).zh)”不归您办理"), kind: RejectionCode.notYours.rawValue)
      return false
    }
    _ = try demandSome(allowed)
    // The daemon asks again; what is plain by now need not wait for it.
    guard let seen = text.seen, !split.isList, let problem = try changed(allowed.items[0], since: seen) else {
      return allowed
    }
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
