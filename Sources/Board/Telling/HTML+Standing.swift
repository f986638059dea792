internal import Answers
internal import Cases
package import GridCore
package import Words

extension BoardReading {
  /// What an item is called on a link: its listed matter, else the round or signal that brought it, else that it is not listed. No
  /// text from outside.
  package func title(of item: Item) -> String {
    if let named = item.facts.matter.flatMap({ names.matter($0) }) { return named }
    let why = item.facts.assignedBy.why
    if item.facts.isOwn, why.kind == .round || why.kind == .signal, !why.subject.isEmpty { return why.subject }
    return Bilingual(en: "Not listed \(item.id)", zh: "未列事项 \(item.id)").text(language)
  }

  /// How an item stands in its time, in words: `剩 1 小时 20 分`, `超时 3 小时 · 已报安全生产组`, `等候 14 分`.
  package func standing(of item: Item) -> Bilingual {
    var told = timeTold(of: item, at: now, under: book)
    if item.isInTriage {
      let span = timeSpan(max(0, now.seconds - item.memory.since.seconds))
      told = Bilingual(en: "waiting for \(span.en)", zh: "等候 \(span.zh)")
    }
    var parts: [Bilingual] = []
    if item.state.kind != .open { parts.append(Answers.standing(of: item)) }
    if case .suspended(let suspension) = item.state {
      let day = moments.short(suspension.until)
      parts.append(Bilingual(en: "until \(day)", zh: "至 \(day)"))
    }
    if let told { parts.append(told) }
    if item.state == .open, item.rung >= 1 {
      // Who has it by rung 1 may be who had it before.
      let above = item.holder == item.ownPost ? nil : names.short(item.holder)
      parts.append(
        above.map { Bilingual(en: "told \($0.en)", zh: "已报\($0.zh)") }
          ?? Bilingual(en: "rung \(item.rung)", zh: "第 \(item.rung) 级"))
    }
    return Bilingual(en: parts.map(\.en).joined(separator: " · "), zh: parts.map(\.zh).joined(separator: " · "))
  }
}

extension Names {
  /// Whoever has it, without the place: `安全生产组`.
  package func short(_ holder: Addressee) -> Bilingual {
    switch holder {
    case .group(_, let id): Bilingual(en: group(id), zh: group(id))
    case .post(let own): Bilingual(en: post(own.post), zh: post(own.post))
    default: self[holder]
    }
  }
}

extension HTML {
  /// How an item stands in its time, with the mark that belongs to it.
  package mutating func standing(of item: Item, _ reading: BoardReading) {
    let worst = item.worst(at: reading.now, under: reading.book)
    let kind = worst == .overdue ? "late" : worst == .climbed ? "up" : nil
    element("span", ["class": kind]) { html in
      if !worst.mark.isEmpty {
        html.element("span", ["aria-hidden": "true"], worst.mark + " ")
      }
      html.text(reading.standing(of: item))
    }
  }
}
