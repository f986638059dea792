internal import Board
internal import GridCore
internal import Reports
internal import Words

/// What comes by itself: rounds, and signals of integrity.
extension BookListing {
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
              when(rule), audience(rule), target(rule.to), rule.limit.map(limit) ?? "-",
            ])
        }
      }
    }
  }

  /// How often, on which day of that, and when on it.
  private func when(_ rule: RoundRule) -> String {
    var parts = [say(rule.every.wording)]
    switch rule.every {
    case .day, .workday: break
    case .week:
      let names = Bilingual(en: "Mon Tue Wed Thu Fri Sat Sun", zh: "一 二 三 四 五 六 日")
      let days = say(names).split(separator: " ")
      if days.indices.contains(rule.day - 1) {
        parts.append(say(Bilingual(en: "on \(days[rule.day - 1])", zh: "周\(days[rule.day - 1])")))
      }
    case .month, .quarter, .year:
      let isLast = rule.day >= rule.every.mostDays
      parts.append(
        say(isLast ? Bilingual(en: "last day", zh: "最后一天") : Bilingual(en: "day \(rule.day)", zh: "第 \(rule.day) 天")))
    }
    if let at = rule.at { parts.append(Self.clock(at)) }
    return listed(parts, "，")
  }

  /// Parts of a million as the rules write them, with as many places as they need.
  static func percent(_ parts: Int) -> String {
    var places = String(parts % 10_000 + 10_000).dropFirst()
    while places.last == "0" { places.removeLast() }
    return "\(parts / 10_000)" + (places.isEmpty ? "" : ".\(places)") + "%"
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
              say(
                Bilingual(
                  en: "\(Self.percent(share)) of \(least) or more", zh: "占 \(Self.percent(share))（至少 \(least) 件）"))
            }
          let per = signal.per == .week ? Bilingual(en: "week", zh: "周") : Bilingual(en: "month", zh: "月")
          let talk = signal.talk ? Bilingual(en: "yes", zh: "须谈话") : Bilingual(en: "", zh: "")
          row(
            &html, line: signal.line, signal.name,
            [
              say(signal.kind.wording) + (signal.within.map { " ≤ \(limit($0))" } ?? ""), many,
              per.text(reading.language), talk.text(reading.language),
            ])
        }
      }
    }
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
