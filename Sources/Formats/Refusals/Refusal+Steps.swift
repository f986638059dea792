package import GridCore
package import Receiving
internal import Words

/// Why an event is refused that is well formed: what the core found, and its words.
extension Refusal {
  /// The refusal that the core decided on.
  ///
  /// - Parameter version: which code decided: what the first three said of a step is said as they said it.
  package init(decided refusal: Reception.Refusal, as version: DecidingVersion = .current) {
    switch refusal {
    case .conflict: self.init(.conflict)
    case .keyCollision: self.init(.keyCollision)
    case .unknownItem: self.init(.unknownItem)
    case .notHeld: self.init(.notHeld)
    case .stalePlan: self.init(.stalePlan)
    case .unknownGrid(let grid, let suggestions):
      self.init(.unknownGrid, [.found: Self.excerpt(grid), .meant: suggestions.joined(separator: ",")])
    case .unsupportedStep(let kind):
      self.init(.unsupportedStep, [.step: kind.rawValue, .legal: Self.joined(Self.onceTaken)])
    case .notAllowed(let type): self.init(.notAllowed, [.found: type])
    case .illegalStep(let refusal): self.init(decided: refusal, as: version)
    case .noneOfList(let verdicts):
      let list = ListVerdicts(verdicts, as: version)
      self.init(list.sharedCode ?? .noneOfList, verdicts: list)
    }
  }

  /// An item's refusal of a step.
  package init(decided refusal: StepRefusal, as version: DecidingVersion = .current) {
    let isOld = version < .fourth
    var details: [Detail: String] = [
      .step: refusal.step.rawValue, .legal: Self.joined(isOld ? Self.onceLegal(refusal) : refusal.legal),
    ]
    switch refusal.why {
    case .state(let state): (details[.why], details[.state]) = (Why.state.rawValue, state.rawValue)
    case .notYours(let who):
      self.init(.notYours, [.step: refusal.step.rawValue, .found: Self.excerpt(who)])
      return
    case .changed(let seen):
      self.init(.changedMeanwhile, [.step: refusal.step.rawValue, .found: "\(seen)"])
      return
    case .inTriage where isOld: (details[.why], details[.state]) = (Why.state.rawValue, ItemState.open.rawValue)
    case .inTriage: details[.why] = Why.inTriage.rawValue
    case .notInTriage: details[.why] = Why.notInTriage.rawValue
    case .alreadyAccepted: details[.why] = Why.alreadyAccepted.rawValue
    case .noteMissing: details[.why] = Why.noteMissing.rawValue
    case .condition(let condition): details[.why] = condition.rawValue
    case .badValue(let value):
      details = [.step: refusal.step.rawValue, .name: value.field, .fault: value.problem.rawValue]
      details[.found] = value.value.map(Self.excerpt)
      // Of a field with a few words all are told, of a name those that are near.
      let isWord = value.field == "outcome" || value.field == "ground"
      if isWord {
        details[.wanted] = value.suggestions.isEmpty ? nil : value.suggestions.joined(separator: ", ")
      } else {
        details[.meant] = value.suggestions.isEmpty ? nil : value.suggestions.joined(separator: ",")
      }
    case .stillInTriage(let reason, let suggestions):
      if isOld {
        details[.why] = Why.stillInTriage.rawValue
      } else {
        details = [.step: refusal.step.rawValue]
        details[.meant] = suggestions.isEmpty ? nil : suggestions.joined(separator: ",")
      }
      (details[.reason], details[.subject]) = (reason.kind.rawValue, Self.excerpt(reason.subject))
    }
    self.init(refusal.isBadValue && !isOld ? .badValue : .illegalStep, details)
  }

  /// Why an item does not take a step; conditions of the table stand by their own words.
  private enum Why: String {
    case state
    case notInTriage = "not-in-triage"
    case inTriage = "in-triage"
    case alreadyAccepted = "already-accepted"
    case noteMissing = "note-missing"
    case stillInTriage = "still-in-triage"
  }

  /// The steps that the first three versions carried out.
  private static let onceTaken: [StepKind] = [.assign, .accept, .resolve, .reopen, .void, .note]

  /// What the first three versions named as legal: every open item took `accept`.
  private static func onceLegal(_ refusal: StepRefusal) -> [StepKind] {
    onceTaken.filter { refusal.legal.contains($0) || $0 == .accept && refusal.legal.contains(.resolve) }
  }

