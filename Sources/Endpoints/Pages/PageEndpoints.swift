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
      page("/", pages, [.words("colour", ["worst", "risk", "load"])]) { try TownPage.page($0, $1) },
      page("/me", pages, Parameter.ofCases) { try MePage.page($0, $1) },
      items(pages),
      named("/items/{id}", pages) { try ItemPage.page($0, $1, $2["id"] ?? "") },
      named("/items/by/{source}/{id}", pages) {
        try ItemPage.page($0, $1, source: $2["source"] ?? "", id: $2["id"] ?? "")
      },
      named("/communities/{id}", pages, Parameter.ofCases) { try CommunityPage.page($0, $1, $2["id"] ?? "") },
      named("/grids/{id}", pages, Parameter.ofCases) { try GridPage.page($0, $1, $2["id"] ?? "") },
      named("/posts/{address*}", pages, Parameter.ofCases) { try PostPage.page($0, $1, $2["address"] ?? "") },
    ]
  }

  /// The list of cases, for eyes or as a table.
  private static func items(_ pages: PageDesk) -> Endpoint {
    .get("/items", isPage: true, asks: Parameter.ofCases + [.words("format", ["csv"])]) { call throws(Problem) in
      guard call.request.query["format"] == "csv" else {
        return try pages.page(call) { try ItemsPage.page($0, $1) }
      }
      let reading = try pages.reading(call)
      do { return try ItemsPage.csv(reading, call.request.query) } catch { throw Problem(any: error) }
    }
  }

  private static func page(
    _ path: String, _ pages: PageDesk, _ asks: [Parameter],
    _ make: @escaping @Sendable (BoardReading, Query) throws -> Page
  ) -> Endpoint {
    .get(path, isPage: true, asks: asks) { call throws(Problem) in try pages.page(call, make) }
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
