package import GridCore
internal import Words

/// Why an event is refused that is well formed: what the core found, and its words.
extension Refusal {
  /// The refusal that the core decided on.
  package init(decided refusal: Reception.Refusal) {
    switch refusal {
    case .conflict: self.init(.conflict)
    case .keyCollision: self.init(.keyCollision)
    case .unknownItem: self.init(.unknownItem)
    case .unsupportedStep(let kind):
      self.init(.unsupportedStep, [.step: kind.rawValue, .legal: Self.joined(StepKind.taken)])
    case .illegalStep(let refusal): self.init(decided: refusal)
    }
  }

  /// An item's refusal of a step.
  package init(decided refusal: StepRefusal) {
    var details: [Detail: String] = [.step: refusal.step.rawValue, .legal: Self.joined(refusal.legal)]
    switch refusal.why {
    case .state(let state): (details[.why], details[.state]) = (Why.state.rawValue, state.rawValue)
    case .notInTriage: details[.why] = Why.notInTriage.rawValue
    case .noteMissing: details[.why] = Why.noteMissing.rawValue
    case .stillInTriage(let reason):
      details[.why] = Why.stillInTriage.rawValue
      (details[.reason], details[.subject]) = (reason.kind.rawValue, Self.excerpt(reason.subject))
    }
    self.init(.illegalStep, details)
  }

  /// Why an item does not take a step.
  private enum Why: String {
    case state
    case notInTriage = "not-in-triage"
    case noteMissing = "note-missing"
    case stillInTriage = "still-in-triage"
  }

  var ofSteps: Bilingual {
    switch code {
    case .conflict:
      say(
        "an event with this source and id is known with other content; the first one stands",
        "相同来源和编号的事件已存在且内容不同，以先到者为准")
    case .keyCollision:
      say("another source and id have the same key; give the event another id", "编号键冲突，请更换事件编号")
    case .unsupportedStep:
      say(
        "this version does not carry out “\(self[.step])”; it does: \(steps(.legal).en)",
        "当前版本尚不支持“\(steps(.step).zh)”，支持：\(steps(.legal).zh)")
    case .illegalStep: illegalStep
    default: say("no report made the item known in time", "等待期内未收到该事项的上报")
    }
  }

  private var illegalStep: Bilingual {
    let (step, named) = (self[.step], steps(.step).zh)
    let why: Bilingual
    switch Why(rawValue: self[.why]) {
    case .state:
      let state = ItemState(rawValue: self[.state]).map(wording) ?? say(self[.state], self[.state])
      why = say("an item that is \(self[.state]) does not take “\(step)”", "\(state.zh)的事项不能“\(named)”")
    case .notInTriage:
      why = say("“assign” is for items in triage, and this one has a post", "“\(named)”只用于待分拨的事项，这件已有岗位")
    case .noteMissing:
      // It is not among the legal ones: with a note it would be.
      let others = steps(.legal)
      return say(
        "“\(step)” needs a “note”, and there is none; other steps legal now: \(others.en)",
        "“\(named)”必须写明“note”，此件没有写；其他可用步骤：\(others.zh)")
    case .stillInTriage:
      let reason = AssignmentReason.Kind(rawValue: self[.reason]).map {
        explain(AssignmentReason(kind: $0, subject: self[.subject]), book: nil)
      }
      why = say(
        "the facts given still lead to no post: \(reason?.en ?? self[.reason])",
        "所给信息仍无法确定岗位：\(reason?.zh ?? self[.reason])")
    case nil: why = say("the item does not take “\(step)”", "该事项不能“\(named)”")
    }
    let legal = steps(.legal)
    return say("\(why.en); legal now: \(legal.en)", "\(why.zh)；当前可用步骤：\(legal.zh)")
  }

  private static func joined(_ steps: [StepKind]) -> String {
    steps.map(\.rawValue).joined(separator: ",")
  }

  /// Steps by their codes, in Chinese with the word of the trade: `签收(accept)`.
  private func steps(_ detail: Detail) -> Bilingual {
    let words = self[detail].split(separator: ",").map(String.init)
    return say(
      words.joined(separator: ", "),
      words.map { word in StepKind(rawValue: word).map { "\(wording($0).zh)(\(word))" } ?? word }.joined(
        separator: "、"))
  }
}
