package import Figures
internal import Formats
package import GridCore
package import Words

/// Where an item stands, as the table of steps tells states apart.
package func wording(_ place: Item.Place) -> Bilingual {
  switch place {
  case .triage: Bilingual(en: "triage", zh: "待分拨")
  case .open: Bilingual(en: "open", zh: "待签收")
  case .accepted: Bilingual(en: "accepted", zh: "在办")
  case .suspended: wording(ItemState.suspended)
  case .resolved: wording(ItemState.resolved)
  case .closed: wording(ItemState.closed)
  case .void: wording(ItemState.void)
  }
}

/// What somebody says an item is returned for.
package func wording(_ ground: ReturnGround) -> Bilingual {
  switch ground {
  case .place: Bilingual(en: "wrong place", zh: "地点不符")
  case .owner: Bilingual(en: "somebody else's", zh: "不归本岗")
  case .duty: Bilingual(en: "another duty", zh: "职责不符")
  }
}

/// What a check or a visit found.
package func wording(_ outcome: Outcome) -> Bilingual {
  switch outcome {
  case .pass: Bilingual(en: "pass", zh: "通过")
  case .fail: Bilingual(en: "fail", zh: "不通过")
  case .unreached: Bilingual(en: "unreached", zh: "未联系上")
  }
}

/// What a stretch of an item's life was spent on.
package func wording(_ why: Spell.Why) -> Bilingual {
  switch why {
  case .triage: Bilingual(en: "triage", zh: "待分拨")
  case .waiting: Bilingual(en: "waiting", zh: "待签收")
  case .working: Bilingual(en: "working", zh: "在办")
  case .suspended: Bilingual(en: "suspended", zh: "挂账")
  case .checking: Bilingual(en: "checking", zh: "待核查")
  case .ended: Bilingual(en: "ended", zh: "已结束")
  }
}

/// What an item has to do with an earlier one.
package func wording(_ link: Link.Kind) -> Bilingual {
  switch link {
  case .repeat: Bilingual(en: "repeat", zh: "重复上报")
  case .recurrence: Bilingual(en: "recurrence", zh: "回潮")
  }
}

/// What must hold for a step beside the state.
package func wording(_ condition: StepTable.Condition) -> Bilingual {
  switch condition {
  case .beforeDeadline: Bilingual(en: "the deadline has not passed", zh: "未过截止时间")
  case .extensionLeft: Bilingual(en: "an extension is left", zh: "还有延期次数")
  case .suspensionLeft: Bilingual(en: "a suspension is left", zh: "还有挂账次数")
  case .nothingWaits: Bilingual(en: "no request waits", zh: "没有待批的申请")
  case .requestWaits: Bilingual(en: "a request waits", zh: "有待批的申请")
  case .late: Bilingual(en: "it is late", zh: "超过时")
  case .neverAppealed: Bilingual(en: "no appeal was answered", zh: "申诉未答复过")
  case .notAStations: Bilingual(en: "it is no integrity station's", zh: "不是廉情监督站的事项")
  case .noTalk: Bilingual(en: "no talk is owed", zh: "不须谈话")
  case .somebodyAbove: Bilingual(en: "the ladder has a rung", zh: "有上级可问")
  }
}
