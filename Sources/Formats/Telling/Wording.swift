package import GridCore
package import Words

/// The word of the trade for an item's state.
package func wording(_ state: ItemState) -> Bilingual {
  switch state {
  case .open: Bilingual(en: "open", zh: "在办")
  case .suspended: Bilingual(en: "suspended", zh: "挂账")
  case .resolved: Bilingual(en: "resolved", zh: "待核查")
  case .closed: Bilingual(en: "closed", zh: "办结")
  case .void: Bilingual(en: "void", zh: "作废")
  }
}

/// What a notice is for.
package func wording(_ kind: Notice.Kind) -> Bilingual {
  switch kind {
  case .task: Bilingual(en: "task", zh: "派单")
  case .told: Bilingual(en: "told", zh: "告知")
  case .ask: Bilingual(en: "ask", zh: "请批")
  case .check: Bilingual(en: "check", zh: "核查")
  case .visit: Bilingual(en: "visit", zh: "回访")
  case .reminder: Bilingual(en: "reminder", zh: "催办")
  }
}

/// The word of the trade for a line of history.
package func wording(_ what: HistoryEntry.What) -> Bilingual {
  switch what {
  case .report: Bilingual(en: "report", zh: "上报")
  case .escalate: Bilingual(en: "escalate", zh: "升级上报")
  case .remind: Bilingual(en: "remind", zh: "催办")
  case .bounce: Bilingual(en: "bounce", zh: "退单不成立")
  case .lapse: Bilingual(en: "lapse", zh: "申请失效")
  case .redispatch: wording(Order.Kind.redispatch)
  case .recount: Bilingual(en: "recount", zh: "重算时限")
  case .step(let step): wording(step)
  }
}

/// The word for an order.
package func wording(_ order: Order.Kind) -> Bilingual {
  switch order {
  case .apply: Bilingual(en: order.rawValue, zh: "放行规则")
  case .redispatch: Bilingual(en: order.rawValue, zh: "按新规则改派")
  }
}

/// The word of the trade for a step.
package func wording(_ step: StepKind) -> Bilingual {
  let zh =
    switch step {
    case .assign: "分拨"
    case .accept: "签收"
    case .return: "回退"
    case .transfer: "转派"
    case .extend: "延期"
    case .suspend: "挂账"
    case .resume: "恢复"
    case .approve: "批准"
    case .refuse: "不批准"
    case .resolve: "处置完成"
    case .check: "核查"
    case .visit: "回访"
    case .reopen: "重开"
    case .appeal: "申诉"
    case .void: "作废"
    case .note: "备注"
    }
  return Bilingual(en: step.rawValue, zh: zh)
}

/// What stands against a step whose condition does not hold.
func unmet(_ condition: StepTable.Condition) -> Bilingual {
  switch condition {
  case .beforeDeadline: Bilingual(en: "no deadline lies ahead", zh: "已过截止时间，或没有时限")
  case .extensionLeft: Bilingual(en: "no extension is left", zh: "延期次数已用完")
  case .suspensionLeft: Bilingual(en: "no suspension is left", zh: "挂账次数已用完")
  case .nothingWaits: Bilingual(en: "a request waits for its answer already", zh: "已有申请待批")
  case .requestWaits: Bilingual(en: "no request waits for an answer", zh: "没有待批的申请")
  case .late: Bilingual(en: "no deadline of it has passed", zh: "从未超时")
  case .neverAppealed: Bilingual(en: "its appeal was answered already", zh: "申诉已答复过")
  case .notAStations: Bilingual(en: "an integrity station's case is not returned", zh: "廉情监督站的事项不能退回")
  case .noTalk: Bilingual(en: "it ends by “resolve” alone, with a note of the talk", zh: "须谈话，只能以“办结(resolve)”并写明情况结束")
  case .somebodyAbove: Bilingual(en: "the ladder has nobody to ask", zh: "没有上级可问")
  }
}
