package import GridCore
package import Words

/// How pressing a case is, and so a place by its most pressing one: what `data-worst` says.
package enum Worst: String, CaseIterable, Comparable, Sendable {
  case none, running, soon, overdue, climbed

  package static func < (one: Worst, other: Worst) -> Bool { one.rank < other.rank }

  private var rank: Int {
    switch self {
    case .none: 0
    case .running: 1
    case .soon: 2
    case .overdue: 3
    case .climbed: 4
    }
  }

  /// In one word.
  package var word: Bilingual {
    switch self {
    case .none: Bilingual(en: "none", zh: "无")
    case .running: Bilingual(en: "running", zh: "在办")
    case .soon: Bilingual(en: "due soon", zh: "将到期")
    case .overdue: Bilingual(en: "overdue", zh: "超时")
    case .climbed: Bilingual(en: "told above", zh: "已上报")
    }
  }

  /// What tells it apart without colour; empty where nothing presses.
  package var mark: String {
    switch self {
    case .none, .running: ""
    case .soon: "◔"
    case .overdue: "●"
    case .climbed: "▲"
    }
  }
}

extension Item {
  /// The moment from which less than a fifth of its limit is left; nil where no clock runs.
  func soon(under book: RuleBook?) -> Timestamp? {
    guard isRunning, let deadline = clock.deadline, let start = clock.start else { return nil }
    let kind = book == nil ? .continuous : facts.limit?.kind ?? .continuous
    let calendar = book?.calendar ?? .dayAndNight
    let hours = facts.post.flatMap { book?.hours(ofPost: $0) }
    let whole = facts.limit.map { calendar.seconds(of: $0, hours: hours) } ?? max(0, deadline.seconds - start.seconds)
    return calendar.moment(leaving: whole / 5, before: deadline, kind: kind, hours: hours, notBefore: start)
  }

  /// How pressing it is at a moment; what is not open presses nobody.
  package func worst(at now: Timestamp, under book: RuleBook?) -> Worst {
    OpenCase(self, at: 0, under: book)?.worst(at: now) ?? .none
  }
}
