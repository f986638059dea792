internal import Answers
internal import Doors
internal import Web

/// `GET status`: what the command of that name prints.
enum StatusEndpoint {
  /// The endpoint.
  static func endpoints(_ desk: Desk) -> [Endpoint] {
    [
      // Never shared: it tells of the inbox and the daemon, which change without a write into the ledger.
      Endpoint("GET", "/api/v1/status", .viewers, asks: [.at]) { call throws(Problem) in
        let language = call.request.language
        let now = try call.request.query.moment("at") ?? call.request.now
        let status = try desk.status(at: now, language)
        return .answer(.json { status.write(to: &$0, language: language) })
      }
    ]
  }
}
