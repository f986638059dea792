package import Figures
internal import GridCore
package import Words

/// The head of a report's column, for people; machines have its id.
package func wording(_ column: ReportColumn) -> Bilingual {
  switch column {
  case .received: Bilingual(en: "received", zh: "收到")
  case .onSite: Bilingual(en: "on site", zh: "现场整改")
  case .triage: Bilingual(en: "triage", zh: "待分拨")
  case .open: Bilingual(en: "open", zh: "在办")
  case .suspended: Bilingual(en: "suspended", zh: "挂账")
  case .resolved: Bilingual(en: "resolved", zh: "待核查")
  case .closed: Bilingual(en: "closed", zh: "办结")
  case .void: Bilingual(en: "void", zh: "作废")
  case .onTime: Bilingual(en: "on time", zh: "按时办结")
  case .late: Bilingual(en: "late", zh: "超时办结")
  case .overdue: Bilingual(en: "overdue", zh: "超时未结")
  case .returned: Bilingual(en: "returned", zh: "回退")
  case .bounced: Bilingual(en: "bounced", zh: "退单不成立")
  case .transferred: Bilingual(en: "transferred", zh: "转派")
  case .extended: Bilingual(en: "extended", zh: "延期")
  case .suspendedOnce: Bilingual(en: "once suspended", zh: "曾挂账")
  case .rework: Bilingual(en: "rework", zh: "返工")
  case .reopened: Bilingual(en: "reopened", zh: "重开")
  case .recurred: Bilingual(en: "recurred", zh: "回潮")
  case .escalated: Bilingual(en: "escalated", zh: "升级上报")
  case .satisfied: Bilingual(en: "satisfied", zh: "满意")
  case .dissatisfied: Bilingual(en: "dissatisfied", zh: "不满意")
  }
}

/// By what a report's rows are told apart, as the head of their column.
package func wording(_ axis: ReportAxis) -> Bilingual {
  switch axis {
  case .community: Bilingual(en: "community", zh: "社区")
  case .grid: Bilingual(en: "grid", zh: "小分格")
  case .post: Bilingual(en: "post", zh: "岗位")
  case .group: Bilingual(en: "group", zh: "功能组")
  case .duty: Bilingual(en: "duty", zh: "职责")
  case .matter: Bilingual(en: "matter", zh: "事项")
  case .source: Bilingual(en: "source", zh: "来源")
  case .month: Bilingual(en: "month", zh: "月")
  case .day: Bilingual(en: "day", zh: "日")
  }
}
