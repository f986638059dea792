package import Board
internal import Cases
internal import GridCore
internal import Ledger
internal import Users
package import Web
internal import Words

/// A community: its cases, its grids, its groups.
package enum CommunityPage {
  /// `/communities/ID`.
  package static func page(_ reading: BoardReading, _ query: Query, _ id: String) throws -> Page {
    guard reading.book?.communities.contains(where: { ByteText($0.id) == ByteText(id) }) ?? false else {
      throw Problem.nothing(Bilingual(en: "community", zh: "社区"), id)
    }
    let title = reading.names.community(id)
    return try Frame.page(reading, query, Bilingual(en: title, zh: title), nil, isLive: true) { html in
      html.element("h1", title)
      neighbours(&html, reading, community: id)
      try CaseList(
        reading: reading, path: HTML.path("communities", id), query: query, given: [("community", id)],
        figureOf: ["data-community": id], belongs: { $0.community == id }
      ).write(to: &html)
    }
  }

  /// The way to its grids and groups.
  private static func neighbours(_ html: inout HTML, _ reading: BoardReading, community id: String) {
    guard let book = reading.book, let index = book.communities.firstIndex(where: { $0.id == id }) else { return }
    html.element("nav", ["class": "tabs", "aria-label": html.language == .zh ? "分格与功能组" : "Grids and groups"]) { html in
      for grid in book.grids where grid.community == index {
        html.element("a", ["href": HTML.path("grids", grid.id)], reading.names.number(ofGrid: grid.id))
      }
      for group in book.groups {
        html.element("a", ["href": HTML.page(of: .group(community: id, group: group.id))], group.name)
      }
    }
  }
}

/// A grid: its cases, and its posts.
package enum GridPage {
  /// `/grids/ID`.
  package static func page(_ reading: BoardReading, _ query: Query, _ id: String) throws -> Page {
    guard let book = reading.book, let place = book.place(ofGrid: id) else {
      throw Problem.nothing(Bilingual(en: "grid", zh: "网格"), id)
    }
    let title = reading.names.grid(id)
    return try Frame.page(reading, query, Bilingual(en: title, zh: title), nil, isLive: true) { html in
      html.element("h1", title)
      html.element("nav", ["class": "tabs", "aria-label": html.language == .zh ? "岗位" : "Posts"]) { html in
        html.element(
          "a", ["href": HTML.path("communities", place.community)], reading.names.community(place.community))
        for post in book.posts {
          let holder = Addressee.post(GridPost(community: place.community, grid: id, post: post.id))
          html.element("a", ["href": HTML.page(of: holder)], post.name)
        }
        for holder in [Addressee.branch(place), .station(place)] {
          html.element("a", ["href": HTML.page(of: holder)], reading.names[holder])
        }
      }
      try CaseList(
        reading: reading, path: HTML.path("grids", id), query: query, given: [("grid", id)],
        figureOf: ["data-grid": id], belongs: { $0.grid == id }
      ).write(to: &html)
    }
  }
}

/// A post, a group, an office, a branch, a station or triage: what lies before it.
package enum PostPage {
  /// `/posts/ADDRESS`, `/posts/triage`.
  package static func page(_ reading: BoardReading, _ query: Query, _ address: String) throws -> Page {
    guard let holder = Addressee(text: address), reading.book?.knows(holder) ?? false else {
      throw Problem.nothing(Bilingual(en: "address", zh: "地址"), address)
    }
    return try page(reading, query, holder, HTML.page(of: holder), nil)
  }

  static func page(
    _ reading: BoardReading, _ query: Query, _ holder: Addressee, _ path: String, _ section: Frame.Section?
  ) throws -> Page {
    let title = reading.names[holder]
    return try Frame.page(reading, query, title, section, isLive: true) { html in
      html.element("div", ["class": "row"]) { html in
        html.element("h1", title)
        staff(&html, reading, holder)
        if case .post(let own) = holder {
          let sheets = "/visits?" + Query([("community", own.community), ("grid", own.grid), ("post", own.post)]).text
          html.element("a", ["class": "push", "href": sheets], Bilingual(en: "Visit sheets", zh: "走访单"))
        }
      }
      try CaseList(
        reading: reading, path: path, query: query, given: [("holder", holder.text)],
        figureOf: ["data-holder": holder.text], belongs: { $0.holder == holder }
      ).write(to: &html)
      try climbed(&html, reading, holder)
    }
  }

  /// How many people share the work.
  private static func staff(_ html: inout HTML, _ reading: BoardReading, _ holder: Addressee) {
    guard case .post(let own) = holder, let book = reading.book,
      let grid = book.grids.first(where: { $0.id == own.grid }),
      let staff = book.posts.first(where: { $0.id == own.post })?.staff(in: grid)
    else { return }
    html.element(
      "span", ["class": "soft"], Bilingual(en: "\(staff) people", zh: "\(staff) 人"))
    html.element("a", ["href": "/reports?part=load&by=grid"], Bilingual(en: "Load", zh: "负荷"))
  }

  /// What is its own and has climbed to somebody above.
  private static func climbed(_ html: inout HTML, _ reading: BoardReading, _ holder: Addressee) throws {
    guard let ledger = reading.ledger else { return }
    let own = try reading.openCases().pressing { $0.own == holder && $0.holder != holder && $0.state == .open }
    guard !own.isEmpty else { return }
    html.element("section", ["class": "card"]) { html in
      html.element("h2", Bilingual(en: "Its own, now with somebody else", zh: "本岗事项，现由他人承办"))
      html.element("p", ["class": "soft"], Bilingual(en: "\(own.count) in all", zh: "共 \(own.count) 件"))
    }
    let items = try own.prefix(CaseSearch.usual).compactMap { one in
      try ledger.item(one.key).map { PlacedItem(position: one.position, item: $0) }
    }
    let search = try CaseSearch(Query(), at: reading.now, mayLead: false, order: .urgency)
    try html.element("section", ["class": "card"]) { html in
      try CaseTable(
        reading: reading, path: HTML.page(of: holder), query: Query(), search: search,
        found: FoundCases(items: items, next: nil), id: "climbed"
      ).write(to: &html)
    }
  }
}

/// Whoever looks: what lies before him.
package enum MePage {
  /// `/me`.
  package static func page(_ reading: BoardReading, _ query: Query) throws -> Page {
    if let at = reading.viewer.at {
      if let holder = Addressee(text: at) { return try PostPage.page(reading, query, holder, "/me", .mine) }
      if at != "*" { return try CommunityPage.page(reading, query, at) }
    }
    return try Frame.page(reading, query, Frame.Section.mine.name, .mine) { html in
      html.element("h1", Frame.Section.mine.name)
      html.element(
        "p", ["class": "card"],
        Bilingual(en: "No post is yours alone; the whole town is before you.", zh: "您不属于某一岗位，请看全街道。"))
      html.element("p") { $0.element("a", ["href": "/"], Frame.Section.town.name) }
    }
  }
}