  var ofSteps: Bilingual {
    switch code {
    case .conflict:
      both(
        "an event with this source and id is known with other content; the first one stands",
        "相同来源和编号的事件已存在且内容不同，以先到者为准")
    case .keyCollision:
      both("another source and id have the same key; give the event another id", "编号键冲突，请更换事件编号")
    case .unsupportedStep:
      both(
        "this version does not carry out “\(self[.step])”; it does: \(steps(.legal).en)",
        "当前版本尚不支持“\(steps(.step).zh)”，支持：\(steps(.legal).zh)")
    case .illegalStep: illegalStep
    case .notYours:
      both(
        "“\(self[.step])” is not for \(quoted(self[.found])) to take: the item is in other hands",
        "“\(steps(.step).zh)”不归\(quoted(self[.found]))：事项在他人手中")
    case .changedMeanwhile:
      both(
        "“\(self[.step])” was decided on line \(self[.found]) of the history, which has gone on since; look at the item again",
        "“\(steps(.step).zh)”所依据的是第 \(self[.found]) 条记录，此后事项已有变化；请重新查看后再办理")
    case .notAllowed:
      both(
        "the rules do not let this source send “\(self[.found])”",
        "规则不允许该来源报送“\(typeWord)”")
    case .notHeld:
      both(
        "no rules are held whose digest begins so; “gridpost status” shows what is held",
        "没有暂缓生效的规则以此摘要开头；“gridpost status” 可查看")
    case .badDigest:
      both(
        "“digest” is \(quoted(self[.found])), wanted 12 to 64 hex digits of the held rules' digest",
        "“digest”的值\(quoted(self[.found]))无效，应为暂缓生效规则摘要的前 12 至 64 位十六进制数")
    case .badRedispatch where details[.name] != nil:
      both(
        "“\(self[.name])” says nothing here; an order names its items by “items”, a list of ids",
        "“\(self[.name])”在此无效；指令应以“items”列出事项编号")
    case .badRedispatch where self[.found].isEmpty:
      both(
        "“rules” is missing, the digest of the rules that the list was made under",
        "缺少“rules”，即列出清单时所依规则的摘要")
    case .badRedispatch:
      both(
        "“rules” is \(quoted(self[.found])), wanted the digest of the rules that the list was made under (12 to 64 hex digits)",
        "“rules”的值\(quoted(self[.found]))无效，应为列出清单时所依规则的摘要（12 至 64 位十六进制数）")
    case .stalePlan:
      both(
        "other rules are in force than those the list was made under; look at the list again",
        "现行规则已不是列出清单时所依的规则；请重新查看清单")
    case .unknownGrid:
      suggesting(
        both(
          "the grid \(quoted(self[.found])) is not in the rules", "规则中没有小分格\(quoted(self[.found]))"))
    case .noneOfList: both("no item of the list took the step", "所列事项均未受理")
    default: both("no report made the item known in time", "等待期内未收到该事项的上报")
    }
  }

  /// The type of an event in Chinese, with its word.
  private var typeWord: String {
    let word = self[.found]
    if word == "report" { return wording(.report).zh + "(report)" }
    if word == Rating.type { return "评级(\(word))" }
    return Order.Kind(rawValue: word).map { "\(wording($0).zh)(\(word))" } ?? steps(.found).zh
  }

  private var illegalStep: Bilingual {
    let (step, named) = (self[.step], steps(.step).zh)
    let why: Bilingual
    switch Why(rawValue: self[.why]) {
    case .state:
      let state = ItemState(rawValue: self[.state]).map(wording) ?? both(self[.state], self[.state])
      why = both("an item that is \(self[.state]) does not take “\(step)”", "\(state.zh)的事项不能“\(named)”")
    case .notInTriage:
      why = both("“assign” is for items in triage, and this one has a post", "“\(named)”只用于待分拨的事项，这件已有岗位")
    case .inTriage: why = both("an item in triage does not take “\(step)”", "待分拨的事项不能“\(named)”")
    case .alreadyAccepted: why = both("whoever has it has accepted it already", "承办已经签收")
    case .noteMissing:
      // It is not among the legal ones: with a note it would be.
      let others = steps(.legal)
      return both(
        "“\(step)” needs a “note”, and there is none; other steps legal now: \(others.en)",
        "“\(named)”必须写明“note”，此件没有写；其他可用步骤：\(others.zh)")
    case .stillInTriage: why = stillInTriage
    case nil:
      let unmet = StepTable.Condition(rawValue: self[.why]).map(unmet)
      why = both(
        "the item does not take “\(step)”\(unmet.map { ": " + $0.en } ?? "")",
        "该事项不能“\(named)”\(unmet.map { "：" + $0.zh } ?? "")")
    }
    let legal = steps(.legal)
    return both("\(why.en); legal now: \(legal.en)", "\(why.zh)；当前可用步骤：\(legal.zh)")
  }

  private static func joined(_ steps: [StepKind]) -> String {
    steps.map(\.rawValue).joined(separator: ",")
  }

  /// Steps by their codes, in Chinese with the word of the trade: `签收(accept)`.
  func steps(_ detail: Detail) -> Bilingual {
    let words = self[detail].split(separator: ",").map(String.init)
    return both(
      words.joined(separator: ", "),
      words.map { word in StepKind(rawValue: word).map { "\(wording($0).zh)(\(word))" } ?? word }.joined(
        separator: "、"))
  }
}

extension Refusal {
  /// The steps that a stored refusal names as legal instead; none where it names none.
  package static func legalSteps(code: String, parameters: String?) -> [String] {
    guard let parameters, let legal = Refusal(code: code, parameters: parameters)?.details[.legal] else { return [] }
    return legal.split(separator: ",").map(String.init)
  }
}
