internal import Board
internal import Cases
internal import Formats
internal import GridCore
internal import Web
internal import Words

/// The form by which a list is filtered: a plain form without script, whose fields are the names of `list`.
struct CaseFilter {
  let reading: BoardReading
  let path: String
  let query: Query
  let offersEnded: Bool
  /// Fields that the path gives.
  var given: [String] = []

  func write(to html: inout HTML) {
    let said = { (en: String, zh: String) in Bilingual(en: en, zh: zh) }
    html.element("form", ["method": "get", "action": path, "class": "fields noprint", "role": "search"]) { html in
      html.element("label", ["class": "field"]) { html in
        html.text(said("Words, id", "文字、编号"))
        html.void("input", ["type": "search", "name": "q", "value": query["q"].map { HTML.plain($0) }, "size": "18"])
      }
      let states = ItemState.allCases.filter { offersEnded || ![.closed, .void].contains($0) }
      choice("state", said("State", "状态"), states.map { ($0.rawValue, wording($0).text(reading.language)) }, to: &html)
      if let book = reading.book {
        let names = reading.names
        choice(
          "community", said("Community", "社区"), book.communities.map { ($0.id, names.community($0.id)) }, to: &html)
        if offersEnded {
          choice("grid", said("Grid", "网格"), book.grids.map { ($0.id, names.grid($0.id)) }, to: &html)
          choice("duty", said("Duty", "职责"), book.duties.map { ($0.id, $0.name) }, to: &html)
        }
        choice("post", said("Post", "岗位"), book.posts.map { ($0.id, $0.name) }, to: &html)
      }
      box("overdue", said("overdue", "超时"), to: &html)
      if offersEnded { box("late", said("ever late", "曾超时"), to: &html) }
      box("owed", said("check or visit owed", "待核查或回访"), to: &html)
      for kept in ["sort", "matter", "source", "subject", "group", "holder", "lang"] where !given.contains(kept) {
        if let value = query[kept] { html.void("input", ["type": "hidden", "name": kept, "value": HTML.plain(value)]) }
      }
      html.element("button", ["class": "quiet"], said("Filter", "筛选"))
    }
  }

  private func choice(_ name: String, _ words: Bilingual, _ options: [(id: String, name: String)], to html: inout HTML)
  {
    guard !given.contains(name) else { return }
    html.element("label", ["class": "field"]) { html in
      html.text(words)
      html.element("select", ["name": name]) { html in
        html.element("option", ["value": ""], Bilingual(en: "all", zh: "全部"))
        for option in options {
          html.element("option", ["value": option.id, "selected": query[name] == option.id ? "" : nil], option.name)
        }
      }
    }
  }

  private func box(_ name: String, _ words: Bilingual, to html: inout HTML) {
    html.element("label", ["class": "box"]) { html in
      html.void("input", ["type": "checkbox", "name": name, "value": "1", "checked": query.flag(name) ? "" : nil])
      html.text(words)
    }
  }
}
