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

/// The word of the trade for a line of history.
package func wording(_ what: HistoryEntry.What) -> Bilingual {
  switch what {
  case .report: Bilingual(en: "report", zh: "上报")
  case .escalate: Bilingual(en: "escalate", zh: "升级上报")
  case .step(let step): wording(step)
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
    case .resolve: "处置完成"
    case .check: "核查"
    case .visit: "回访"
    case .reopen: "重开"
    case .void: "作废"
    case .note: "备注"
    }
  return Bilingual(en: step.rawValue, zh: zh)
}
