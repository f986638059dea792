package import Web
internal import Words

/// Every door there is, and which one a request comes to.
package struct EndpointList: Sendable {
  private let endpoints: [Endpoint]
  private let pages: PageDesk

  /// All of them.
  package init(_ desk: Desk, _ entrance: Entrance) {
    pages = PageDesk(desk)
    endpoints =
      Health.endpoints(desk) + Self.api(desk) + StepEndpoints.endpoints(desk)
      + OrderEndpoints.endpoints(desk) + ReportEndpoint.endpoints(desk)
      + StreamEndpoint.endpoints(desk) + AssetEndpoints.endpoints + PageEndpoints.endpoints(desk)
      + DeskEndpoints.endpoints(desk) + LogInEndpoints.endpoints(desk, entrance)
      + Open311Endpoints.endpoints(desk, entrance)
  }

  private static func api(_ desk: Desk) -> [Endpoint] {
    StatusEndpoint.endpoints(desk) + ItemsEndpoint.endpoints(desk) + TownEndpoints.endpoints(desk)
      + ReportsEndpoint.endpoints(desk) + RulesEndpoint.endpoints(desk) + EventsEndpoint.endpoints(desk)
      + MetricsEndpoint.endpoints(desk) + OpenAPIEndpoint.endpoints
  }

  /// All doors there are.
  package var all: [Endpoint] { endpoints }

  /// The door of a request, with the named parts of its path.
  ///
  /// Where there is none, whoever is no program of the API's is told so in his own way: by a page, or as Open311 does.
  ///
  /// - Throws: 404 where no path leads there, 405 where it is there for other methods.
  package func door(of request: WebRequest) throws(Problem) -> (Endpoint, named: [String: String]) {
    var methods: [String] = []
    for endpoint in endpoints {
      guard let named = endpoint.route.match(request.path) else { continue }
      if endpoint.route.method == request.method { return (endpoint, named) }
      methods += endpoint.route.method == "GET" ? ["GET", "HEAD"] : [endpoint.route.method]
    }
    let problem = Self.nowhere(methods)
    if let door = Open311Endpoints.nowhere(request.path, problem) { return (door, [:]) }
    if request.method == "GET", Self.isForPeople(request) { return (page(problem), [:]) }
    throw problem
  }

  private static func nowhere(_ methods: [String]) -> Problem {
    guard !methods.isEmpty else {
      return Problem(.notFound, Bilingual(en: "there is no such page", zh: "没有这个页面"))
    }
    let list = methods.joined(separator: ", ")
    var problem = Problem(.noSuchMethod, Bilingual(en: "only \(list) is taken here", zh: "这里只接受 \(list)"))
    problem.allowed = methods
    return problem
  }

  /// Below these only programs ask.
  private static let ofPrograms: Set<String> = ["api", "open311", "metrics", "-"]

  private static func isForPeople(_ request: WebRequest) -> Bool {
    guard let first = request.path.first, !ofPrograms.contains(first) else { return false }
    return Accepting(request.headers["accept"]).prefersPages
  }

  /// The page that says there is none; strangers are asked to log in first, and so learn nothing of what there is.
  private func page(_ problem: Problem) -> Endpoint {
    Endpoint("GET", "/{path*}", .viewers, isPage: true) { [pages] call throws(Problem) in
      .answer(try pages.page(problem, call))
    }
  }
}
