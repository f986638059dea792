internal import Board
internal import Change
internal import GridCore
internal import Words

extension BookListing {
  // MARK: Above the posts

  func ladders(_ html: inout HTML) {
    html.element("section", ["class": "card", "id": "ladder"]) { html in
      html.element("h2", Bilingual(en: "Ladder: who is told when a deadline passes", zh: "逐级上报"))
      ladder(&html, nil, book.ladders.fallback)
      for urgency in Urgency.allCases {
        if let rungs = book.ladders.values[urgency] { ladder(&html, urgency, rungs) }
      }
    }
  }

  private func ladder(_ html: inout HTML, _ urgency: Urgency?, _ rungs: [Rung]) {
    html.element("p", ["class": "row"]) { html in
      html.element("strong", urgency?.wording ?? Bilingual(en: "usual", zh: "通常"))
      for (index, rung) in rungs.enumerated() {
        html.element("span", ["data-line": String(rung.line)]) { html in
          html.text("\(index + 1) ")
          html.listed(told(rung))
        }
      }
    }
  }

  private func told(_ rung: Rung) -> String {
    let who =
      switch rung.to {
      case .group: Bilingual(en: "functional group", zh: "功能组").text(reading.language)
      case .office(let id): names[.office(id)].text(reading.language)
      }
    var parts = [
      rung.after.map { Bilingual(en: "\(limit($0)) later", zh: "再过 \(limit($0))").text(reading.language) }
        ?? Bilingual(en: "at the deadline", zh: "到期").text(reading.language)
    ]
    if let again = rung.repeat {
      let times = again.times.map { Bilingual(en: ", \($0) times", zh: "，共 \($0) 次").text(reading.language) } ?? ""
      parts.append(
        Bilingual(en: "again every \(limit(again.every))", zh: "每 \(limit(again.every))再报").text(reading.language)
          + times)
    }
    if rung.unlessAccepted { parts.append(Bilingual(en: "unless accepted", zh: "已签收的除外").text(reading.language)) }
    return reading.language == .zh
      ? "\(who)（\(parts.joined(separator: "，"))）" : "\(who) (\(parts.joined(separator: ", ")))"
  }

  // MARK: Time and bounds

  func calendar(_ html: inout HTML) {
    let calendar = book.calendar
    html.element("section", ["class": "card", "id": "calendar"]) { html in
      html.element("h2", Bilingual(en: "Working time", zh: "工作时间"))
      html.element("dl", ["class": "facts"]) { html in
        fact(&html, Bilingual(en: "hours", zh: "工作时段"), hours(calendar.hours))
        for post in book.posts {
          if let own = post.hours { fact(&html, Bilingual(en: post.name, zh: post.name), hours(own)) }
        }
        fact(&html, Bilingual(en: "holidays", zh: "节假日"), days(calendar.holidays))
        fact(&html, Bilingual(en: "make-up days", zh: "调休上班"), days(calendar.makeUpDays))
        fact(
          &html, Bilingual(en: "known until", zh: "日历已知至"),
          calendar.knownUntil.map { CivilDate(dayNumber: $0).text } ?? "-")
      }
    }
  }

  private func hours(_ hours: WorkingHours) -> String {
    hours.windows.map { "\(Self.clock($0.start))–\(Self.clock($0.end))" }.joined(separator: " ")
  }

  /// Days, those in a row as one span.
  private func days(_ days: [Int]) -> String {
    var spans: [(first: Int, last: Int)] = []
    for day in days.sorted() {
      if let last = spans.last, last.last == day - 1 {
        spans[spans.count - 1].last = day
      } else {
        spans.append((day, day))
      }
    }
    let told = spans.map { span in
      let first = CivilDate(dayNumber: span.first).text
      return span.first == span.last ? first : "\(first) – \(CivilDate(dayNumber: span.last).text)"
    }
    return told.isEmpty ? "-" : told.joined(separator: reading.language == .zh ? "、" : ", ")
  }

  func settings(_ html: inout HTML) {
    html.element("section", ["class": "card", "id": "guard"]) { html in
      html.element("h2", Bilingual(en: "Guard: how much a new text may change at once", zh: "改动上限"))
      html.element("dl", ["class": "facts"]) { html in
        for (key, path) in Guard.limits {
          let words = Self.wording(ofLimit: key)
          fact(
            &html, words.name,
            book.guard[keyPath: path].map { "\($0)\(words.unit)" } ?? say(Bilingual(en: "no limit", zh: "不限")))
        }
      }
    }
    if let visits = book.visits { self.visits(&html, visits) }
  }

  private static func wording(ofLimit key: String) -> (name: Bilingual, unit: String) {
    switch key {
    case "moved_percent": (Bilingual(en: "routes that move", zh: "改派的派单路线"), "%")
    case "changed_percent": (Bilingual(en: "routes that change", zh: "有变化的派单路线"), "%")
    case "emptied_posts": (Bilingual(en: "posts left without routes", zh: "不再接单的岗位"), "")
    case "orphaned_items": (Bilingual(en: "open cases no longer listed", zh: "不再列入清单的在办件"), "")
    case "late_items": (Bilingual(en: "cases late at once", zh: "立刻超时的事项"), "")
    default: (Bilingual(en: key, zh: key), "")
    }
  }

  private func visits(_ html: inout HTML, _ visits: VisitRules) {
    html.element("section", ["class": "card", "id": "visits"]) { html in
      html.element("h2", Bilingual(en: "One visit for many inspections", zh: "综合查一次"))
      html.element("dl", ["class": "facts"]) { html in
        fact(&html, Bilingual(en: "together within", zh: "合并时限"), limit(visits.together))
        let caps = Colour.allCases.compactMap { colour in
          visits.cap[colour].map { "\(say(colour.riskWording)) \($0)" }
        }
        if !caps.isEmpty { fact(&html, Bilingual(en: "visits a year", zh: "每年上限"), listed(caps, "、")) }
      }
    }
  }

  private func fact(_ html: inout HTML, _ name: Bilingual, _ value: String) {
    html.element("dt") { $0.listed(name.text($0.language)) }
    html.element("dd") { $0.listed(value) }
  }
}
