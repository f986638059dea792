internal import Cases
internal import Custody
internal import GridCore
internal import Users
package import Web
package import Words

/// What stands around every page: the way to the text, where one can go, who is looking, and what is wrong.
package struct Frame {
  /// Where one can go, in its order.
  package enum Section: String, CaseIterable {
    case town = "/"
    case mine = "/me"
    case triage = "/triage"
    case items = "/items"
    case new = "/new"
    case subjects = "/subjects"
    case visits = "/visits"
    case rounds = "/rounds"
    case reports = "/reports"
    case rules = "/rules"
    case ledger = "/ledger"

    /// What it is called.
    package var name: Bilingual {
      switch self {
      case .town: Bilingual(en: "Town", zh: "全街道")
      case .mine: Bilingual(en: "Mine", zh: "我的")
      case .triage: Bilingual(en: "Triage", zh: "待分拨")
      case .items: Bilingual(en: "Cases", zh: "事项")
      case .new: Bilingual(en: "New report", zh: "登记")
      case .subjects: Bilingual(en: "Subjects", zh: "主体")
      case .visits: Bilingual(en: "Visits", zh: "走访单")
      case .rounds: Bilingual(en: "Rounds", zh: "定期任务")
      case .reports: Bilingual(en: "Reports", zh: "报表")
      case .rules: Bilingual(en: "Rules", zh: "规则")
      case .ledger: Bilingual(en: "Ledger", zh: "台账")
      }
    }
  }

  private let reading: BoardReading
  private let section: Section?
  private let query: Query

  /// A page around what the body writes, which begins with an `h1`.
  ///
  /// - Parameters:
  ///   - title: of the window; the number that waits in triage stands before it.
  ///   - isLive: whether the script keeps it current; parts that it may replace bear an `id` and `data-live`.
  package static func page(
    _ reading: BoardReading, _ query: Query, _ title: Bilingual, _ section: Section?, status: Int = 200,
    isLive: Bool = false, _ body: (inout HTML) throws -> Void
  ) throws -> Page {
    let frame = Frame(reading: reading, section: section, query: query)
    var html = HTML(reading.language)
    html.doctype()
    try html.element("html", ["lang": reading.language == .zh ? "zh-CN" : "en"]) { html in
      try frame.head(&html, title)
      let kind = query.flag("wall") ? "wall" : query.flag("print") ? "slip" : nil
      let stream = isLive && !query.flag("print") ? "/api/v1/stream" : nil
      try html.element("body", ["class": kind, "data-stream": stream]) { html in
        frame.skip(&html)
        try frame.header(&html)
        frame.live(&html, isLive: stream != nil)
        frame.troubles(&html)
        try html.element("main", ["id": "main", "tabindex": "-1"]) { try body(&$0) }
        frame.footer(&html)
      }
    }
    return Page(html, status: status)
  }

  /// A page for who is nobody yet: it tells nothing of the town but what it is called.
  package static func strangersPage(
    _ reading: BoardReading, _ query: Query, _ title: Bilingual, status: Int = 200, _ body: (inout HTML) -> Void
  ) throws -> Page {
    var bare = BoardReading(
      ledger: nil, book: reading.book, now: reading.now, language: reading.language, viewer: reading.viewer,
      names: reading.names)
    bare.target = reading.target
    let frame = Frame(reading: bare, section: nil, query: query)
    var html = HTML(reading.language)
    html.doctype()
    try html.element("html", ["lang": reading.language == .zh ? "zh-CN" : "en"]) { html in
      try frame.head(&html, title, isForStrangers: true)
      html.element("body") { html in
        frame.skip(&html)
        html.element("header", ["class": "top"]) { html in
          frame.town(&html)
          html.element("div", ["class": "who"]) { frame.languages(&$0) }
        }
        html.element("main", ["id": "main", "tabindex": "-1"]) { body(&$0) }
      }
    }
    return Page(html, status: status)
  }

  // MARK: The head

  private func head(_ html: inout HTML, _ title: Bilingual, isForStrangers: Bool = false) throws {
    let waiting = isForStrangers ? nil : try reading.triage()
    let town = reading.book.map { HTML.plain($0.subdistrict.name) } ?? "Gridpost"
    html.element("head") { html in
      html.void("meta", ["charset": "utf-8"])
      html.void("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
      // Browsers of telephones would make links of numbers in outside texts.
      html.void(
        "meta", ["name": "format-detection", "content": "telephone=no, date=no, address=no, email=no, url=no"])
      html.void("meta", ["name": "color-scheme", "content": "light dark"])
      html.void("meta", ["name": "robots", "content": "noindex"])
      // Without users the script need not say whose it is.
      if reading.viewer.key != nil { html.tokenForScript() }
      html.passing { html in
        if let through = reading.cases?.through {
          html.void("meta", ["name": "stream-after", "content": String(through)])
        }
        html.void("meta", ["name": "made-at", "content": String(reading.now.seconds)])
      }
      let number = waiting.map { "(\($0)) " } ?? ""
      html.element("title", "\(number)\(title.text(reading.language)) · \(town)")
      html.void("link", ["rel": "icon", "href": BoardAsset.icon.path, "type": BoardAsset.icon.type])
      html.void("link", ["rel": "stylesheet", "href": BoardAsset.style.path])
      html.element("script", ["src": BoardAsset.script.path, "defer": ""]) { _ in }
    }
  }

  // MARK: The top

  private func header(_ html: inout HTML) throws {
    try html.element("header", ["class": "top"]) { html in
      town(&html)
      try html.element("nav", ["aria-label": reading.language == .zh ? "主导航" : "Main"]) { try navigation(&$0) }
      html.element("div", ["class": "who"]) { html in
        html.passing { html in
          html.element(
            "time",
            [
              "id": "clock", "datetime": Moments.machine(reading.now),
              "data-offset": String(reading.book?.calendar.utcOffset ?? 0),
            ], reading.moments.clock)
        }
        if let name = reading.viewer.name, !query.flag("wall") {
          html.element("span", ["class": "viewer"]) { $0.listed(name) }
        }
        languages(&html)
        if reading.viewer.key != nil {
          html.element("form", ["method": "post", "action": Form.logout, "class": "bare"]) { html in
            html.token()
            html.element("button", ["class": "link"], Bilingual(en: "Log out", zh: "退出"))
          }
        }
      }
    }
  }

  /// The way to the text, for who goes by keys.
  private func skip(_ html: inout HTML) {
    html.element("a", ["class": "skip", "href": "#main"], Bilingual(en: "Skip to the content", zh: "跳到正文"))
  }

  private func town(_ html: inout HTML) {
    html.element("a", ["class": "town", "href": "/"]) { html in
      html.text(reading.book?.subdistrict.name ?? "Gridpost")
      html.element("span", ["class": "what"], Bilingual(en: " · Grid dispatch", zh: " · 网格派单"))
    }
  }

  private func navigation(_ html: inout HTML) throws {
    let waiting = try reading.triage()
    html.element("ul") { html in
      for place in Section.allCases where shows(place) {
        html.element("li") { html in
          html.element("a", ["href": place.rawValue, "aria-current": place == section ? "page" : nil]) { html in
            html.text(place.name)
            if place == .triage {
              html.text(" ")
              html.element(
                "span", ["class": waiting > 0 ? "badge" : "badge none", "data-figure": "triage", "id": "triage-count"],
                String(waiting))
            }
          }
        }
      }
    }
  }

  /// Nobody is sent where he can do nothing.
  private func shows(_ place: Section) -> Bool {
    switch place {
    case .mine: reading.viewer.at.map { $0 != "*" } ?? false
    case .new: reading.viewer.mayFile
    default: true
    }
  }

  private func languages(_ html: inout HTML) {
    let other: Language = reading.language == .zh ? .en : .zh
    let path = reading.target.split(separator: "?", maxSplits: 1).first.map(String.init) ?? "/"
    let query = query.setting("lang", other == .zh ? "zh" : "en")
    html.element(
      "a", ["href": path + "?" + query.text, "hreflang": other == .zh ? "zh-CN" : "en", "rel": "nofollow"],
      other == .zh ? "中文" : "English")
  }

  // MARK: What goes on

  /// What the script says of the stream; without script it is not there.
  private func live(_ html: inout HTML, isLive: Bool) {
    guard isLive else { return }
    let said = { (en: String, zh: String) in Bilingual(en: en, zh: zh).text(reading.language) }
    html.element(
      "div",
      [
        "id": "live", "class": "live", "hidden": "", "data-on": said("Live", "实时"), "data-off": said("Paused", "已暂停"),
        "data-pause": said("Pause", "暂停更新"), "data-resume": said("Go on", "继续更新"),
        "data-lost": said("Nothing heard since {t}. The page may be out of date.", "自 {t} 起没有收到消息，页面可能已过时。"),
        "data-out": said("Logged out since {t}. Please log in again.", "自 {t} 起已退出登录，请重新登录。"),
        "data-news": said("{n} changes. Show them", "有 {n} 处变化，点此显示"),
      ]
    ) { html in
      html.element("span", ["id": "live-state"], Bilingual(en: "Live", zh: "实时"))
      html.element(
        "button", ["type": "button", "id": "live-pause", "class": "link"], Bilingual(en: "Pause", zh: "暂停更新"))
      html.element("button", ["type": "button", "id": "live-news", "class": "news", "hidden": ""]) { _ in }
    }
    html.element("p", ["id": "live-lost", "class": "lost", "role": "alert", "hidden": ""]) { _ in }
    html.element("p", ["id": "live-said", "class": "sr", "role": "status", "aria-live": "polite"]) { _ in }
  }

  /// What is wrong and what waits for somebody; nothing where all is well.
  private func troubles(_ html: inout HTML) {
    html.element("div", ["id": "troubles", "data-live": "", "class": "troubles"]) { html in
      if reading.ledger == nil {
        html.element(
          "p", ["class": "trouble"],
          Bilingual(en: "There is no state yet: nothing was received here so far.", zh: "尚无台账：这里还没有收到过任何事项。"))
      }
      for fault in reading.degraded where reading.held == nil || fault.code != "held" {
        html.element("p", ["class": "trouble", "data-degraded": fault.code]) { html in
          html.element("strong", Bilingual(en: "Degraded", zh: "异常"))
          html.text(" ")
          html.listed(fault.text)
          html.text(" ")
          html.element("small", reading.moments.since(fault.since))
        }
      }
      if let held = reading.held {
        html.element("p", ["class": "trouble held", "data-held": held.digest.hex]) { html in
          html.element("strong", Bilingual(en: "Rules held back", zh: "新规则待放行"))
          html.text(" ")
          html.listed(held.line.text(reading.language))
          html.text(" ")
          html.element("a", ["href": "/rules"], Bilingual(en: "What it would change", zh: "查看影响"))
        }
      }
    }
  }

  private func footer(_ html: inout HTML) {
    html.element("footer", ["class": "bottom"]) { html in
      html.passing { html in
        html.element("span", reading.moments.made)
      }
      if let book = reading.book {
        html.element("span", "\(reading.language == .zh ? "规则" : "rules") \(book.digest.hex.prefix(12))")
      }
    }
  }
}
