internal import Board
internal import Doors
internal import Overview
internal import Web

/// The board's pages, each by its path.
enum PageEndpoints {
  /// The endpoints.
  static func endpoints(_ desk: Desk) -> [Endpoint] {
    let pages = PageDesk(desk)
    return [
      pages.endpoint("/", [.words("colour", ["worst", "risk", "load"])]) { try TownPage.page($0, $1) },
      pages.endpoint("/me", Parameter.ofCases) { try MePage.page($0, $1) },
      pages.endpoint(
        "/items", Parameter.ofCases, page: { try ItemsPage.page($0, $1) }, csv: { try ItemsPage.csv($0, $1) }),
      named("/items/{id}", pages) { try ItemPage.page($0, $1, $2["id"] ?? "") },
      named("/items/by/{source}/{id}", pages) {
        try ItemPage.page($0, $1, source: $2["source"] ?? "", id: $2["id"] ?? "")
      },
      named("/communities/{id}", pages, Parameter.ofCases) { try CommunityPage.page($0, $1, $2["id"] ?? "") },
      named("/grids/{id}", pages, Parameter.ofCases) { try GridPage.page($0, $1, $2["id"] ?? "") },
      named("/posts/{address*}", pages, Parameter.ofCases) { try PostPage.page($0, $1, $2["address"] ?? "") },
    ]
  }

  private static func named(
    _ path: String, _ pages: PageDesk, _ asks: [Parameter] = [],
    _ make: @escaping @Sendable (BoardReading, Query, [String: String]) throws -> Page
  ) -> Endpoint {
    .get(path, isPage: true, asks: asks) { call throws(Problem) in
      try pages.page(call) { try make($0, $1, call.named) }
    }
  }
}
