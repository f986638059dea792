internal import Board
internal import GridCore
internal import Words

/// What the rules offer to choose from.
extension HTML {
  /// All matters, for fields with `list="matters"`; once a page.
  mutating func matterList(_ book: RuleBook) {
    element("datalist", ["id": "matters"]) { html in
      for matter in book.matters {
        html.element(
          "option", ["value": HTML.plain(matter.code)], HTML.plain("\(matter.name) · \(book.duties[matter.duty].name)"))
      }
    }
  }

  /// A field for a grid, the grids under their communities.
  ///
  /// - Parameter within: only those of this community, where the rules have one of this id.
  mutating func gridChoice(_ book: RuleBook, id: String, chosen: String?, within: String? = nil) {
    let names = Names(book)
    let own = book.communities.contains { $0.id == within }
    element("select", ["name": "grid", "id": id]) { html in
      html.element("option", ["value": ""], Bilingual(en: "(none)", zh: "（未选）"))
      for (index, community) in book.communities.enumerated() where !own || community.id == within {
        html.element("optgroup", ["label": HTML.plain(names.community(community.id))]) { html in
          for grid in book.grids where grid.community == index {
            html.element(
              "option", ["value": HTML.plain(grid.id), "selected": grid.id == chosen ? "" : nil],
              HTML.plain(names.grid(grid.id)))
          }
        }
      }
    }
  }
}
