internal import Web

/// `GET stream`: what changes, as it changes.
enum StreamEndpoint {
  /// The endpoint.
  static func endpoints(_ desk: Desk) -> [Endpoint] {
    [
      Endpoint("GET", "/api/v1/stream", .viewers) { call throws(Problem) in .stream(try StreamQuestion(call, desk)) }
    ]
  }
}
