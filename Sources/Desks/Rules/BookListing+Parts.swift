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

  // MARK: What comes by itself

  func rounds(_ html: inout HTML) {
    html.element("section", ["class": "card", "id": "rounds"]) { html in
      html.element("h2", Bilingual(en: "Rounds", zh: "定期任务"))
      let heads = [
        Bilingual(en: "name", zh: "名称"), Bilingual(en: "every", zh: "频次"), Bilingual(en: "for", zh: "对象"),
        Bilingual(en: "to", zh: "派给"), Bilingual(en: "limit", zh: "时限"), Self.line,
      ]
      table(&html, heads) { html in
        for rule in book.rounds {
          row(
            &html, line: rule.line, rule.name,
            [
              rule.every.wording.text(reading.language), audience(rule), target(rule.to), rule.limit.map(limit) ?? "-",
            ])
        }
      }
    }
  }

  private func audience(_ rule: RoundRule) -> String {
    let who: Bilingual =
      switch rule.audience {
      case .grid: Bilingual(en: "each grid", zh: "每个小分格")
      case .community: Bilingual(en: "each community", zh: "每个社区")
      case .subdistrict: Bilingual(en: "the subdistrict", zh: "全街道")
      case .subject: Bilingual(en: "each subject", zh: "每个主体")
      }
    let places = [
      rule.places.community.map(names.community), rule.places.grid.map(names.grid),
      rule.places.colour?.riskWording.text(reading.language),
    ].compactMap { $0 }
    return ([who.text(reading.language)] + places).joined(separator: reading.language == .zh ? "，" : ", ")
  }

  private func target(_ target: RoundRule.Target) -> String {
    switch target {
    case .routed: Bilingual(en: "the matter's post", zh: "事项所属岗位").text(reading.language)
    case .post(let id): names.post(id)
    case .branch: Bilingual(en: "party branch", zh: "临时党支部").text(reading.language)
    case .station: Bilingual(en: "integrity station", zh: "廉情监督站").text(reading.language)
    case .group: Bilingual(en: "functional group", zh: "功能组").text(reading.language)
    case .office(let id): names[.office(id)].text(reading.language)
    }
  }

  func signals(_ html: inout HTML, _ integrity: IntegrityRules) {
    html.element("section", ["class": "card", "id": "integrity"]) { html in
      html.element("h2", Bilingual(en: "Signals of integrity", zh: "廉情信号"))
      let heads = [
        Bilingual(en: "name", zh: "名称"), Bilingual(en: "counts", zh: "计数"), Bilingual(en: "from", zh: "达到"),
        Bilingual(en: "in a", zh: "周期"), Bilingual(en: "talk", zh: "谈话"), Self.line,
      ]
      table(&html, heads) { html in
        for signal in integrity.signals {
          let many =
            switch signal.threshold {
            case .times(let times): Bilingual(en: counted(times, "time"), zh: "\(times) 次").text(reading.language)
            case .share(let share, let least):
              Bilingual(en: "\(share / 10_000)% of \(least) or more", zh: "占 \(share / 10_000)%（至少 \(least) 件）")
                .text(reading.language)
            }
          let per = signal.per == .week ? Bilingual(en: "week", zh: "周") : Bilingual(en: "month", zh: "月")
          let talk = signal.talk ? Bilingual(en: "yes", zh: "须谈话") : Bilingual(en: "", zh: "")
          row(
            &html, line: signal.line, signal.name,
            [signal.kind.rawValue, many, per.text(reading.language), talk.text(reading.language)])
        }
      }
    }
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
          fact(&html, Bilingual(en: key, zh: key), book.guard[keyPath: path].map { String($0) } ?? "-")
        }
        if let visits = book.visits {
          let caps = Colour.allCases.compactMap { colour in
            visits.cap[colour].map { "\(colour.riskWording.text(reading.language)) \($0)" }
          }
          fact(&html, Bilingual(en: "visits together within", zh: "综合查一次"), limit(visits.together))
          if !caps.isEmpty {
            fact(
              &html, Bilingual(en: "visits a year", zh: "每年上限"),
              caps.joined(separator: reading.language == .zh ? "、" : ", "))
          }
        }
      }
    }
  }

  private func fact(_ html: inout HTML, _ name: Bilingual, _ value: String) {
    html.element("dt") { $0.listed(name.text($0.language)) }
    html.element("dd") { $0.listed(value) }
  }
}

extension RoundRule.Every {
  /// How often, as people say it.
  var wording: Bilingual {
    switch self {
    case .day: Bilingual(en: "every day", zh: "每天")
    case .workday: Bilingual(en: "every working day", zh: "每个工作日")
    case .week: Bilingual(en: "every week", zh: "每周")
    case .month: Bilingual(en: "every month", zh: "每月")
    case .quarter: Bilingual(en: "every quarter", zh: "每季度")
    case .year: Bilingual(en: "every year", zh: "每年")
    }
  }
}
