package import Web
internal import Words

/// Every door there is, and which one a request comes to.
package struct EndpointList: Sendable {
  private let endpoints: [Endpoint]

  /// All of them.
  package init(_ desk: Desk, _ entrance: Entrance) {
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

  /// The door of a request, with the named parts of its path.
  ///
  /// - Throws: 404 where no path leads there, 405 where it is there for other methods.
  package func door(of request: WebRequest) throws(Problem) -> (Endpoint, named: [String: String]) {
    var methods: [String] = []
    for endpoint in endpoints {
      guard let named = endpoint.route.match(request.path) else { continue }
      if endpoint.route.method == request.method { return (endpoint, named) }
      methods.append(endpoint.route.method)
    }
    guard !methods.isEmpty else {
      throw Problem(.notFound, Bilingual(en: "there is no such page", zh: "没有这个页面"))
    }
    let list = methods.joined(separator: ", ")
    var problem = Problem(.noSuchMethod, Bilingual(en: "only \(list) is taken here", zh: "这里只接受 \(list)"))
    problem.allowed = methods
    throw problem
  }
}
