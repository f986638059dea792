internal import Formats
package import GridCore
package import Words

/// How an item stands, for people: triage is told apart from what is in somebody's hands.
package func standing(of item: Item) -> Bilingual {
  guard !item.isInTriage else { return wording(Item.Place.triage) }
  let state = wording(item.state.kind)
  return item.onSite ? Bilingual(en: "\(state.en) (on the spot)", zh: "\(state.zh)（现场整改）") : state
}

/// What is left of an item's time and whether it was late before; nil where there is nothing to tell.
package func timeTold(of item: Item, at now: Timestamp, under book: RuleBook?) -> Bilingual? {
  let left = timeLeft(of: item, at: now, under: book)
  guard item.isLate(at: now), !item.isOverdue(at: now) else { return left }
  let late =
    item.memory.exempt
    ? Bilingual(en: "was late, exempt", zh: "曾超时，申诉通过") : Bilingual(en: "was late", zh: "曾超时")
  // A clock that was stopped too late has nothing left to tell.
  guard let left, item.hasTimeLeft else { return late }
  return Bilingual(en: "\(left.en), \(late.en)", zh: "\(left.zh)，\(late.zh)")
}

extension Item {
  fileprivate var hasTimeLeft: Bool {
    switch state {
    case .open: true
    case .suspended(let suspension): suspension.left > 0
    case .resolved(let checking): checking.left.map { $0 > 0 } ?? false
    case .closed, .void: false
    }
  }
}

extension Item.Counts {
  /// Those that are shown, by the names machines read and the words for people.
  package var shown: [(key: String, number: Int, words: Bilingual)] {
    [
      ("returns", returns, Bilingual(en: "returns", zh: "回退")),
      ("bounces", bounces, Bilingual(en: "bounces", zh: "退单不成立")),
      ("transfers", transfers, Bilingual(en: "transfers", zh: "转派")),
      ("extensions", extensions, Bilingual(en: "extensions", zh: "延期")),
      ("suspensions", suspensions, Bilingual(en: "suspensions", zh: "挂账")),
      ("checks_failed", checksFailed, Bilingual(en: "checks failed", zh: "核查不通过")),
      ("reopenings", reopenings, Bilingual(en: "reopenings", zh: "重开")),
      ("reminders", reminders, Bilingual(en: "reminders", zh: "催办")),
    ]
  }

  /// What happened at all, and how often; nil where nothing did.
  package var told: Bilingual? {
    let some = shown.filter { $0.number > 0 }
    guard !some.isEmpty else { return nil }
    return Bilingual(
      en: some.map { "\($0.words.en) \($0.number)" }.joined(separator: ", "),
      zh: some.map { "\($0.words.zh) \($0.number)" }.joined(separator: "、"))
  }
}

extension Item.Request {
  /// What is asked for, and by whom.
  package func told(time: (Timestamp) -> String) -> Bilingual {
    var parts = [wording(step)]
    if let byLimit { parts.append(byLimit.wording) }
    if let until { parts.append(Bilingual(en: "until \(time(until))", zh: "至 \(time(until))")) }
    if let by { parts.append(Bilingual(en: "asked by \(by)", zh: "申请人 \(by)")) }
    parts.append(Bilingual(en: time(at), zh: time(at)))
    if let note { parts.append(Bilingual(en: note, zh: note)) }
    return joined(parts)
  }
}

extension HistoryEntry {
  /// What it says beside who, when and where to: the note last, which may be long.
  ///
  /// - Parameters:
  ///   - matter: the name of a matter.
  ///   - grid: the name of a grid.
  package func details(
    time: (Timestamp) -> String, matter named: (String) -> String, grid place: (String) -> String
  ) -> Bilingual {
    var parts: [Bilingual] = []
    if asked { parts.append(Bilingual(en: "asked for", zh: "待批")) }
    if let longer = byLimit?.wording { parts.append(Bilingual(en: "by \(longer.en)", zh: "延长 \(longer.zh)")) }
    if let until { parts.append(Bilingual(en: "until \(time(until))", zh: "至 \(time(until))")) }
    if let outcome { parts.append(wording(outcome)) }
    if let satisfaction {
      parts.append(Bilingual(en: "satisfaction \(satisfaction) of 5", zh: "满意度 \(satisfaction)/5"))
    }
    if let ground { parts.append(wording(ground)) }
    if let matter { parts.append(Bilingual(en: "matter \(named(matter))", zh: "事项改为 \(named(matter))")) }
    if let grid { parts.append(Bilingual(en: "grid \(place(grid))", zh: "网格改为 \(place(grid))")) }
    if let note { parts.append(Bilingual(en: note, zh: note)) }
    return joined(parts)
  }
}

private func joined(_ parts: [Bilingual]) -> Bilingual {
  Bilingual(en: parts.map(\.en).joined(separator: "; "), zh: parts.map(\.zh).joined(separator: "；"))
}
